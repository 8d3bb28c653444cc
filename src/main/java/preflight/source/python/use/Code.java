package preflight.source.python.use;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import preflight.source.python.use.Scope.Binding;
import preflight.source.python.use.Scope.Giver;
import preflight.source.syntax.SyntaxTree;

/** A Python file with its scopes, and what its expressions are in words. */
final class Code {

  private static final Set<String> COMPREHENSIONS =
      Set.of(
          "list_comprehension",
          "set_comprehension",
          "dictionary_comprehension",
          "generator_expression");

  private static final Set<String> PATTERNS =
      Set.of(
          "pattern_list",
          "tuple_pattern",
          "list_pattern",
          "list_splat_pattern",
          "list_splat",
          "expression_list",
          "tuple",
          "list",
          "parenthesized_expression",
          "as_pattern_target");

  private static final Set<String> BRANCHES =
      Set.of(
          "if_statement",
          "for_statement",
          "while_statement",
          "try_statement",
          "with_statement",
          "match_statement");

  private static final Set<String> LOOKS_AT_TYPE =
      Set.of(
          "isinstance", "issubclass", "hasattr", "getattr", "setattr", "type", "callable", "vars");

  final SyntaxTree tree;
  private final Scope[] scopes;
  private final Map<Integer, Scope> owned = new HashMap<>();
  private final Scope module;

  Code(SyntaxTree tree) {
    this.tree = tree;
    this.scopes = new Scope[tree.size()];
    this.module = new Scope(Scope.Kind.MODULE, 0, null);
    owned.put(0, module);
    for (int i = 0; i < tree.size(); i++) {
      Scope scope = i == 0 ? module : place(i);
      scopes[i] = scope;
      switch (tree.kind(i)) {
        case "function_definition" -> own(i, Scope.Kind.FUNCTION, scope);
        case "lambda" -> own(i, Scope.Kind.EXPRESSION, scope);
        case "class_definition" -> own(i, Scope.Kind.CLASS, scope);
        case String kind when COMPREHENSIONS.contains(kind) -> own(i, Scope.Kind.EXPRESSION, scope);
        default -> {}
      }
    }
    for (int i = 0; i < tree.size(); i++) {
      bind(i);
    }
  }

  private void own(int node, Scope.Kind kind, Scope outer) {
    owned.put(node, new Scope(kind, node, outer));
  }

  /** The scope in which a node is evaluated, or binds. */
  private Scope place(int node) {
    int parent = tree.parent(node);
    String field = tree.field(node);
    return switch (tree.kind(parent)) {
      case "function_definition" ->
          "body".equals(field) || "parameters".equals(field) || "type_parameters".equals(field)
              ? inside(parent)
              : scopes[parent];
      case "class_definition" ->
          "body".equals(field) || "type_parameters".equals(field) ? inside(parent) : scopes[parent];
      case "default_parameter", "typed_parameter", "typed_default_parameter" ->
          "value".equals(field) || "type".equals(field) ? outer(scopes[parent]) : scopes[parent];
      default -> {
        @Nullable Scope own = owned.get(parent);
        yield own == null ? scopes[parent] : own;
      }
    };
  }

  private static Scope outer(Scope scope) {
    return scope.outer == null ? scope : scope.outer;
  }

  /** The scope that a definition, lambda or comprehension opens. */
  Scope inside(int node) {
    @Nullable Scope own = owned.get(node);
    if (own == null) {
      throw new IllegalArgumentException("no scope of its own: " + tree.kind(node));
    }
    return own;
  }

  Scope scope(int node) {
    return scopes[node];
  }

  Scope module() {
    return module;
  }

  private void bind(int node) {
    switch (tree.kind(node)) {
      case "identifier" -> store(node);
      case "function_definition" -> define(node, Giver.FUNCTION);
      case "class_definition" -> define(node, Giver.CLASS);
      case "import_statement" -> imports(node);
      case "import_from_statement" -> from(node);
      case "global_statement" -> {
        for (int it : tree.children(node)) {
          if (tree.is(it, "identifier")) {
            other(module, it);
            other(scopes[node], it);
          }
        }
      }
      case "nonlocal_statement" -> {
        for (int it : tree.children(node)) {
          if (tree.is(it, "identifier")) {
            for (Scope s = scopes[node]; s != null; s = s.outer) {
              if (s.kind == Scope.Kind.FUNCTION) {
                other(s, it);
              }
            }
          }
        }
      }
      case "case_pattern", "type_parameter" -> {
        // The grammar also calls what stands in the brackets of List[int] a type parameter.
        if (tree.is(tree.parent(node), "generic_type")) {
          return;
        }
        for (int it = node; it < tree.after(node); it++) {
          if (tree.is(it, "identifier")) {
            other(scopes[node], it);
          }
        }
      }
      case "call" -> looksAtType(node);
      case "match_statement" -> {
        int subject = tree.child(node, "subject");
        if (tree.is(subject, "identifier")) {
          scopes[node].narrowed.add(tree.text(subject));
        }
      }
      default -> {}
    }
  }

  private void looksAtType(int call) {
    int function = tree.child(call, "function");
    if (!tree.is(function, "identifier") || !LOOKS_AT_TYPE.contains(tree.text(function))) {
      return;
    }
    Call arguments = call(call);
    if (arguments.positional().isEmpty()) {
      return;
    }
    int subject = arguments.positional().getFirst();
    if (!tree.is(subject, "identifier")) {
      return;
    }
    boolean literal =
        arguments.positional().size() > 1
            && tree.text(function).endsWith("attr")
            && string(arguments.positional().get(1)).isPresent();
    if (!literal) {
      for (Scope s = scopes[call]; s != null; s = s.outer) {
        s.narrowed.add(tree.text(subject));
        if (s.kind == Scope.Kind.FUNCTION) {
          break;
        }
      }
    }
  }

  private void other(Scope scope, int identifier) {
    bind(scope, tree.text(identifier), Giver.OTHER, identifier, SyntaxTree.NONE, SyntaxTree.NONE);
  }

  private void bind(Scope scope, String name, Giver giver, int node, int value, int annotation) {
    scope.bind(name, new Binding(giver, node, value, annotation, conditional(node, scope), "", ""));
  }

  private boolean conditional(int node, Scope scope) {
    for (int it = tree.parent(node); it != SyntaxTree.NONE && it != scope.node; ) {
      if (BRANCHES.contains(tree.kind(it))) {
        return true;
      }
      it = tree.parent(it);
    }
    return false;
  }

  private void define(int node, Giver giver) {
    int name = tree.child(node, "name");
    if (name != SyntaxTree.NONE) {
      bind(scopes[node], tree.text(name), giver, node, SyntaxTree.NONE, SyntaxTree.NONE);
    }
    int parameters = giver == Giver.FUNCTION ? tree.child(node, "parameters") : SyntaxTree.NONE;
    if (parameters != SyntaxTree.NONE) {
      parameters(parameters, inside(node));
    }
  }

  private void parameters(int parameters, Scope scope) {
    for (int it : tree.children(parameters)) {
      int name = parameterName(it);
      if (name != SyntaxTree.NONE) {
        boolean splat = tree.kind(tree.parent(name)).endsWith("splat_pattern");
        int type = splat ? SyntaxTree.NONE : tree.child(it, "type");
        Giver giver = splat ? Giver.OTHER : Giver.PARAMETER;
        bind(scope, tree.text(name), giver, name, SyntaxTree.NONE, type);
      }
    }
  }

  /** The identifier of a parameter; none for the signs between parameters. */
  int parameterName(int parameter) {
    int name =
        switch (tree.kind(parameter)) {
          case "identifier" -> parameter;
          case "default_parameter", "typed_default_parameter" -> tree.child(parameter, "name");
          case "typed_parameter", "list_splat_pattern", "dictionary_splat_pattern" ->
              tree.firstChild(parameter);
          default -> SyntaxTree.NONE;
        };
    while (name != SyntaxTree.NONE && !tree.is(name, "identifier")) {
      name =
          tree.kind(name).endsWith("splat_pattern")
              ? tree.childOfKind(name, "identifier")
              : tree.nextSibling(name);
    }
    return name;
  }

  private void store(int identifier) {
    Scope scope = scopes[identifier];
    switch (target(identifier)) {
      case Target.Assigned(int assignment, boolean direct) -> {
        int value = direct ? tree.child(assignment, "right") : SyntaxTree.NONE;
        while (tree.is(value, "assignment")) {
          value = tree.child(value, "right");
        }
        int type = direct ? tree.child(assignment, "type") : SyntaxTree.NONE;
        boolean known = value != SyntaxTree.NONE || type != SyntaxTree.NONE;
        Giver giver = known ? Giver.VALUE : Giver.OTHER;
        bind(scope, tree.text(identifier), giver, identifier, value, type);
      }
      case Target.Changed() -> {
        Scope to = scope;
        boolean walrus = tree.is(tree.parent(identifier), "named_expression");
        while (walrus && to.kind == Scope.Kind.EXPRESSION && to.outer != null) {
          to = to.outer;
        }
        other(to, identifier);
      }
      case Target.None() -> {
        if (tree.is(tree.parent(identifier), "lambda_parameters")
            || (tree.is(tree.parent(identifier), "default_parameter")
                && "name".equals(tree.field(identifier))
                && scope.kind == Scope.Kind.EXPRESSION)) {
          other(scope, identifier);
        }
      }
    }
  }

  /** What happens to a name or an attribute where it stands. */
  sealed interface Target {
    /** Left of an assignment, alone or with others. */
    record Assigned(int assignment, boolean direct) implements Target {}

    /** Given another value, or deleted. */
    record Changed() implements Target {}

    /** It is read. */
    record None() implements Target {}
  }

  Target target(int node) {
    int child = node;
    int parent = tree.parent(node);
    while (parent != SyntaxTree.NONE && PATTERNS.contains(tree.kind(parent))) {
      child = parent;
      parent = tree.parent(parent);
    }
    if (parent == SyntaxTree.NONE) {
      return new Target.None();
    }
    @Nullable String field = tree.field(child);
    boolean changed =
        switch (tree.kind(parent)) {
          case "augmented_assignment", "for_statement", "for_in_clause", "type_alias_statement" ->
              "left".equals(field);
          case "named_expression" -> "name".equals(field);
          case "as_pattern" -> tree.is(child, "as_pattern_target");
          case "delete_statement" -> true;
          default -> false;
        };
    if (changed) {
      return new Target.Changed();
    }
    if (tree.is(parent, "assignment") && "left".equals(field)) {
      return new Target.Assigned(parent, child == node);
    }
    return new Target.None();
  }

  private void imports(int statement) {
    for (int it : tree.children(statement)) {
      if (tree.is(it, "dotted_name")) {
        String name = tree.text(it);
        int dot = name.indexOf('.');
        String root = dot < 0 ? name : name.substring(0, dot);
        bindImport(it, root, Giver.IMPORT, root, "");
      } else if (tree.is(it, "aliased_import")) {
        String name = tree.text(tree.child(it, "name"));
        bindImport(it, tree.text(tree.child(it, "alias")), Giver.IMPORT, name, "");
      }
    }
  }

  private void from(int statement) {
    int source = tree.child(statement, "module_name");
    String from = source == SyntaxTree.NONE ? "" : tree.text(source).replace(" ", "");
    for (int it : tree.children(statement)) {
      if (it == source) {
        continue;
      }
      switch (tree.kind(it)) {
        case "dotted_name" -> bindImport(it, tree.text(it), Giver.FROM, from, tree.text(it));
        case "aliased_import" ->
            bindImport(
                it,
                tree.text(tree.child(it, "alias")),
                Giver.FROM,
                from,
                tree.text(tree.child(it, "name")));
        case "wildcard_import" -> scopes[it].lastStar = it;
        default -> {}
      }
    }
  }

  private void bindImport(int node, String name, Giver giver, String module, String in) {
    Scope scope = scopes[node];
    scope.bind(
        name,
        new Binding(
            giver, node, SyntaxTree.NONE, SyntaxTree.NONE, conditional(node, scope), module, in));
  }

  /** The scope that gives a name its value where it is read; empty for a builtin, or none. */
  Optional<Scope> binder(String name, Scope from) {
    boolean classes = true;
    for (Scope it = from; it != null; it = it.outer) {
      if ((classes || it.kind != Scope.Kind.CLASS) && it.bindings.containsKey(name)) {
        return Optional.of(it);
      }
      classes &= it.kind != Scope.Kind.FUNCTION;
    }
    return Optional.empty();
  }

  /** Whether the code between a place and the scope of a name looks at the type of the name. */
  static boolean narrowed(String name, Scope from, Scope binder) {
    for (Scope it = from; it != null; it = it.outer) {
      if (it.narrowed.contains(name)) {
        return true;
      }
      if (it == binder) {
        break;
      }
    }
    return false;
  }

  /** {@code a.b.c} as text; empty for anything else. */
  String dotted(int node) {
    if (node == SyntaxTree.NONE) {
      return "";
    }
    int root = node;
    while (tree.is(root, "attribute")) {
      root = tree.child(root, "object");
    }
    if (!tree.is(root, "identifier") && !tree.is(root, "dotted_name")) {
      return "";
    }
    String text = tree.text(node);
    return text.chars().allMatch(Code::inDottedName) ? text : "";
  }

  static boolean inDottedName(int character) {
    return character == '.' || character == '_' || Character.isLetterOrDigit(character);
  }

  private static String root(String dotted) {
    int dot = dotted.indexOf('.');
    return dot < 0 ? dotted : dotted.substring(0, dot);
  }

  /** What other modules can look up: a name of the module, or of an import in a function. */
  Name name(int node) {
    String dotted = dotted(node);
    return dotted.isEmpty() ? Name.NONE : name(dotted, scopes[node]);
  }

  Name name(String dotted, Scope from) {
    String root = root(dotted);
    Optional<Scope> binder = binder(root, from);
    if (binder.isEmpty() || binder.get() == module) {
      return new Name("", dotted);
    }
    Optional<Binding> meaning = binder.get().meaning(root);
    if (meaning.isEmpty()) {
      return Name.NONE;
    }
    String rest = dotted.substring(root.length());
    return switch (meaning.get().giver()) {
      case IMPORT -> new Name(meaning.get().module(), rest.isEmpty() ? "" : rest.substring(1));
      case FROM -> new Name(meaning.get().module(), meaning.get().name() + rest);
      default -> Name.NONE;
    };
  }

  /**
   * The dotted name that an expression stands for by the imports of this file alone: {@code
   * "os.environ.get"} for {@code get} of {@code from os.environ import get}. A builtin is its own
   * name; what this file defines is empty.
   */
  String qualified(int node) {
    String dotted = dotted(node);
    if (dotted.isEmpty()) {
      return "";
    }
    String root = root(dotted);
    Optional<Scope> binder = binder(root, scopes[node]);
    if (binder.isEmpty()) {
      return dotted;
    }
    String rest = dotted.substring(root.length());
    for (Binding it : binder.get().bindings.getOrDefault(root, List.of())) {
      if (it.giver() == Giver.IMPORT) {
        return it.module() + rest;
      }
      if (it.giver() == Giver.FROM) {
        String dot = it.module().endsWith(".") ? "" : ".";
        return it.module() + dot + it.name() + rest;
      }
    }
    return "";
  }

  /** The text of a string without anything computed in it. */
  Optional<String> string(int node) {
    int it = unwrap(node);
    if (tree.is(it, "concatenated_string")) {
      var all = new StringBuilder();
      for (int part : tree.children(it)) {
        Optional<String> text = string(part);
        if (text.isEmpty()) {
          return Optional.empty();
        }
        all.append(text.get());
      }
      return Optional.of(all.toString());
    }
    if (!tree.is(it, "string")) {
      return Optional.empty();
    }
    var all = new StringBuilder();
    for (int part : tree.children(it)) {
      switch (tree.kind(part)) {
        case "string_start" -> {
          if (tree.text(part).toLowerCase(java.util.Locale.ROOT).contains("b")) {
            return Optional.empty();
          }
        }
        case "string_content" -> {
          if (tree.firstChild(part) != SyntaxTree.NONE) {
            return Optional.empty();
          }
          all.append(tree.text(part));
        }
        case "string_end" -> {}
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(all.toString());
  }

  int unwrap(int node) {
    int it = node;
    while (tree.is(it, "parenthesized_expression")) {
      it = tree.firstChild(it);
      while (tree.is(it, "comment")) {
        it = tree.nextSibling(it);
      }
    }
    return it;
  }

  /**
   * The arguments of a call, as nodes.
   *
   * @param keywords in order
   */
  record Call(
      List<Integer> positional, Map<String, Integer> keywords, boolean star, boolean doubleStar) {

    Optional<Integer> argument(int place, String name) {
      if (place < positional.size()) {
        return Optional.of(positional.get(place));
      }
      return Optional.ofNullable(keywords.get(name));
    }

    Optional<Integer> keyword(String name) {
      return Optional.ofNullable(keywords.get(name));
    }

    Arguments facts() {
      return new Arguments(positional.size(), List.copyOf(keywords.keySet()), star, doubleStar);
    }
  }

  Call call(int call) {
    return arguments(tree.child(call, "arguments"));
  }

  /** What stands between the parentheses of a call or a class. */
  Call arguments(int list) {
    var positional = new ArrayList<Integer>();
    var keywords = new LinkedHashMap<String, Integer>();
    if (list == SyntaxTree.NONE) {
      return new Call(positional, keywords, false, false);
    }
    if (!tree.is(list, "argument_list")) {
      return new Call(List.of(list), keywords, false, false);
    }
    boolean star = false;
    boolean doubleStar = false;
    for (int it : tree.children(list)) {
      switch (tree.kind(it)) {
        case "comment", "line_continuation" -> {}
        case "keyword_argument" ->
            keywords.put(tree.text(tree.child(it, "name")), tree.child(it, "value"));
        case "list_splat" -> star = true;
        case "dictionary_splat" -> doubleStar = true;
        default -> {
          if (star) {
            // Behind a star nobody knows its place.
            continue;
          }
          positional.add(it);
        }
      }
    }
    return new Call(positional, keywords, star, doubleStar);
  }

  /** The definition around a node: a function, a class or the module. */
  Scope definition(int node) {
    Scope it = scopes[node];
    while (it.kind == Scope.Kind.EXPRESSION && it.outer != null) {
      it = it.outer;
    }
    return it;
  }

  /** {@code "Cache.load"}, for a node in that method; empty outside of functions and classes. */
  String enclosing(int node) {
    var names = new ArrayList<String>();
    for (Scope it = scopes[node]; it != null && it != module; it = it.outer) {
      if (it.kind != Scope.Kind.EXPRESSION) {
        names.addFirst(tree.text(tree.child(it.node, "name")));
      }
    }
    return String.join(".", names);
  }

  /** Whether a node is evaluated when the module is imported. */
  boolean imported(int node) {
    for (Scope it = scopes[node]; it != null; it = it.outer) {
      if (it.kind == Scope.Kind.FUNCTION
          || (it.kind == Scope.Kind.EXPRESSION && tree.is(it.node, "lambda"))) {
        return false;
      }
    }
    return !onlyAsProgram(node);
  }

  private boolean onlyAsProgram(int node) {
    int child = node;
    for (int it = tree.parent(node); it != SyntaxTree.NONE; it = tree.parent(it)) {
      if (tree.is(it, "if_statement") && "consequence".equals(tree.field(child))) {
        String condition = tree.text(tree.child(it, "condition"));
        if (condition.contains("__name__") || condition.contains("TYPE_CHECKING")) {
          return true;
        }
      }
      child = it;
    }
    return false;
  }

  List<String> decorators(int definition) {
    int parent = tree.parent(definition);
    var decorators = new ArrayList<String>();
    if (tree.is(parent, "decorated_definition")) {
      for (int it : tree.children(parent)) {
        if (tree.is(it, "decorator")) {
          int expression = tree.firstChild(it);
          while (expression != SyntaxTree.NONE && !expression(expression)) {
            expression = tree.nextSibling(expression);
          }
          int called =
              tree.is(expression, "call") ? tree.child(expression, "function") : expression;
          String name = qualified(called);
          decorators.add(name.isEmpty() ? "?" + tree.text(called) : name);
        }
      }
    }
    return decorators;
  }

  private boolean expression(int node) {
    return !tree.is(node, "comment") && !tree.is(node, "@");
  }
}
