package preflight.source.script.facts;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;

/** Reads imports and exports out of a syntax tree. */
public final class ScriptReader {

  private static final Set<String> FUNCTIONS =
      Set.of(
          "function_declaration",
          "function_expression",
          "function",
          "generator_function",
          "generator_function_declaration",
          "arrow_function",
          "method_definition");

  private static final Set<String> CONDITIONS =
      Set.of(
          "if_statement", "ternary_expression", "switch_case", "catch_clause", "binary_expression");

  private static final Set<String> TYPES =
      Set.of("type_query", "nested_type_identifier", "type_predicate", "import_statement");

  private final SyntaxTree tree;
  private final Set<String> values = new HashSet<>();
  private final List<ScriptImport> imports = new ArrayList<>();
  private final List<ScriptExport> exports = new ArrayList<>();
  private boolean open;
  private boolean module;

  private ScriptReader(SyntaxTree tree) {
    this.tree = tree;
    this.open = !tree.flaws().isEmpty();
  }

  /** What the file says of itself. */
  public static ScriptFile read(SyntaxTree tree) {
    return new ScriptReader(tree).read();
  }

  private ScriptFile read() {
    if (typed()) {
      collectValues();
    }
    for (int node = 0; node < tree.size(); node++) {
      switch (tree.kind(node)) {
        case "import_statement" -> importStatement(node);
        case "export_statement" -> exportStatement(node);
        case "call_expression" -> call(node);
        case "member_expression" -> commonJs(node);
        default -> {}
      }
    }
    return new ScriptFile(List.copyOf(imports), List.copyOf(exports), open || !module);
  }

  private boolean typed() {
    return tree.language() != Language.JAVASCRIPT;
  }

  /** The names that stand where something is computed: what a compiler of types leaves. */
  private void collectValues() {
    for (int node = 0; node < tree.size(); node++) {
      String kind = tree.kind(node);
      if (kind.equals("import_statement")) {
        node = tree.after(node) - 1;
      } else if ((kind.equals("identifier") || kind.equals("shorthand_property_identifier"))
          && !within(node, TYPES)) {
        values.add(tree.text(node));
      }
    }
  }

  /** Whether the node stands in a type, at most a few names deep. */
  private boolean within(int node, Set<String> kinds) {
    int at = tree.parent(node);
    for (int i = 0; i < 4 && at != NONE; i++, at = tree.parent(at)) {
      if (kinds.contains(tree.kind(at))) {
        return true;
      }
    }
    return false;
  }

  private void importStatement(int node) {
    module = true;
    boolean typeOnly =
        tree.childOfKind(node, "type") != NONE || tree.childOfKind(node, "typeof") != NONE;
    int required = tree.childOfKind(node, "import_require_clause");
    int clause = tree.childOfKind(node, "import_clause");
    Optional<String> source =
        Literal.string(tree, tree.child(required == NONE ? node : required, "source"));
    if (source.isEmpty()) {
      return;
    }
    var names = new ArrayList<ScriptImport.Name>();
    boolean used = clause == NONE && required == NONE;
    if (required != NONE) {
      used = isValue(tree.childOfKind(required, "identifier"));
    }
    if (clause != NONE) {
      for (int it : tree.children(clause)) {
        switch (tree.kind(it)) {
          case "identifier" -> names.add(name("default", it, it, false));
          case "namespace_import" -> used |= isValue(tree.childOfKind(it, "identifier"));
          case "named_imports" -> specifiers(it, "import_specifier", names);
          default -> {}
        }
      }
      boolean none = names.isEmpty() && tree.childOfKind(clause, "namespace_import") == NONE;
      used |= none || names.stream().anyMatch(it -> !it.typeOnly());
    }
    add(ScriptImport.Form.IMPORT, source.get(), names, typeOnly || !used, node);
  }

  private void specifiers(int list, String kind, List<ScriptImport.Name> names) {
    for (int it : tree.children(list)) {
      if (tree.is(it, kind)) {
        int name = tree.child(it, "name");
        int alias = tree.child(it, "alias");
        boolean type = tree.childOfKind(it, "type") != NONE && tree.firstChild(it) != name;
        names.add(name(plain(name), name, alias == NONE ? name : alias, type));
      }
    }
  }

  private ScriptImport.Name name(String name, int place, int local, boolean type) {
    boolean typeOnly = type || !isValue(local);
    return new ScriptImport.Name(name, typeOnly, tree.line(place), tree.column(place));
  }

  private boolean isValue(int local) {
    return !typed() || local == NONE || values.contains(tree.text(local)) || isReact(local);
  }

  /** JSX becomes calls of it. */
  private boolean isReact(int local) {
    return tree.language() == Language.TSX && tree.text(local).equals("React");
  }

  /** A name, also where it is written as a string. */
  private String plain(int node) {
    return Literal.string(tree, node).orElseGet(() -> tree.text(node));
  }

  private void exportStatement(int node) {
    module = true;
    boolean typeOnly = tree.childOfKind(node, "type") != NONE;
    Optional<String> source = Literal.string(tree, tree.child(node, "source"));
    var names = new ArrayList<ScriptImport.Name>();
    if (tree.childOfKind(node, "default") != NONE) {
      exports.add(new ScriptExport(ScriptExport.DEFAULT, ""));
    }
    if (tree.childOfKind(node, "=") != NONE || tree.childOfKind(node, "as") != NONE) {
      open = true;
    }
    for (int it : tree.children(node)) {
      switch (tree.kind(it)) {
        case "*" -> exports.add(new ScriptExport(ScriptExport.ALL, source.orElse("")));
        case "namespace_export" -> exported(lastName(it), "");
        case "export_clause" -> clause(it, source.orElse(""), typeOnly, names);
        default -> {}
      }
    }
    int declaration = tree.child(node, "declaration");
    if (declaration != NONE) {
      declared(declaration);
    }
    if (source.isPresent()) {
      add(ScriptImport.Form.REEXPORT, source.get(), names, typeOnly, node);
    }
  }

  private void clause(int clause, String source, boolean type, List<ScriptImport.Name> names) {
    for (int it : tree.children(clause)) {
      if (tree.is(it, "export_specifier")) {
        int name = tree.child(it, "name");
        int alias = tree.child(it, "alias");
        exported(plain(alias == NONE ? name : alias), "");
        if (!source.isEmpty()) {
          boolean only = type || tree.childOfKind(it, "type") != NONE;
          names.add(new ScriptImport.Name(plain(name), only, tree.line(name), tree.column(name)));
        }
      }
    }
  }

  private void exported(String name, String from) {
    exports.add(new ScriptExport(name, from));
  }

  private String lastName(int node) {
    int last = NONE;
    for (int it : tree.children(node)) {
      last = tree.is(it, "comment") ? last : it;
    }
    return last == NONE ? "" : plain(last);
  }

  /** The names of a declaration; more than it binds do no harm. */
  private void declared(int node) {
    switch (tree.kind(node)) {
      case "lexical_declaration", "variable_declaration" -> {
        for (int it : tree.children(node)) {
          if (tree.is(it, "variable_declarator")) {
            bound(tree.child(it, "name"));
          }
        }
      }
      case "ambient_declaration" -> {
        for (int it : tree.children(node)) {
          declared(it);
        }
      }
      default -> {
        int name = tree.child(node, "name");
        if (name == NONE) {
          name = tree.childOfKind(node, "identifier");
        }
        if (name != NONE) {
          exported(plain(name), "");
        } else if (node != NONE && tree.firstChild(node) != NONE) {
          int inner = tree.firstChild(node);
          int innerName = tree.child(inner, "name");
          if (innerName != NONE) {
            exported(plain(innerName), "");
          } else {
            open = true;
          }
        }
      }
    }
  }

  private void bound(int pattern) {
    if (pattern == NONE) {
      return;
    }
    for (int it = pattern; it < tree.after(pattern); it++) {
      String kind = tree.kind(it);
      if (kind.equals("identifier") || kind.equals("shorthand_property_identifier_pattern")) {
        exported(tree.text(it), "");
      }
    }
  }

  private void call(int node) {
    int function = tree.child(node, "function");
    boolean dynamic = tree.is(function, "import");
    if (!dynamic && !(tree.is(function, "identifier") && tree.text(function).equals("require"))) {
      return;
    }
    var form = dynamic ? ScriptImport.Form.DYNAMIC : ScriptImport.Form.REQUIRE;
    Literal.string(tree, Literal.argument(tree, node, 0))
        .ifPresent(it -> add(form, it, List.of(), false, node));
  }

  private void commonJs(int node) {
    String object = tree.text(tree.child(node, "object"));
    String property = tree.text(tree.child(node, "property"));
    if (object.equals("exports") || (object.equals("module") && property.equals("exports"))) {
      open = true;
    }
  }

  private void add(
      ScriptImport.Form form,
      String specifier,
      List<ScriptImport.Name> names,
      boolean typeOnly,
      int node) {
    boolean atLoad = true;
    boolean guarded = false;
    int child = node;
    for (int at = tree.parent(node); at != NONE; child = at, at = tree.parent(at)) {
      String kind = tree.kind(at);
      if (FUNCTIONS.contains(kind) || CONDITIONS.contains(kind)) {
        atLoad = false;
      } else if (kind.equals("try_statement") && "body".equals(tree.field(child))) {
        guarded |= tree.childOfKind(at, "catch_clause") != NONE;
      } else if (kind.equals("member_expression") && isCatch(at)) {
        guarded = true;
      } else if (kind.equals("module") || kind.equals("ambient_declaration")) {
        return; // declares the types of another module
      }
    }
    imports.add(
        new ScriptImport(
            form,
            specifier,
            List.copyOf(names),
            typeOnly,
            atLoad,
            guarded,
            tree.line(node),
            tree.column(node)));
  }

  /** Whether what stands before is asked for its failure: {@code import("…").catch(…)}. */
  private boolean isCatch(int member) {
    String property = tree.text(tree.child(member, "property"));
    return property.equals("catch") || (property.equals("then") && hasTwoArguments(member));
  }

  private boolean hasTwoArguments(int member) {
    int call = tree.parent(member);
    return tree.is(call, "call_expression") && Literal.argument(tree, call, 1) != NONE;
  }
}
