package preflight.source.python.use;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import preflight.source.syntax.SyntaxTree;

/**
 * Finds the calls of a file that nothing keeps from being made: no condition, no loop, no handler
 * that would catch what they raise, no return before them.
 */
public final class SureCallReader {

  private static final Set<String> UNSURE =
      Set.of(
          "if_statement",
          "elif_clause",
          "else_clause",
          "for_statement",
          "while_statement",
          "match_statement",
          "except_clause",
          "except_group_clause",
          "conditional_expression",
          "boolean_operator",
          "assert_statement",
          "list_comprehension",
          "set_comprehension",
          "dictionary_comprehension",
          "generator_expression",
          "lambda",
          "type");

  private static final Set<String> ENDS = Set.of("return_statement", "raise_statement", "yield");

  private final Code code;
  private final SyntaxTree tree;

  /** The nodes that may end a function, in order, by its node; of the module, by 0. */
  private final Map<Integer, List<Integer>> ends = new HashMap<>();

  private final Set<Integer> generators = new HashSet<>();

  private SureCallReader(SyntaxTree tree) {
    this.tree = tree;
    this.code = new Code(tree);
    for (int i = 0; i < tree.size(); i++) {
      if (ENDS.contains(tree.kind(i))) {
        int function = code.definition(i).node;
        ends.computeIfAbsent(function, _ -> new ArrayList<>()).add(i);
        if (tree.is(i, "yield")) {
          generators.add(function);
        }
      }
    }
  }

  /** The calls of one file; none where it does not parse. */
  public static List<SureCall> read(SyntaxTree tree) {
    return tree.flaws().isEmpty() ? new SureCallReader(tree).read() : List.of();
  }

  private List<SureCall> read() {
    var calls = new ArrayList<SureCall>();
    var seen = new HashSet<String>();
    for (int i = 0; i < tree.size(); i++) {
      if (!tree.is(i, "call")) {
        continue;
      }
      boolean imported = code.imported(i);
      @Nullable String function = imported ? "" : function(code.definition(i));
      if (function == null || !isSure(i)) {
        continue;
      }
      Name called = called(tree.child(i, "function"), function);
      boolean first = imported || seen.add(function + " " + called);
      if (!called.isNone() && first) {
        calls.add(new SureCall(called, function, tree.line(i), tree.column(i)));
      }
    }
    return calls;
  }

  private Name called(int function, String around) {
    String dotted = code.dotted(function);
    int dot = dotted.indexOf('.');
    String root = dot < 0 ? dotted : dotted.substring(0, dot);
    int method = around.indexOf('.');
    if (root.equals("self") && method > 0) {
      return new Name("", around.substring(0, method) + dotted.substring(dot));
    }
    return dotted.isEmpty() || code.binder(root, code.scope(function)).isEmpty()
        ? Name.NONE
        : code.name(function);
  }

  /**
   * How a function of the module, or a method of one of its classes, is called; null for one whose
   * body a call does not run, or perhaps not.
   */
  private @Nullable String function(Scope scope) {
    if (scope.kind != Scope.Kind.FUNCTION
        || scope.outer == null
        || generators.contains(scope.node)
        || tree.text(scope.node).startsWith("async")
        || tree.is(tree.parent(scope.node), "decorated_definition")) {
      return null;
    }
    boolean ofModule = scope.outer == code.module();
    boolean method = scope.outer.kind == Scope.Kind.CLASS && scope.outer.outer == code.module();
    int name = tree.child(scope.node, "name");
    return ofModule
        ? tree.text(name)
        : method ? tree.text(tree.child(scope.outer.node, "name")) + "." + tree.text(name) : null;
  }

  private boolean isSure(int call) {
    int body = code.imported(call) ? 0 : code.definition(call).node;
    for (int end : ends.getOrDefault(body, List.of())) {
      if (end < call && tree.after(end) <= call) {
        return false;
      }
    }
    int child = call;
    for (int it = tree.parent(call); it != SyntaxTree.NONE && it != body; it = tree.parent(it)) {
      boolean unsure =
          UNSURE.contains(tree.kind(it))
              || (tree.is(it, "try_statement")
                  && "body".equals(tree.field(child))
                  && tree.children(it).stream().anyMatch(this::catches))
              || (tree.is(it, "with_statement") && mayEndEarly(it));
      if (unsure) {
        return false;
      }
      child = it;
    }
    return true;
  }

  private boolean catches(int clause) {
    return tree.is(clause, "except_clause") || tree.is(clause, "except_group_clause");
  }

  private boolean mayEndEarly(int with) {
    String managers = tree.text(tree.childOfKind(with, "with_clause"));
    return managers.contains("suppress(") || managers.contains("raises(");
  }
}
