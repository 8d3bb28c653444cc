package preflight.source.python;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
        ImportReader.read(tree), Exported.of(tree), new ArrayList<>(mentions), modules, path);
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

  /** The names that a module binds for others. */
  private static final class Exported {
    private final SyntaxTree tree;
    private final TreeSet<String> names = new TreeSet<>();
    private Optional<List<String>> all = Optional.empty();
    private boolean open;

    private Exported(SyntaxTree tree) {
      this.tree = tree;
    }

    static Exports of(SyntaxTree tree) {
      var exported = new Exported(tree);
      exported.open = !tree.flaws().isEmpty();
      exported.below(0);
      return new Exports(exported.names, exported.all, exported.open);
    }

    private void below(int node) {
      for (int it = tree.firstChild(node); it != NONE; it = tree.nextSibling(it)) {
        statement(it);
      }
    }

    private void statement(int node) {
      switch (tree.kind(node)) {
        case "function_definition" -> {
          String name = tree.text(tree.child(node, "name"));
          names.add(name);
          open |= name.equals("__getattr__");
          globals(node);
        }
        case "class_definition" -> {
          names.add(tree.text(tree.child(node, "name")));
          globals(node);
        }
        case "import_statement", "import_from_statement", "future_import_statement" -> {
          for (int it = tree.firstChild(node); it != NONE; it = tree.nextSibling(it)) {
            if ("name".equals(tree.field(it))) {
              int alias = tree.child(it, "alias");
              String name = tree.text(alias == NONE ? it : alias);
              names.add(name.contains(".") ? name.substring(0, name.indexOf('.')) : name);
            }
          }
        }
        case "assignment", "augmented_assignment", "for_statement", "for_in_clause" -> {
          targets(tree.child(node, "left"));
          all(node);
          below(node);
        }
        case "named_expression" -> {
          targets(tree.child(node, "name"));
          below(node);
        }
        case "as_pattern" -> {
          int alias = tree.child(node, "alias");
          targets(alias);
          below(node);
        }
        case "except_clause" -> {
          targets(tree.child(node, "alias"));
          below(node);
        }
        case "type_alias_statement" -> targets(tree.child(node, "left"));
        case "case_pattern", "splat_pattern" -> captures(node);
        case "lambda" -> {}
        case "call" -> {
          String function = tree.text(tree.child(node, "function"));
          open |=
              Set.of("exec", "globals", "vars", "locals", "setattr").contains(function)
                  || function.endsWith("globals().update");
          below(node);
        }
        default -> below(node);
      }
    }

    private void targets(int node) {
      if (node == NONE) {
        return;
      }
      if (tree.is(node, "identifier")) {
        names.add(tree.text(node));
      } else if (!tree.is(node, "attribute") && !tree.is(node, "subscript")) {
        for (int it = tree.firstChild(node); it != NONE; it = tree.nextSibling(it)) {
          targets(it);
        }
      }
    }

    private void captures(int node) {
      for (int it = node; it < tree.after(node); it++) {
        if (tree.is(it, "identifier")) {
          names.add(tree.text(it));
        }
      }
    }

    private void globals(int node) {
      for (int it = node; it < tree.after(node); it++) {
        if (tree.is(it, "global_statement")) {
          targets(it);
        }
      }
    }

    private void all(int node) {
      int left = tree.child(node, "left");
      if (!tree.is(left, "identifier") || !tree.text(left).equals("__all__")) {
        return;
      }
      var listed = new ArrayList<>(all.orElse(List.of()));
      int right = tree.child(node, "right");
      if (right == NONE || !(tree.is(right, "list") || tree.is(right, "tuple"))) {
        open = true;
        return;
      }
      for (int it = tree.firstChild(right); it != NONE; it = tree.nextSibling(it)) {
        int content = tree.childOfKind(it, "string_content");
        if (content != NONE) {
          listed.add(tree.text(content));
        } else if (!tree.is(it, "comment")) {
          open = true;
        }
      }
      all = Optional.of(listed);
    }
  }
}
