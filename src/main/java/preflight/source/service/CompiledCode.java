package preflight.source.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.source.EnvironmentRead;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RouteTable;
import preflight.source.RuleResult;
import preflight.source.environment.JavaEnvironment;
import preflight.source.image.Fate;
import preflight.source.image.ImageContents;
import preflight.source.image.ShellCommand;
import preflight.source.python.use.EnvironmentContract;
import preflight.source.route.GoRoutes;
import preflight.source.route.SpringRoutes;
import preflight.source.syntax.Language;
import preflight.source.tree.Role;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;
import preflight.source.tree.TreePath;

/**
 * The Java or Go that a stage compiles into the image of one service. Its compiler finds what does
 * not resolve; what is left is what it reads and what it answers.
 */
final class CompiledCode implements LanguageCode {

  static final Set<String> RULES = Set.of("code-env-contract", "code-routes");

  private static final Pattern SETTINGS =
      Pattern.compile("(.*/)?(application|bootstrap)[\\w.-]*\\.(ya?ml|properties)");

  private static final Pattern BUILD =
      Pattern.compile("(.*/)?(pom\\.xml|build\\.gradle(\\.kts)?|libs\\.versions\\.toml)");

  /** Sources of the same virtual machine whose routes are not read. */
  private static final Pattern OTHERS = Pattern.compile(".*\\.(kt|groovy|scala|clj)");

  private static final Pattern STATIC =
      Pattern.compile("(?:.*/)?src/main/resources/(?:static|public|META-INF/resources)/(.+)");

  /** Libraries that answer at paths of their own. */
  private static final Pattern ANSWERING =
      Pattern.compile(
          "spring-boot-starter-(data-rest|jersey|graphql)|spring-cloud[\\w-]*(gateway|zuul|function)[\\w-]*"
              + "|cxf-[\\w-]+|vaadin[\\w-]*|spring-boot-admin-starter-server|[\\w-]*authorization-server");

  /** What says values that are neither in the environment nor in the tree. */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "config\\.import|(?m)^\\s*import:|cloud\\.config|spring-cloud[\\w-]*-config|starter-vault"
              + "|spring-cloud-gcp[\\w-]*secretmanager");

  private static final Pattern MOVED =
      Pattern.compile("context-path|contextPath|servlet\\.path|base-path|basePath");

  private static final Pattern DEFINED = Pattern.compile("(?m)^\\s*([A-Z][A-Z0-9_]*)\\s*[:=]");

  private final SourceTree tree;
  private final ImageContents image;
  private final CodeReader reader;
  private final Language language;
  private final SortedMap<String, CompiledFacts> files = new TreeMap<>();
  private final List<String> all;

  CompiledCode(
      SourceTree tree, ImageContents image, CodeReader reader, Roles roles, Language language)
      throws InterruptedException {
    this.tree = tree;
    this.image = image;
    this.reader = reader;
    this.language = language;
    Set<String> held = image.sources().keySet();
    this.all =
        tree.files().keySet().stream()
            .filter(it -> held.contains(it) || image.left().get(it) instanceof Fate.OtherStage)
            .filter(it -> roles.of(it) == Role.PRODUCTION || roles.of(it) == Role.GENERATED)
            .toList();
    List<String> own =
        all.stream().filter(it -> Language.of(it).filter(language::equals).isPresent()).toList();
    reader.read(own);
    own.forEach(it -> reader.compiled(it).ifPresent(facts -> files.put(it, facts)));
  }

  /** What an image is compiled from, if it is one of the languages that are read here. */
  static Optional<Language> compiled(ImageContents image, List<String> languages) {
    List<String> commands =
        image.steps().stream()
            .flatMap(it -> ShellCommand.of(it.text()).stream())
            .map(ShellCommand::name)
            .toList();
    boolean java =
        languages.contains("java")
            || commands.stream().anyMatch(it -> it.matches("(.*/)?(mvn|mvnw|gradle|gradlew)"));
    boolean go = languages.contains("go") || commands.contains("go");
    return java == go ? Optional.empty() : Optional.of(java ? Language.JAVA : Language.GO);
  }

  /** As the names of base images have it. */
  String language() {
    return language == Language.GO ? "go" : "java";
  }

  @Override
  public boolean starts() {
    return !start().isEmpty();
  }

  @Override
  public List<String> production() {
    return List.copyOf(files.keySet());
  }

  @Override
  public String summary() {
    return "%d files of %s, starts in %s"
        .formatted(
            files.size(),
            language == Language.GO ? "Go" : "Java",
            start().isEmpty() ? "nothing known" : String.join(", ", start()));
  }

  /** The compiler has looked. */
  @Override
  public RuleResult imports() {
    return RuleResult.NOTHING;
  }

  @Override
  public RuleResult lateImports() {
    return RuleResult.NOTHING;
  }

  @Override
  public RuleResult syntax() {
    return RuleResult.NOTHING;
  }

  /**
   * The files that run when the program starts: of Go those of its main package, of Java those at
   * and below the package of its application. None where the image may start one of several.
   */
  private Set<String> start() {
    List<String> programs =
        files.entrySet().stream()
            .filter(it -> it.getValue().program())
            .map(Map.Entry::getKey)
            .toList();
    Set<String> folders = programs.stream().map(TreePath::folder).collect(toSorted());
    if (language == Language.GO) {
      Set<String> built = folders.size() == 1 ? folders : built(folders);
      return built.size() == 1
          ? units(it -> it.equals("main"), it -> built.contains(TreePath.folder(it)))
          : Set.of();
    }
    if (programs.size() != 1) {
      return Set.of();
    }
    String base =
        files.values().stream()
            .filter(CompiledFacts::program)
            .map(CompiledFacts::unit)
            .collect(Collectors.joining());
    return units(it -> (it + ".").startsWith(base + "."), _ -> true);
  }

  /** The files of some packages. */
  private Set<String> units(Predicate<String> unit, Predicate<String> path) {
    return files.entrySet().stream()
        .filter(it -> unit.test(it.getValue().unit()) && path.test(it.getKey()))
        .map(Map.Entry::getKey)
        .collect(toSorted());
  }

  private static Collector<String, ?, Set<String>> toSorted() {
    return Collectors.toCollection(TreeSet::new);
  }

  /** The folders of main packages that {@code go build} names. */
  private Set<String> built(Set<String> folders) {
    Set<String> named = new TreeSet<>();
    for (var step : image.steps()) {
      for (ShellCommand command : ShellCommand.of(step.text())) {
        if (command.name().equals("go") && command.operands().contains("build")) {
          command.arguments().stream()
              .filter(it -> it.startsWith("./") || it.equals("."))
              .map(it -> it.replaceFirst("^\\./?", "").replaceFirst("/$", ""))
              .map(it -> it.endsWith(".go") ? TreePath.folder(it) : it)
              .forEach(named::add);
        }
      }
    }
    return folders.stream()
        .filter(it -> named.stream().anyMatch(name -> same(it, name)))
        .collect(toSorted());
  }

  private boolean same(String folder, String named) {
    String context = image.build().context();
    return folder.equals(named)
        || folder.equals(
            context.isEmpty() ? named : named.isEmpty() ? context : context + "/" + named);
  }

  @Override
  public ServiceCode.Variables variables(Set<String> given) {
    var from =
        new EnvironmentContract.Given(
            given, image.environment().keySet(), Dotenv.of(image, this::text));
    Set<String> start = start();
    Set<String> known = known();
    boolean elsewhere =
        language == Language.JAVA && settings().anyMatch(it -> ELSEWHERE.matcher(it).find());
    var findings = new ArrayList<Finding>();
    var later = new TreeSet<String>();
    var open = new TreeSet<String>();
    files.forEach((file, facts) -> {
      for (EnvironmentRead read : facts.reads()) {
        if (!read.required() || from.has(read.name()) || known.contains(read.name())) {
          continue;
        }
        boolean property = read.accessor().equals(JavaEnvironment.PROPERTY);
        if (read.atImport() && start.contains(file) && !(property && elsewhere)) {
          findings.add(read.notGiven(file));
        } else {
          later.add(read.name());
          if (read.atImport() && start.isEmpty()) {
            open.add(read.name());
          }
        }
      }
    });
    findings.forEach(it -> later.remove(it.subject()));
    var gaps = new ArrayList<>(gaps());
    if (!open.isEmpty()) {
      gaps.add(
          new Gap(
              image.build().dockerfile(),
              "does not tell which program the image starts, and one of them needs "
                  + String.join(", ", open)));
    }
    return new ServiceCode.Variables(
        new RuleResult(findings, gaps), List.copyOf(later), List.of(), files.size());
  }

  /** What the code sets itself, and what settings of Spring define. */
  private Set<String> known() {
    var known = new HashSet<String>();
    files.values().forEach(it -> known.addAll(it.writes()));
    if (language == Language.JAVA) {
      settings().flatMap(it -> DEFINED.matcher(it).results()).forEach(it -> known.add(it.group(1)));
    }
    return known;
  }

  /** The texts of settings and of what a build depends on. */
  private Stream<String> settings() {
    return all.stream()
        .filter(it -> SETTINGS.matcher(it).matches() || BUILD.matcher(it).matches())
        .flatMap(it -> text(it).stream());
  }

  @Override
  public RouteTable routes() {
    if (!gaps().isEmpty()) {
      return RouteTable.silent(gaps().getFirst().toString());
    }
    Optional<String> doubt = doubt();
    if (doubt.isPresent()) {
      return RouteTable.silent(doubt.get());
    }
    if (language == Language.GO) {
      var routes = new TreeMap<String, List<GoRoutes.Route>>();
      files.forEach((file, facts) -> routes.put(file, facts.go()));
      return GoRoutes.of(routes);
    }
    var routes = new TreeMap<String, List<SpringRoutes.Route>>();
    files.forEach((file, facts) -> routes.put(file, facts.spring()));
    for (String file : all) {
      var page = STATIC.matcher(file);
      if (page.matches() && !routes.isEmpty()) {
        String path = page.group(1);
        var served =
            new LinkedHashSet<>(List.of(path, path.replaceFirst("(^|/)index\\.html$", "$1")));
        routes.put(file, served.stream().map(it -> new SpringRoutes.Route("GET", it, 1)).toList());
      }
    }
    return SpringRoutes.of(routes, settings().anyMatch(it -> MOVED.matcher(it).find()));
  }

  /** Why more may be answered than the routes that are read. */
  private Optional<String> doubt() {
    for (var it : files.entrySet()) {
      if (!it.getValue().doubt().isEmpty()) {
        return Optional.of(
            "%s may answer, in %s"
                .formatted(it.getValue().doubt().lines().findFirst().orElse(""), it.getKey()));
      }
    }
    if (language == Language.GO) {
      return Optional.empty();
    }
    Optional<String> other = all.stream().filter(it -> OTHERS.matcher(it).matches()).findFirst();
    if (other.isPresent()) {
      return Optional.of("what %s answers is not read".formatted(other.get()));
    }
    return settings()
        .flatMap(it -> ANSWERING.matcher(it).results())
        .map(it -> "the library %s may answer".formatted(it.group()))
        .findFirst();
  }

  private List<Gap> gaps() {
    if (files.isEmpty()) {
      return List.of(
          new Gap(
              image.build().dockerfile(),
              "copies no file of %s of the tree"
                  .formatted(language == Language.GO ? "Go" : "Java")));
    }
    var mine = new HashSet<>(all);
    return reader.gaps().values().stream().filter(it -> mine.contains(it.path())).toList();
  }

  private Optional<String> text(String path) {
    return tree.file(path)
        .map(tree::read)
        .filter(SourceTree.Content.Bytes.class::isInstance)
        .map(it -> new String(((SourceTree.Content.Bytes) it).bytes(), StandardCharsets.UTF_8));
  }
}
