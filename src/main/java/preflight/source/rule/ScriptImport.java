package preflight.source.rule;

import java.util.ArrayList;
import java.util.List;
import preflight.source.syntax.SyntaxTree;

/**
 * The names that a script imports or hands on from another one.
 *
 * @param from as written
 * @param name what is imported; {@code *} for all of it
 * @param as the name that is bound
 * @param typing whether it serves types only
 */
record ScriptImport(String from, String name, String as, boolean typing, int node) {

  static List<ScriptImport> of(SyntaxTree tree) {
    var imports = new ArrayList<ScriptImport>();
    for (int node : Nodes.all(tree, "import_statement", "export_statement")) {
      String from = Nodes.literal(tree, tree.child(node, "source")).orElse("");
      if (from.isEmpty()) {
        continue;
      }
      boolean typing = tree.childOfKind(node, "type") != SyntaxTree.NONE;
      boolean all = true;
      for (int it = node + 1; it < tree.after(node); it++) {
        if (tree.is(it, "import_specifier") || tree.is(it, "export_specifier")) {
          String name = Nodes.name(tree, it, "name");
          String as = Nodes.name(tree, it, "alias");
          imports.add(new ScriptImport(from, name, as.isEmpty() ? name : as, typing, it));
          all = false;
        }
      }
      if (all && tree.is(node, "export_statement")) {
        imports.add(new ScriptImport(from, "*", "*", typing, node));
      }
    }
    return imports;
  }
}
