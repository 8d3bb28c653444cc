package preflight.source.python.scope;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.List;
import preflight.source.python.scope.ScopeFacts.Exports;
import preflight.source.syntax.SyntaxTree;

/** What {@code __all__} of a module says, as far as it is written out. */
final class ExportList {

  private final SyntaxTree tree;
  private final List<String> names = new ArrayList<>();
  private boolean declared;
  private boolean open;

  private ExportList(SyntaxTree tree) {
    this.tree = tree;
  }

  static Exports of(SyntaxTree tree, Scopes scopes) {
    var list = new ExportList(tree);
    for (int node = 0; node < tree.size(); node++) {
      if (tree.is(node, "identifier")
          && scopes.of(node) == scopes.module
          && tree.text(node).equals("__all__")) {
        list.mention(node);
      }
    }
    return new Exports(list.declared, List.copyOf(list.names), list.open);
  }

  private void mention(int node) {
    int parent = tree.parent(node);
    boolean left = "left".equals(tree.field(node));
    switch (tree.kind(parent)) {
      case "assignment" -> {
        if (left) {
          declared = true;
          names.clear();
          add(tree.child(parent, "right"));
        }
      }
      case "augmented_assignment" -> {
        if (left) {
          add(tree.child(parent, "right"));
        }
      }
      case "attribute" -> {
        int call = tree.parent(parent);
        int attribute = tree.child(parent, "attribute");
        int arguments = tree.is(call, "call") ? tree.child(call, "arguments") : NONE;
        if (arguments == NONE || attribute == NONE) {
          open = true;
          return;
        }
        switch (tree.text(attribute)) {
          case "extend", "append" -> add(tree.firstChild(arguments));
          case "sort", "index", "count", "copy" -> {}
          default -> open = true;
        }
      }
      default -> {
        // Read somewhere: sorted(__all__), a loop over it.
      }
    }
  }

  private void add(int value) {
    if (value == NONE) {
      return;
    }
    switch (tree.kind(value)) {
      case "string" -> {
        int content = tree.childOfKind(value, "string_content");
        if (content == NONE || tree.childOfKind(value, "interpolation") != NONE) {
          open = true;
        } else {
          names.add(tree.text(content));
        }
      }
      case "list", "tuple", "expression_list", "parenthesized_expression" -> {
        for (int it : tree.children(value)) {
          add(it);
        }
      }
      case "binary_operator" -> {
        if ("+".equals(tree.text(tree.child(value, "operator")))) {
          add(tree.child(value, "left"));
          add(tree.child(value, "right"));
        } else {
          open = true;
        }
      }
      case "comment", "*" -> {}
      default -> open = true;
    }
  }
}
