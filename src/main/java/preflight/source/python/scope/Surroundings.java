package preflight.source.python.scope;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import preflight.source.python.scope.ScopeFacts.Guard;
import preflight.source.syntax.SyntaxTree;

/** What stands around a name: loops, handlers, conditions, comments. */
final class Surroundings {

  private static final Set<String> LOOPS = Set.of("for_statement", "while_statement");
  private static final Set<String> COMPREHENSIONS =
      Set.of(
          "list_comprehension",
          "set_comprehension",
          "dictionary_comprehension",
          "generator_expression");
  private static final Set<String> BRANCHES =
      Set.of(
          "if_statement",
          "for_statement",
          "while_statement",
          "try_statement",
          "match_statement",
          "function_definition",
          "lambda",
          "conditional_expression",
          "boolean_operator");
  private static final Set<String> LEAVING =
      Set.of("return_statement", "raise_statement", "continue_statement", "break_statement");

  private static final Pattern VERSION =
      Pattern.compile(
          "version_info|hexversion|python_version|sys\\.version|\\bPY_?[23]|_PY[23]\\b|\\bpy[23]k?\\b|IS_PY|PYTHON_?[23]|is_py");
  private static final Pattern NAME_ERRORS = Pattern.compile("\\b(NameError|UnboundLocalError)\\b");
  private static final Pattern EXCEPTIONS = Pattern.compile("\\b(Exception|BaseException)\\b");
  private static final Pattern SUPPRESSION =
      Pattern.compile(
          "(?i)#\\s*noqa(?!\\s*:\\s*[A-Z])|#\\s*noqa\\s*:[^#]*\\b(F|F8|F82|F82[13])\\b"
              + "|pylint:\\s*disable=[^#]*(undefined-variable|used-before-assignment|E0602|E0601)"
              + "|type:\\s*ignore\\[[^]]*(name-defined|used-before-def)"
              + "|pyright:\\s*ignore\\[[^]]*(UndefinedVariable|Unbound)");
  private static final Pattern FILE_SUPPRESSION =
      Pattern.compile(
          "(?i)^#\\s*flake8[:=]\\s*noqa\\s*$|^#\\s*ruff:\\s*noqa(\\s*$|:[^#]*\\b(F|F8|F82|F821)\\b)"
              + "|^#\\s*flake8[:=]\\s*noqa:[^#]*\\b(F|F8|F82|F821)\\b");

  private final SyntaxTree tree;

  /** Branches for type checkers, as first and last node and one. */
  private final List<int[]> typing = new ArrayList<>();

  private final BitSet suppressed = new BitSet();
  private boolean allSuppressed;
  private boolean anyVersion;

  Surroundings(SyntaxTree tree) {
    this.tree = tree;
    for (int node = 0; node < tree.size(); node++) {
      switch (tree.kind(node)) {
        case "comment" -> comment(node);
        case "if_statement", "elif_clause" -> branch(node);
        case "identifier" -> {
          String name = tree.text(node);
          anyVersion |= VERSION.matcher(name).find() || name.equals("six");
        }
        default -> {}
      }
    }
  }

  private void comment(int node) {
    String text = tree.text(node);
    if (text.indexOf(':') < 0 && text.toLowerCase(Locale.ROOT).indexOf("noqa") < 0) {
      return;
    }
    if (SUPPRESSION.matcher(text).find()) {
      suppressed.set(tree.line(node));
    }
    allSuppressed |= FILE_SUPPRESSION.matcher(text).find();
  }

  private void branch(int node) {
    int condition = tree.child(node, "condition");
    int consequence = tree.child(node, "consequence");
    if (condition == NONE || consequence == NONE) {
      return;
    }
    if (isTypeChecking(condition)) {
      typing.add(new int[] {consequence, tree.after(consequence)});
    } else if (tree.is(condition, "not_operator")
        && isTypeChecking(tree.child(condition, "argument"))) {
      int other = tree.child(node, "alternative");
      if (tree.is(other, "else_clause")) {
        typing.add(new int[] {other, tree.after(other)});
      }
    }
  }

  private boolean isTypeChecking(int condition) {
    if (condition == NONE) {
      return false;
    }
    int name =
        switch (tree.kind(condition)) {
          case "attribute" -> tree.child(condition, "attribute");
          case "identifier" -> condition;
          default -> NONE;
        };
    return name != NONE && tree.text(name).equals("TYPE_CHECKING");
  }

  boolean forTypeCheckers(int node) {
    for (int[] range : typing) {
      if (range[0] <= node && node < range[1]) {
        return true;
      }
    }
    return false;
  }

  /** Whether the module can run without a place of it. */
  boolean conditional(int node) {
    for (int it = tree.parent(node); it > 0; it = tree.parent(it)) {
      if (BRANCHES.contains(tree.kind(it)) && tree.child(it, "name") != node) {
        return true;
      }
    }
    return false;
  }

  /** The byte from which on a name has its value. */
  int effect(int name) {
    boolean walrus = tree.is(tree.parent(name), "named_expression");
    int from = tree.end(walrus ? tree.parent(name) : name);
    for (int it = tree.parent(name); it > 0; it = tree.parent(it)) {
      String kind = tree.kind(it);
      switch (kind) {
        case "assignment", "augmented_assignment", "as_pattern" ->
            from = walrus ? from : Math.max(from, tree.end(it));
        case "conditional_expression" -> from = Math.min(from, tree.start(it));
        case "for_statement" -> {
          if (!inBody(it, name)) {
            int body = tree.child(it, "body");
            from = body == NONE ? tree.end(it) : tree.start(body);
          }
        }
        default -> {
          if (COMPREHENSIONS.contains(kind)) {
            from = tree.start(it);
          }
        }
      }
      if ((kind.endsWith("_statement") && !kind.equals("for_statement")) || kind.equals("block")) {
        return from;
      }
    }
    return from;
  }

  private boolean inBody(int loop, int node) {
    int body = tree.child(loop, "body");
    return body != NONE && node >= body;
  }

  /** Whether a name stands in a target, whose parts are bound one after the other. */
  boolean inTarget(int name) {
    int child = name;
    for (int it = tree.parent(name); it > 0; it = tree.parent(it)) {
      String kind = tree.kind(it);
      if (kind.equals("block") || kind.endsWith("_definition")) {
        return false;
      }
      boolean left = "left".equals(tree.field(child));
      if (left && (kind.equals("assignment") || kind.equals("for_statement"))) {
        return true;
      }
      if (tree.is(child, "as_pattern_target")) {
        return true;
      }
      child = it;
    }
    return false;
  }

  /** Whether a loop below {@code outer} comes back to {@code read} after {@code bind}. */
  boolean repeats(int bind, int read, int outer) {
    int child = read;
    for (int it = tree.parent(read); it > outer; it = tree.parent(it)) {
      if (LOOPS.contains(tree.kind(it))
          && it <= bind
          && bind < tree.after(it)
          && !"right".equals(tree.field(child))) {
        return true;
      }
      child = it;
    }
    return false;
  }

  boolean inSameHandler(int name, int read) {
    int it = name;
    while (it > 0 && !tree.is(it, "except_clause")) {
      it = tree.parent(it);
    }
    return read > it && read < tree.after(it);
  }

  /** The statement that a node is in, as a child of a block. */
  int statement(int node) {
    int it = node;
    while (tree.parent(it) > 0 && !tree.is(tree.parent(it), "block")) {
      it = tree.parent(it);
    }
    return it;
  }

  boolean suppressed(int node) {
    return allSuppressed || suppressed.get(tree.line(node));
  }

  /** What around a name keeps its look-up from doing harm. */
  Guard guard(int node, String name) {
    Guard found = Guard.NONE;
    if (forTypeCheckers(node)) {
      return Guard.TYPE_CHECKING;
    }
    if (anyVersion && Builtins.ofPython2(name)) {
      return Guard.VERSION;
    }
    boolean here = true;
    int child = node;
    for (int it = tree.parent(node); it != NONE; child = it, it = tree.parent(it)) {
      found =
          switch (tree.kind(it)) {
            case "try_statement" ->
                here && "body".equals(tree.field(child)) ? handlers(it) : Guard.NONE;
            case "with_statement" ->
                here && NAME_ERRORS.matcher(tree.text(tree.start(it), tree.start(child))).find()
                    ? Guard.NAME_ERROR
                    : Guard.NONE;
            case "if_statement", "elif_clause", "while_statement" ->
                condition(tree.child(it, "condition"), name, child);
            case "conditional_expression" -> condition(it, name, NONE);
            case "boolean_operator" -> presence(it, name) ? Guard.PRESENCE : Guard.NONE;
            case "block", "module" -> earlier(it, child, name);
            default -> Guard.NONE;
          };
      if (found != Guard.NONE) {
        return found;
      }
      here &= !tree.is(it, "function_definition") && !tree.is(it, "lambda");
    }
    return found;
  }

  private Guard handlers(int attempt) {
    Guard found = Guard.NONE;
    for (int it = tree.firstChild(attempt); it != NONE; it = tree.nextSibling(it)) {
      if (tree.is(it, "except_clause")) {
        int value = tree.child(it, "value");
        String caught = value == NONE ? "BaseException" : tree.text(value);
        if (NAME_ERRORS.matcher(caught).find()) {
          return Guard.NAME_ERROR;
        }
        if (EXCEPTIONS.matcher(caught).find()) {
          found = Guard.EXCEPTION;
        }
      }
    }
    return found;
  }

  private Guard condition(int condition, String name, int child) {
    if (condition == NONE) {
      return Guard.NONE;
    }
    if (presence(condition, name)) {
      return Guard.PRESENCE;
    }
    String text = tree.text(condition);
    if (VERSION.matcher(text).find()) {
      return Guard.VERSION;
    }
    boolean never = text.equals("False") || text.equals("0");
    return never && child != NONE && "consequence".equals(tree.field(child))
        ? Guard.DEAD
        : Guard.NONE;
  }

  private boolean presence(int node, String name) {
    String text = tree.text(node);
    return text.contains("'" + name + "'") || text.contains("\"" + name + "\"");
  }

  /**
   * What the statements before a place make of it: they may have left, or looked whether it is
   * there.
   */
  private Guard earlier(int block, int place, String name) {
    for (int it = tree.firstChild(block); it != NONE && it < place; it = tree.nextSibling(it)) {
      if (LEAVING.contains(tree.kind(it))) {
        return Guard.DEAD;
      }
      if (tree.is(it, "if_statement")) {
        int condition = tree.child(it, "condition");
        if (condition != NONE && presence(condition, name)) {
          return Guard.PRESENCE;
        }
      }
    }
    return Guard.NONE;
  }
}
