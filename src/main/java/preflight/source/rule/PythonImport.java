package preflight.source.rule;

import java.util.ArrayList;
import java.util.List;
import preflight.source.syntax.SyntaxTree;

/**
 * The import statements of a Python file, one for each name that they bind.
 *
 * @param module as written, with the dots of a relative import
 * @param name what is imported from it; empty for the module itself, {@code *} for all
 * @param as the name that is bound
 */
record PythonImport(String module, String name, String as, int node) {

  /** Whether one thing is imported under another name. */
  boolean renames() {
    return !name.isEmpty() && !name.equals(as);
  }

  static List<PythonImport> of(SyntaxTree tree) {
    var imports = new ArrayList<PythonImport>();
    for (int node : Nodes.all(tree, "import_statement", "import_from_statement")) {
      boolean from = tree.is(node, "import_from_statement");
      String module = from ? Nodes.name(tree, node, "module_name") : "";
      for (int it : tree.children(node)) {
        if (tree.is(it, "wildcard_import")) {
          imports.add(new PythonImport(module, "*", "*", it));
        } else if ("name".equals(tree.field(it))) {
          boolean aliased = tree.is(it, "aliased_import");
          String name = aliased ? Nodes.name(tree, it, "name") : tree.text(it);
          String bound = aliased ? Nodes.name(tree, it, "alias") : name;
          if (from) {
            imports.add(new PythonImport(module, name, bound, it));
          } else {
            String first =
                aliased || name.indexOf('.') < 0 ? bound : name.substring(0, name.indexOf('.'));
            imports.add(new PythonImport(name, "", first, it));
          }
        }
      }
    }
    return imports;
  }
}
