package preflight.source.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import preflight.source.rule.SingleDefinition.Kind;
import preflight.source.syntax.SyntaxTree;

/**
 * What binds a name in one file.
 *
 * @param what in words: {@code "class"}, {@code "an alias of RedisManager"}
 * @param module that the thing comes from, as written; empty where it is of the file
 * @param thing its name there
 */
record Binding(Kind kind, String what, String module, String thing, int node) {

  private static final Set<String> SHAPES = Set.of("Protocol", "ABC", "ABCMeta");
  private static final Set<String> VARIABLES =
      Set.of("TypeVar", "ParamSpec", "TypeVarTuple", "TypeAliasType");

  static List<Binding> of(SyntaxTree tree, String name) {
    return switch (tree.language()) {
      case PYTHON -> python(tree, name);
      case JAVASCRIPT, TYPESCRIPT, TSX -> script(tree, name);
      case JAVA -> declared(tree, name);
      case GO -> declared(tree, name);
    };
  }

  private static List<Binding> python(SyntaxTree tree, String name) {
    var found = new ArrayList<Binding>();
    List<PythonImport> imports = PythonImport.of(tree);
    Map<String, PythonImport> bound = new HashMap<>();
    imports.forEach(it -> bound.put(it.as(), it));
    for (PythonImport it : imports) {
      if (it.as().equals(name) && !it.name().isEmpty() && !Nodes.isTyping(tree, it.node())) {
        found.add(imported(it.renames(), it.module(), it.name(), it.node()));
      }
    }
    for (int node : Nodes.all(tree, "class_definition", "function_definition", "assignment")) {
      if (Nodes.within(tree, node, "class_definition", "function_definition").isPresent()) {
        continue;
      }
      if (!tree.is(node, "assignment")) {
        if (Nodes.name(tree, node, "name").equals(name)) {
          boolean shape = isShape(tree, node);
          found.add(
              new Binding(
                  shape ? Kind.SHAPE : Kind.DEFINITION,
                  tree.is(node, "class_definition") ? "a class" : "a function",
                  "",
                  name,
                  tree.child(node, "name")));
        }
      } else if (Nodes.name(tree, node, "left").equals(name)) {
        assigned(tree, node, name, bound, found);
      }
    }
    return found;
  }

  private static Binding imported(boolean renamed, String module, String name, int node) {
    return new Binding(
        renamed ? Kind.ALIAS : Kind.REEXPORT,
        (renamed ? "an alias of " : "imported as ") + name + " from " + module,
        module,
        name,
        node);
  }

  private static boolean isShape(SyntaxTree tree, int node) {
    int above = tree.child(node, "superclasses");
    if (above == SyntaxTree.NONE) {
      return false;
    }
    for (int it = above; it < tree.after(above); it++) {
      if (tree.is(it, "identifier") && SHAPES.contains(tree.text(it))) {
        return true;
      }
    }
    return false;
  }

  private static void assigned(
      SyntaxTree tree,
      int node,
      String name,
      Map<String, PythonImport> bound,
      List<Binding> found) {
    int left = tree.child(node, "left");
    int right = tree.child(node, "right");
    switch (right == SyntaxTree.NONE ? "" : tree.kind(right)) {
      // Only annotated, or a stand-in for what could not be imported.
      case "", "none" -> {}
      case "identifier" -> {
        String other = tree.text(right);
        PythonImport from = bound.get(other);
        found.add(
            from == null || from.name().isEmpty()
                ? new Binding(Kind.ALIAS, "an alias of " + other, "", other, left)
                : imported(!from.name().equals(name), from.module(), from.name(), left));
      }
      case "attribute" -> {
        String object = Nodes.name(tree, right, "object");
        PythonImport from = bound.get(object);
        String other = Nodes.name(tree, right, "attribute");
        found.add(
            from != null && from.name().isEmpty()
                ? imported(true, from.module(), other, left)
                : new Binding(Kind.DEFINITION, "a value of " + tree.text(right), "", name, left));
      }
      case "call" -> {
        String called = Nodes.name(tree, right, "function");
        boolean variable = VARIABLES.contains(called.substring(called.lastIndexOf('.') + 1));
        found.add(
            new Binding(
                variable ? Kind.SHAPE : Kind.DEFINITION,
                "the result of " + called + "()",
                "",
                name,
                left));
      }
      default -> found.add(new Binding(Kind.DEFINITION, "a value", "", name, left));
    }
  }

  private static List<Binding> script(SyntaxTree tree, String name) {
    var found = new ArrayList<Binding>();
    for (ScriptImport it : ScriptImport.of(tree)) {
      if (it.as().equals(name) && !it.typing()) {
        found.add(imported(!it.name().equals(name), it.from(), it.name(), it.node()));
      }
    }
    for (int node :
        Nodes.all(
            tree,
            "class_declaration",
            "abstract_class_declaration",
            "function_declaration",
            "enum_declaration",
            "interface_declaration",
            "type_alias_declaration",
            "variable_declarator")) {
      boolean outer =
          Nodes.within(
                  tree,
                  node,
                  "function_declaration",
                  "method_definition",
                  "arrow_function",
                  "function_expression",
                  "class_body")
              .isEmpty();
      if (outer && Nodes.name(tree, node, "name").equals(name)) {
        found.add(scriptDefinition(tree, node, name));
      }
    }
    return found;
  }

  private static Binding scriptDefinition(SyntaxTree tree, int node, String name) {
    int value = tree.child(node, "value");
    if (tree.is(value, "identifier")) {
      String other = tree.text(value);
      return new Binding(Kind.ALIAS, "an alias of " + other, "", other, tree.child(node, "name"));
    }
    String kind = tree.kind(node).replace("_declaration", "").replace("_declarator", "");
    boolean shape = kind.equals("interface") || kind.startsWith("type");
    return new Binding(
        shape ? Kind.SHAPE : Kind.DEFINITION,
        kind.equals("variable") ? "a value" : "a " + kind.replace('_', ' '),
        "",
        name,
        tree.child(node, "name"));
  }

  private static List<Binding> declared(SyntaxTree tree, String name) {
    var found = new ArrayList<Binding>();
    for (int node :
        Nodes.all(
            tree,
            "class_declaration",
            "record_declaration",
            "enum_declaration",
            "interface_declaration",
            "type_spec",
            "type_alias",
            "function_declaration")) {
      boolean outer =
          Nodes.within(tree, node, "class_body", "interface_body", "enum_body", "block").isEmpty();
      if (outer && Nodes.name(tree, node, "name").equals(name)) {
        boolean shape =
            tree.is(node, "interface_declaration")
                || tree.is(tree.child(node, "type"), "interface_type");
        found.add(
            new Binding(
                shape ? Kind.SHAPE : Kind.DEFINITION,
                tree.is(node, "function_declaration") ? "a function" : "a type",
                "",
                name,
                tree.child(node, "name")));
      }
    }
    return found;
  }
}
