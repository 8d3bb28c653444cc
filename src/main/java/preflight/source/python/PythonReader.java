package preflight.source.python;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import preflight.source.python.scope.ModuleScope;
import preflight.source.syntax.SyntaxTree;

/** Reads what a Python file says. */
public final class PythonReader {

  private static final Pattern MENTION =
      Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)+(:[A-Za-z_]\\w*)?");
  private static final int MENTIONS = 500;

  private PythonReader() {}

  public static PythonFile read(SyntaxTree tree) {
    Set<String> mentions = new LinkedHashSet<>();
    boolean modules = false;
    boolean path = false;
    for (int node = 0; node < tree.size(); node++) {
      switch (tree.kind(node)) {
        case "string_content" -> {
          if (tree.end(node) - tree.start(node) < 120 && mentions.size() < MENTIONS) {
            String text = tree.text(node);
            if (MENTION.matcher(text).matches()) {
              mentions.add(text.replace(':', '.'));
            }
          }
        }
        case "identifier" -> modules |= tree.text(node).equals("__path__");
        case "attribute" -> {
          String text = tree.end(node) - tree.start(node) < 40 ? tree.text(node) : "";
          path |= text.startsWith("sys.path.") || text.equals("site.addsitedir");
          modules |= text.equals("sys.modules") && written(tree, node);
          path |= text.equals("sys.path") && written(tree, node);
        }
        default -> {}
      }
    }
    return new PythonFile(
        ImportReader.read(tree), ModuleScope.of(tree), new ArrayList<>(mentions), modules, path);
  }

  /** Whether it stands on the left of an assignment, itself or by an index. */
  private static boolean written(SyntaxTree tree, int node) {
    int below = node;
    for (int it = tree.parent(node); it != NONE; it = tree.parent(it)) {
      switch (tree.kind(it)) {
        case "subscript" -> below = it;
        case "assignment", "augmented_assignment" -> {
          return "left".equals(tree.field(below));
        }
        default -> {
          return false;
        }
      }
    }
    return false;
  }
}
