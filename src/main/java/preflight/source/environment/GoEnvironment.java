package preflight.source.environment;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.source.EnvironmentRead;
import preflight.source.syntax.SyntaxTree;

/** Reads of the environment in Go. */
public final class GoEnvironment {

  private static final Set<String> CALLS = Set.of("os.Getenv", "os.LookupEnv", "syscall.Getenv");

  private static final Set<String> FUNCTIONS =
      Set.of("function_declaration", "method_declaration", "func_literal");

  /** {@code env:"NAME,required"} of caarlos0/env and sethvargo/go-envconfig. */
  private static final Pattern TAG =
      Pattern.compile("\\b(env|envconfig):\"([A-Z][A-Z0-9_]*)((?:,[^\"]*)?)\"");

  private static final Pattern ENDS =
      Pattern.compile("\\b(panic|log\\.(Fatal|Panic)(f|ln)?|os\\.Exit)\\(");

  /** What runs when a program starts. */
  private static final Set<String> STARTS = Set.of("main", "init");

  private GoEnvironment() {}

  /** The reads of a file. */
  public static List<EnvironmentRead> reads(SyntaxTree tree) {
    var reads = new ArrayList<EnvironmentRead>();
    Set<String> strict = strict(tree);
    boolean prefixed = tree.text(0).matches("(?s).*(envPrefix:|Prefix:|prefix=).*");
    for (int node = 0; node < tree.size(); node++) {
      if (tree.is(node, "call_expression")) {
        getenv(tree, node, strict).ifPresent(reads::add);
      } else if (tree.is(node, "field_declaration")) {
        tag(tree, node, prefixed).ifPresent(reads::add);
      }
    }
    return List.copyOf(reads);
  }

  private static Optional<EnvironmentRead> tag(SyntaxTree tree, int field, boolean prefixed) {
    int tag = tree.child(field, "tag");
    if (tag == NONE) {
      return Optional.empty();
    }
    Matcher matcher = TAG.matcher(tree.text(tag));
    if (!matcher.find()) {
      return Optional.empty();
    }
    boolean required =
        !prefixed
            && matcher.group(1).equals("env")
            && matcher.group(3).matches(".*\\b(required|notEmpty)\\b.*")
            && !tree.text(tag).contains("efault");
    return Optional.of(
        new EnvironmentRead(
            matcher.group(2),
            required,
            false,
            tree.line(field),
            tree.column(field),
            matcher.group(1) + " tag"));
  }

  /** Functions of the file that end the program where the variable that they are given is empty. */
  private static Set<String> strict(SyntaxTree tree) {
    var strict = new HashSet<String>();
    for (int node = 0; node < tree.size(); node++) {
      if (!tree.is(node, "call_expression")
          || !CALLS.contains(tree.text(tree.child(node, "function")))
          || !isRequired(tree, node)) {
        continue;
      }
      int argument = tree.firstChild(tree.child(node, "arguments"));
      int function = tree.parent(node);
      while (function != NONE && !FUNCTIONS.contains(tree.kind(function))) {
        function = tree.parent(function);
      }
      if (tree.is(argument, "identifier")
          && tree.is(function, "function_declaration")
          && tree.text(tree.child(function, "parameters"))
              .matches("\\(\\s*" + Pattern.quote(tree.text(argument)) + "\\s+string\\s*\\)")) {
        strict.add(tree.text(tree.child(function, "name")));
      }
    }
    return strict;
  }

  private static Optional<EnvironmentRead> getenv(SyntaxTree tree, int call, Set<String> strict) {
    String function = tree.text(tree.child(call, "function"));
    int arguments = tree.child(call, "arguments");
    boolean needed = strict.contains(function);
    if ((!CALLS.contains(function) && !needed) || arguments == NONE) {
      return Optional.empty();
    }
    int name = tree.firstChild(arguments);
    if (!tree.is(name, "interpreted_string_literal") && !tree.is(name, "raw_string_literal")) {
      return Optional.empty();
    }
    boolean atImport = true;
    for (int at = call; at != NONE; at = tree.parent(at)) {
      boolean start =
          tree.is(at, "function_declaration") && STARTS.contains(tree.text(tree.child(at, "name")));
      atImport &= start || !FUNCTIONS.contains(tree.kind(at));
    }
    return Optional.of(
        new EnvironmentRead(
            tree.text(name).substring(1, tree.text(name).length() - 1),
            needed ? isOutermost(tree, call) : isRequired(tree, call),
            atImport,
            tree.line(call),
            tree.column(call),
            function));
  }

  /** Whether the next statement ends the program where the value is empty. */
  private static boolean isRequired(SyntaxTree tree, int call) {
    int declaration = tree.parent(tree.parent(call));
    if (!tree.is(declaration, "short_var_declaration")) {
      return false;
    }
    int next = tree.nextSibling(declaration);
    while (tree.is(next, "\n") || tree.is(next, "comment")) {
      next = tree.nextSibling(next);
    }
    if (!tree.is(next, "if_statement") || !isOutermost(tree, declaration)) {
      return false;
    }
    String left = tree.text(tree.child(declaration, "left"));
    String condition = tree.text(tree.child(next, "condition"));
    String found = condition.startsWith("!") ? condition.substring(1) : "";
    boolean absent = !found.isEmpty() && left.matches("\\w+, *" + Pattern.quote(found));
    boolean empty = condition.equals(left + " == \"\"") || absent;
    return empty && ENDS.matcher(tree.text(tree.child(next, "consequence"))).find();
  }

  private static boolean isOutermost(SyntaxTree tree, int node) {
    for (int at = tree.parent(node); at != NONE; at = tree.parent(at)) {
      if (FUNCTIONS.contains(tree.kind(at))) {
        return true;
      }
      if (Set.of("if_statement", "for_statement", "expression_case").contains(tree.kind(at))) {
        return false;
      }
    }
    return true;
  }
}
