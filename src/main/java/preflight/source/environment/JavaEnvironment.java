package preflight.source.environment;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.source.EnvironmentRead;
import preflight.source.syntax.SyntaxTree;

/** Reads of the environment in Java, and in the configuration of Spring. */
public final class JavaEnvironment {

  /** A variable in a value of Spring, with its default. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(:?)");

  private static final Set<String> FUNCTIONS =
      Set.of(
          "method_declaration",
          "constructor_declaration",
          "lambda_expression",
          "compact_constructor_declaration");

  /** What fails on null. */
  private static final Pattern STRICT =
      Pattern.compile(
          "(Objects\\.)?requireNonNull|(Integer|Long|Double)\\.(parse\\w+|valueOf)|URI\\.create");

  /** How a value of Spring is read, which settings may give as well. */
  public static final String PROPERTY = "@Value";

  /** A class of which Spring makes an object when it starts. */
  private static final Pattern BEAN =
      Pattern.compile(
          "@(Component|Service|Repository|Controller|RestController|Configuration"
              + "|SpringBootApplication)\\b");

  /** What makes it later, or perhaps not. */
  private static final Pattern PERHAPS =
      Pattern.compile(
          "@(Conditional\\w*|Profile|Lazy|Scope|RequestScope|SessionScope|RefreshScope)\\b"
              + "|\\babstract\\b");

  private static final Pattern MAIN =
      Pattern.compile("(?s).*\\bstatic\\b.*\\bvoid\\s+main\\s*\\(.*");

  private JavaEnvironment() {}

  private static boolean isMadeAtStart(SyntaxTree tree, int annotation) {
    for (int at = tree.parent(annotation); at != NONE; at = tree.parent(at)) {
      if (tree.is(at, "method_declaration")) {
        return false; // a @Bean, which may be conditional
      }
      if (tree.is(at, "class_declaration")) {
        int modifiers = tree.childOfKind(at, "modifiers");
        String said = modifiers == NONE ? "" : tree.text(modifiers);
        return BEAN.matcher(said).find() && !PERHAPS.matcher(said).find();
      }
    }
    return false;
  }

  /** The reads of a file. */
  public static List<EnvironmentRead> reads(SyntaxTree tree) {
    var reads = new ArrayList<EnvironmentRead>();
    for (int node = 0; node < tree.size(); node++) {
      if (tree.is(node, "method_invocation")) {
        getenv(tree, node).ifPresent(reads::add);
      } else if (tree.is(node, "annotation")
          && tree.text(tree.child(node, "name")).equals("Value")) {
        Matcher matcher = PLACEHOLDER.matcher(tree.text(node));
        while (matcher.find()) {
          boolean alone = tree.text(node).matches("(?s)@Value\\(\\s*\"\\$\\{[A-Z0-9_]+}\"\\s*\\)");
          reads.add(
              new EnvironmentRead(
                  matcher.group(1),
                  alone,
                  alone && isMadeAtStart(tree, node),
                  tree.line(node),
                  tree.column(node),
                  PROPERTY));
        }
      }
    }
    return List.copyOf(reads);
  }

  private static Optional<EnvironmentRead> getenv(SyntaxTree tree, int call) {
    int object = tree.child(call, "object");
    if (object == NONE
        || !tree.text(object).equals("System")
        || !tree.text(tree.child(call, "name")).equals("getenv")) {
      return Optional.empty();
    }
    int argument = tree.childOfKind(tree.child(call, "arguments"), "string_literal");
    if (argument == NONE) {
      return Optional.empty();
    }
    String name = tree.text(argument).replace("\"", "");
    boolean atImport = true;
    for (int at = call; at != NONE; at = tree.parent(at)) {
      boolean field =
          tree.is(at, "field_declaration") && !tree.text(at).matches("(?s)[^=]*\\bstatic\\b.*");
      boolean main =
          tree.is(at, "method_declaration")
              && MAIN.matcher(tree.text(tree.start(at), tree.end(tree.child(at, "name")) + 1))
                  .matches();
      atImport &= main || (!FUNCTIONS.contains(tree.kind(at)) && !field);
    }
    return Optional.of(
        new EnvironmentRead(
            name,
            isRequired(tree, call),
            atImport,
            tree.line(call),
            tree.column(call),
            "System.getenv"));
  }

  /** Whether null fails at once: a method is called on it, or it is given to what refuses it. */
  private static boolean isRequired(SyntaxTree tree, int call) {
    int parent = tree.parent(call);
    boolean called = tree.is(parent, "method_invocation") && "object".equals(tree.field(call));
    boolean given =
        tree.is(parent, "argument_list")
            && tree.firstChild(parent) == call
            && STRICT.matcher(function(tree, tree.parent(parent))).matches();
    return (called || given) && isSure(tree, call);
  }

  private static String function(SyntaxTree tree, int call) {
    if (!tree.is(call, "method_invocation")) {
      return "";
    }
    int object = tree.child(call, "object");
    String name = tree.text(tree.child(call, "name"));
    return object == NONE ? name : tree.text(object) + "." + name;
  }

  private static boolean isSure(SyntaxTree tree, int node) {
    for (int at = tree.parent(node); at != NONE; at = tree.parent(at)) {
      if (FUNCTIONS.contains(tree.kind(at))) {
        return true;
      }
      if (Set.of(
              "if_statement",
              "ternary_expression",
              "try_statement",
              "switch_rule",
              "binary_expression")
          .contains(tree.kind(at))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The variables that {@code application.yml} or {@code application.properties} refers to. None is
   * required: Spring leaves what it cannot resolve as it stands, and another file may say more.
   */
  public static List<EnvironmentRead> configured(String text) {
    var reads = new ArrayList<EnvironmentRead>();
    int line = 0;
    for (String it : text.lines().toList()) {
      line++;
      if (it.strip().startsWith("#")) {
        continue;
      }
      Matcher matcher = PLACEHOLDER.matcher(it);
      while (matcher.find()) {
        reads.add(
            new EnvironmentRead(
                matcher.group(1), false, true, line, matcher.start() + 1, "Spring configuration"));
      }
    }
    return List.copyOf(reads);
  }
}
