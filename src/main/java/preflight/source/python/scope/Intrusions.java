package preflight.source.python.scope;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import preflight.source.python.scope.ScopeFacts.Dynamic;
import preflight.source.python.scope.ScopeFacts.Way;
import preflight.source.syntax.SyntaxTree;

/** The ways in which a module lets names come into being that no statement binds. */
final class Intrusions {

  private static final Set<String> BUILTINS = Set.of("builtins", "__builtin__", "__builtins__");

  /** Methods of a namespace that only read it. */
  private static final Set<String> READING =
      Set.of("get", "keys", "items", "values", "copy", "__contains__", "__getitem__");

  /** Functions that only read the namespace that they are given. */
  private static final Set<String> READERS =
      Set.of(
          "eval",
          "get_type_hints",
          "getattr",
          "len",
          "sorted",
          "list",
          "set",
          "dict",
          "tuple",
          "print",
          "repr",
          "id",
          "isinstance",
          "hasattr",
          "iter",
          "any",
          "all",
          "filter",
          "getmembers",
          "_eval_type",
          "evaluate_forwardref",
          "deepcopy");

  private final SyntaxTree tree;
  private final Scopes scopes;
  private final List<Dynamic> dynamic = new ArrayList<>();
  private final Set<String> injected = new LinkedHashSet<>();

  Intrusions(SyntaxTree tree, Scopes scopes) {
    this.tree = tree;
    this.scopes = scopes;
    for (int node = 0; node < tree.size(); node++) {
      switch (tree.kind(node)) {
        case "call" -> call(node);
        case "subscript" -> subscript(node);
        case "attribute" -> attribute(node);
        case "function_definition" -> {
          if (scopes.of(node) == scopes.module && "__getattr__".equals(name(node, "name"))) {
            add(Way.MODULE_GETATTR, node);
          }
        }
        case "decorator" -> {
          if (tree.text(node).endsWith("global_enum")) {
            add(Way.GLOBALS, node);
          }
        }
        default -> {}
      }
    }
  }

  List<Dynamic> dynamic() {
    return List.copyOf(dynamic);
  }

  List<String> injected() {
    return List.copyOf(injected);
  }

  private void add(Way way, int node) {
    dynamic.add(new Dynamic(way, tree.line(node)));
  }

  private String name(int node, String field) {
    int child = tree.child(node, field);
    return child == NONE ? "" : tree.text(child);
  }

  private void call(int call) {
    int function = tree.child(call, "function");
    if (function == NONE) {
      return;
    }
    String name =
        tree.is(function, "attribute") ? name(function, "attribute") : tree.text(function);
    switch (name) {
      case "exec", "execfile" -> {
        if (tree.is(function, "identifier") || tree.text(function).startsWith("builtins.")) {
          add(Way.EXEC, call);
        }
      }
      // Enumerations that put their members into the module.
      case "_convert", "_convert_", "global_enum" -> add(Way.GLOBALS, call);
      case "run_path" -> add(Way.EXEC, call);
      case "globals" -> {
        if (writes(call)) {
          add(Way.GLOBALS, call);
        }
      }
      case "vars", "locals" -> {
        if (tree.is(function, "identifier")
            && argument(call, 0) == NONE
            && scopes.of(call) == scopes.module
            && writes(call)) {
          add(Way.GLOBALS, call);
        }
      }
      case "setattr" -> {
        int target = argument(call, 0);
        if (target != NONE && BUILTINS.contains(tree.text(target))) {
          inject(call, argument(call, 1));
        }
      }
      case "install" -> {
        injected.add("_");
        injected.add("ngettext");
      }
      default -> {}
    }
  }

  private int argument(int call, int index) {
    int arguments = tree.child(call, "arguments");
    int it = arguments == NONE ? NONE : tree.firstChild(arguments);
    for (int i = 0; i < index && it != NONE; i++) {
      it = tree.nextSibling(it);
    }
    return it;
  }

  private void inject(int node, int key) {
    int content =
        key != NONE && tree.is(key, "string") ? tree.childOfKind(key, "string_content") : NONE;
    if (content == NONE) {
      add(Way.BUILTINS, node);
    } else {
      injected.add(tree.text(content));
    }
  }

  private boolean assigned(int node) {
    int parent = tree.parent(node);
    return "left".equals(tree.field(node))
        && (tree.is(parent, "assignment") || tree.is(parent, "augmented_assignment"));
  }

  private void subscript(int node) {
    String value = name(node, "value");
    if (value.equals("sys.modules") || value.equals("modules")) {
      if (writes(node)) {
        add(Way.MODULE_OBJECT, node);
      }
    } else if (assigned(node) && (BUILTINS.contains(value) || value.equals("builtins.__dict__"))) {
      inject(node, tree.child(node, "subscript"));
    }
  }

  private void attribute(int node) {
    if (assigned(node) && BUILTINS.contains(name(node, "object"))) {
      injected.add(name(node, "attribute"));
    }
  }

  /** Whether what is done with a namespace may put a name into it. */
  private boolean writes(int namespace) {
    int parent = tree.parent(namespace);
    return switch (tree.kind(parent)) {
      case "subscript" -> assigned(parent) || tree.is(tree.parent(parent), "delete_statement");
      case "attribute" -> !READING.contains(name(parent, "attribute"));
      case "comparison_operator", "dictionary_splat", "expression_statement", "assert_statement" ->
          false;
      case "binary_operator" -> !tree.text(tree.child(parent, "operator")).equals("%");
      case "for_statement", "for_in_clause" -> !"right".equals(tree.field(namespace));
      case "argument_list" -> {
        int function = tree.child(tree.parent(parent), "function");
        String name =
            function == NONE
                ? ""
                : tree.is(function, "attribute")
                    ? name(function, "attribute")
                    : tree.text(function);
        yield !READERS.contains(name);
      }
      default -> true;
    };
  }
}
