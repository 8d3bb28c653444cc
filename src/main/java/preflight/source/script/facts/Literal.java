package preflight.source.script.facts;

import java.util.Optional;
import preflight.source.syntax.SyntaxTree;

/** Texts that stand in a source as they are, in JavaScript and TypeScript. */
public final class Literal {

  private Literal() {}

  /** The value of a string without escapes, or of a template without substitutions. */
  public static Optional<String> string(SyntaxTree tree, int node) {
    if (!tree.is(node, "string") && !tree.is(node, "template_string")) {
      return Optional.empty();
    }
    String text = tree.text(node);
    boolean computed = text.indexOf('\\') >= 0 || hasChild(tree, node, "template_substitution");
    return computed || text.length() < 2
        ? Optional.empty()
        : Optional.of(text.substring(1, text.length() - 1));
  }

  private static boolean hasChild(SyntaxTree tree, int node, String kind) {
    return tree.childOfKind(node, kind) != SyntaxTree.NONE;
  }

  /** The argument of a call at a position; {@link SyntaxTree#NONE} where there is none. */
  public static int argument(SyntaxTree tree, int call, int position) {
    int list = tree.child(call, "arguments");
    if (list == SyntaxTree.NONE) {
      return SyntaxTree.NONE;
    }
    int at = 0;
    for (int it : tree.children(list)) {
      if (!tree.is(it, "comment") && at++ == position) {
        return it;
      }
    }
    return SyntaxTree.NONE;
  }
}
