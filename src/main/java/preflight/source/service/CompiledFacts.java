package preflight.source.service;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.source.EnvironmentRead;
import preflight.source.environment.GoEnvironment;
import preflight.source.environment.JavaEnvironment;
import preflight.source.route.GoRoutes;
import preflight.source.route.SpringRoutes;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;

/**
 * What a file of Java or Go says.
 *
 * @param unit the package that it names; empty where it names none
 * @param program whether a program starts in it
 * @param reads of the environment; those at import run when the program of its unit starts
 * @param writes variables that it sets itself
 * @param doubt what may answer requests besides its routes, as written; empty without
 */
record CompiledFacts(
    String unit,
    boolean program,
    List<EnvironmentRead> reads,
    List<String> writes,
    List<SpringRoutes.Route> spring,
    List<GoRoutes.Route> go,
    String doubt) {

  private static final Pattern UNIT = Pattern.compile("(?m)^package\\s+([\\w.]+)");

  private static final Pattern JAVA_PROGRAM =
      Pattern.compile("@SpringBootApplication|\\bstatic\\s+void\\s+main\\s*\\(");

  private static final Pattern GO_PROGRAM = Pattern.compile("(?m)^func main\\(\\)");

  private static final Pattern SET = Pattern.compile("os\\.Setenv\\(\\s*\"(\\w+)\"");

  /** What adds routes of Spring elsewhere, or in ways that are not read. */
  private static final Pattern SPRING_DOUBT =
      Pattern.compile(
          "RouterFunctions?\\b|RouteLocator\\w*|@(RepositoryRest\\w*|RestResource|BasePathAwareController"
              + "|WebServlet|Path|ServerEndpoint|MessageMapping|QueryMapping|SchemaMapping)\\b"
              + "|ServletRegistrationBean|addPathPrefix|addViewController\\w*|addResourceHandlers?"
              + "|register(StompEndpoints|WebSocketHandlers|Mapping)|\\w*HandlerMapping\\b"
              + "|@(Rest)?(Controller|\\w*Mapping)\\b[^;{]*@interface\\s[^{]*|\\bZuul\\w*|\\b\\w*ReverseProxy\\b");

  private static final Pattern CONTROLLER =
      Pattern.compile(
          "@(Rest)?Controller\\b[^{;]*?\\bclass\\s+\\w+(?:<[^{]*>)?\\s+((extends|implements)[^{]*)");

  /** What takes requests past the routers that are read. */
  private static final Pattern GO_DOUBT =
      Pattern.compile(
          "\\)\\s*ServeHTTP\\(|ListenAndServe(TLS)?\\([^,()]*,\\s*(http\\.HandlerFunc|&?\\w+(\\.\\w+)*\\{)"
              + "|runtime\\.NewServeMux\\(|\\.(NoRoute|NotFound|NotFoundHandler)\\b"
              + "|httprouter\\.New\\(|(beego|iris|revel|martini|goji|web)\\.(New|Default|Run|Router)\\w*\\(");

  CompiledFacts {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    spring = List.copyOf(spring);
    go = List.copyOf(go);
  }

  static CompiledFacts of(SyntaxTree tree) {
    String text = tree.text(0, tree.end(0));
    Matcher unit = UNIT.matcher(text);
    String in = unit.find() ? unit.group(1) : "";
    return tree.language() == Language.GO
        ? new CompiledFacts(
            in,
            in.equals("main") && GO_PROGRAM.matcher(text).find(),
            GoEnvironment.reads(tree),
            SET.matcher(text).results().map(it -> it.group(1)).toList(),
            List.of(),
            GoRoutes.read(tree),
            first(GO_DOUBT, text, 0))
        : new CompiledFacts(
            in,
            JAVA_PROGRAM.matcher(text).find(),
            JavaEnvironment.reads(tree),
            List.of(),
            SpringRoutes.read(tree),
            List.of(),
            first(SPRING_DOUBT, text, 0) + first(CONTROLLER, text, 2));
  }

  private static String first(Pattern pattern, String text, int group) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(group).strip() : "";
  }
}
