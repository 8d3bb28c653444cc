package preflight.source.python.scope;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import preflight.source.python.scope.ScopeFacts.BindingKind;
import preflight.source.python.scope.ScopeFacts.Moment;
import preflight.source.syntax.SyntaxTree;

/**
 * The scope of each node of a module, and when what stands there is evaluated. One pass over the
 * nodes, whose parents come first: nesting costs no stack.
 */
final class Scopes {

  private final SyntaxTree tree;
  private final Scope[] of;
  private final Moment[] moments;

  /** What a node opens: the body of a function, class, lambda, comprehension or alias. */
  private final Map<Integer, Scope> bodies = new HashMap<>();

  /** The scope around the body of a definition with type parameters. */
  private final Map<Integer, Scope> types = new HashMap<>();

  /** Names that are bound already, or are none. */
  final BitSet settled = new BitSet();

  final Scope module = new Scope(Scope.Kind.MODULE, null, 0, "");
  private final boolean postponed;

  Scopes(SyntaxTree tree) {
    this.tree = tree;
    this.of = new Scope[tree.size()];
    this.moments = new Moment[tree.size()];
    this.postponed = postponed();
    Arrays.fill(of, module);
    Arrays.fill(moments, Moment.IMPORT);
    open(0);
    for (int node = 1; node < tree.size(); node++) {
      place(node);
      open(node);
    }
  }

  Scope of(int node) {
    return of[node];
  }

  /** When a name at a node is looked up. */
  Moment moment(int node) {
    return moments[node] == Moment.IMPORT && !of[node].whileImported()
        ? Moment.CALL
        : moments[node];
  }

  private boolean postponed() {
    for (int it = tree.firstChild(0); it != NONE; it = tree.nextSibling(it)) {
      if (tree.is(it, "future_import_statement") && tree.text(it).contains("annotations")) {
        return true;
      }
    }
    return false;
  }

  private void place(int node) {
    int parent = tree.parent(node);
    String field = Objects.requireNonNullElse(tree.field(node), "");
    Scope around = of[parent];
    of[node] = around;
    moments[node] = moments[parent];
    switch (tree.kind(parent)) {
      case "function_definition" -> {
        switch (field) {
          case "body", "parameters" -> of[node] = body(parent, around);
          case "return_type" -> annotation(node, parent);
          case "type_parameters" -> parameters(node, parent);
          default -> {}
        }
      }
      case "class_definition" -> {
        switch (field) {
          case "body" -> of[node] = body(parent, around);
          case "superclasses" -> of[node] = types.getOrDefault(parent, around);
          case "type_parameters" -> parameters(node, parent);
          default -> {}
        }
      }
      case "lambda" -> of[node] = body(parent, around);
      case "default_parameter", "typed_default_parameter" -> {
        int function = definition(parent);
        if (field.equals("value")) {
          of[node] = of[function];
        } else if (field.equals("type")) {
          annotation(node, function);
        }
      }
      case "typed_parameter" -> {
        if (field.equals("type")) {
          annotation(node, definition(parent));
        }
      }
      case "list_comprehension",
          "set_comprehension",
          "dictionary_comprehension",
          "generator_expression" ->
          of[node] = body(parent, around);
      case "for_in_clause" -> {
        int comprehension = tree.parent(parent);
        if (field.equals("right") && tree.childOfKind(comprehension, "for_in_clause") == parent) {
          of[node] = of[comprehension];
        }
      }
      case "type_alias_statement" -> {
        if (bodies.containsKey(parent)) {
          of[node] = body(parent, around);
          moments[node] = Moment.TYPING;
        }
      }
      case "assignment" -> {
        if (field.equals("type")) {
          boolean never = postponed || around.kind == Scope.Kind.FUNCTION;
          moments[node] = never ? Moment.TYPING : evaluated(moments[parent]);
        }
      }
      default -> {}
    }
  }

  private Scope body(int node, Scope around) {
    return bodies.getOrDefault(node, around);
  }

  private static Moment evaluated(Moment around) {
    return around == Moment.TYPING ? Moment.TYPING : Moment.ANNOTATION;
  }

  /** The function or lambda that a parameter belongs to. */
  private int definition(int parameter) {
    int it = parameter;
    while (!tree.is(it, "function_definition") && !tree.is(it, "lambda") && it > 0) {
      it = tree.parent(it);
    }
    return it;
  }

  private void annotation(int node, int function) {
    of[node] = types.getOrDefault(function, of[function]);
    moments[node] = postponed ? Moment.TYPING : evaluated(moments[function]);
  }

  private void parameters(int node, int definition) {
    of[node] = types.getOrDefault(definition, of[definition]);
    moments[node] = Moment.TYPING;
  }

  private void open(int node) {
    Scope around = of[node];
    switch (tree.kind(node)) {
      case "function_definition" -> {
        Scope outer = withTypeParameters(node, around);
        bodies.put(node, outer.inner(Scope.Kind.FUNCTION, node, name(node)));
      }
      case "class_definition" -> {
        Scope outer = withTypeParameters(node, around);
        bodies.put(node, outer.inner(Scope.Kind.CLASS, node, name(node)));
      }
      case "lambda" -> bodies.put(node, around.inner(Scope.Kind.FUNCTION, node, ""));
      case "list_comprehension",
          "set_comprehension",
          "dictionary_comprehension",
          "generator_expression" ->
          bodies.put(node, around.inner(Scope.Kind.COMPREHENSION, node, ""));
      case "type_alias_statement" -> {
        int left = tree.child(node, "left");
        int target = left == NONE ? NONE : tree.firstChild(left);
        // The grammar takes type(x).y = 1 for one, too.
        if (tree.is(target, "identifier") || tree.is(target, "generic_type")) {
          int name = identifier(left);
          Scope alias = around.inner(Scope.Kind.TYPES, node, "");
          bodies.put(node, alias);
          settled.set(name);
          around.bind(tree.text(name), new Scope.Bind(name, tree.end(node), BindingKind.VARIABLE));
          for (int it = name; it < tree.after(left); it++) {
            if (tree.is(it, "type_parameter") && tree.is(tree.parent(it), "generic_type")) {
              bindTypeParameters(it, alias);
              break;
            }
          }
        }
      }
      case "global_statement" -> declare(node, around.outsideComprehensions().globals);
      case "nonlocal_statement" -> declare(node, around.outsideComprehensions().nonlocals);
      default -> {}
    }
  }

  private void declare(int node, Set<String> names) {
    for (int it = tree.firstChild(node); it != NONE; it = tree.nextSibling(it)) {
      if (tree.is(it, "identifier")) {
        names.add(tree.text(it));
        settled.set(it);
      }
    }
  }

  private String name(int definition) {
    int name = tree.child(definition, "name");
    return name == NONE ? "" : tree.text(name);
  }

  private Scope withTypeParameters(int definition, Scope around) {
    int parameters = tree.child(definition, "type_parameters");
    if (parameters == NONE) {
      return around;
    }
    Scope scope = around.inner(Scope.Kind.TYPES, definition, "");
    types.put(definition, scope);
    bindTypeParameters(parameters, scope);
    return scope;
  }

  private void bindTypeParameters(int parameters, Scope scope) {
    for (int it = tree.firstChild(parameters); it != NONE; it = tree.nextSibling(it)) {
      int name = identifier(it);
      if (name != NONE) {
        settled.set(name);
        scope.bind(tree.text(name), new Scope.Bind(name, 0, BindingKind.VARIABLE));
      }
    }
  }

  /** The first identifier at or below a node. */
  private int identifier(int node) {
    for (int it = node; it < tree.after(node); it++) {
      if (tree.is(it, "identifier")) {
        return it;
      }
    }
    return NONE;
  }
}
