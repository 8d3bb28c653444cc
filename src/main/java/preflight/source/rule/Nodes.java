package preflight.source.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import preflight.source.syntax.SyntaxTree;

/** Questions to syntax trees that several rules ask, whatever the language. */
final class Nodes {

  private Nodes() {}

  /** The innermost node at a byte of the file: nodes stand in the order in which they begin. */
  static int at(SyntaxTree tree, int offset) {
    int low = 0;
    int high = tree.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (tree.start(middle) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    while (low > 0 && tree.end(low) <= offset) {
      low = tree.parent(low);
    }
    return low;
  }

  static boolean isComment(SyntaxTree tree, int node) {
    return tree.kind(node).endsWith("comment");
  }

  /** Whether a node is text inside quotes, or a part of it that is not code. */
  static boolean isString(SyntaxTree tree, int node) {
    String kind = tree.kind(node);
    return kind.contains("string") || kind.equals("escape_sequence") || kind.contains("char_lit");
  }

  /** Whether a string is a statement of its own: documentation. */
  static boolean isDocstring(SyntaxTree tree, int node) {
    int it = node;
    while (it > 0 && isString(tree, it)) {
      it = tree.parent(it);
    }
    return tree.is(it, "expression_statement");
  }

  /** What a literal without interpolation holds, escapes as written. */
  static Optional<String> literal(SyntaxTree tree, int node) {
    if (node == SyntaxTree.NONE) {
      return Optional.empty();
    }
    String kind = tree.kind(node);
    if (!kind.equals("string")
        && !kind.equals("template_string")
        && !kind.endsWith("string_literal")) {
      return Optional.empty();
    }
    for (int it = node + 1; it < tree.after(node); it++) {
      if (tree.is(it, "interpolation") || tree.is(it, "template_substitution")) {
        return Optional.empty();
      }
    }
    String text = tree.text(node);
    int from = 0;
    while (from < text.length() && Character.isLetter(text.charAt(from))) {
      from++;
    }
    String quoted = text.substring(from);
    int quotes = quoted.startsWith("\"\"\"") || quoted.startsWith("'''") ? 3 : 1;
    return quoted.length() < 2 * quotes
        ? Optional.empty()
        : Optional.of(quoted.substring(quotes, quoted.length() - quotes));
  }

  /** Every node of a kind, in the order of the file. */
  static List<Integer> all(SyntaxTree tree, String... kinds) {
    var found = new ArrayList<Integer>();
    for (int node = 0; node < tree.size(); node++) {
      for (String kind : kinds) {
        if (tree.is(node, kind)) {
          found.add(node);
        }
      }
    }
    return found;
  }

  /** Whether a node lies in one of a kind. */
  static Optional<Integer> within(SyntaxTree tree, int node, String... kinds) {
    for (int it = tree.parent(node); it != SyntaxTree.NONE; it = tree.parent(it)) {
      for (String kind : kinds) {
        if (tree.is(it, kind)) {
          return Optional.of(it);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a node is evaluated for typing only: below {@code if TYPE_CHECKING}. */
  static boolean isTyping(SyntaxTree tree, int node) {
    for (Optional<Integer> it = within(tree, node, "if_statement");
        it.isPresent();
        it = within(tree, it.get(), "if_statement")) {
      int condition = tree.child(it.get(), "condition");
      if (condition != SyntaxTree.NONE && tree.text(condition).endsWith("TYPE_CHECKING")) {
        return true;
      }
    }
    return false;
  }

  /** The text without blanks and line breaks. */
  static String compact(SyntaxTree tree, int node) {
    return tree.text(node).replaceAll("\\s+", "");
  }

  /** The name of a node's field; empty where it has none. */
  static String name(SyntaxTree tree, int node, String field) {
    int child = tree.child(node, field);
    return child == SyntaxTree.NONE ? "" : tree.text(child);
  }

  /** The children of a list of arguments that are none of its comments. */
  static List<Integer> arguments(SyntaxTree tree, int call) {
    int list = tree.child(call, "arguments");
    return list == SyntaxTree.NONE
        ? List.of()
        : tree.children(list).stream().filter(it -> !isComment(tree, it)).toList();
  }

  /** Without the parentheses around it. */
  static int bare(SyntaxTree tree, int node) {
    int it = node;
    while (tree.is(it, "parenthesized_expression")
        || tree.is(it, "non_null_expression")
        || tree.is(it, "as_expression")) {
      it = tree.firstChild(it);
    }
    return it;
  }
}
