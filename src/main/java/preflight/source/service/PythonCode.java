package preflight.source.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RouteTable;
import preflight.source.RuleResult;
import preflight.source.image.ImageContents;
import preflight.source.image.Languages;
import preflight.source.image.dockerfile.CommandForm;
import preflight.source.image.requirement.Distribution;
import preflight.source.image.requirement.InstallReader;
import preflight.source.image.requirement.Provides;
import preflight.source.image.requirement.Requirements;
import preflight.source.python.Distributions;
import preflight.source.python.Problem;
import preflight.source.python.PythonImage;
import preflight.source.python.PythonVersion;
import preflight.source.python.StandardLibrary;
import preflight.source.python.use.CallContract;
import preflight.source.python.use.CallFacts;
import preflight.source.python.use.EnvironmentContract;
import preflight.source.python.use.ImportTime;
import preflight.source.python.use.ModuleNames;
import preflight.source.python.use.Routes;
import preflight.source.rule.ImportTimeCalls;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;

/** The Python code in the image of one service. */
final class PythonCode implements LanguageCode {

  private static final String IMPORTS = "image-imports";
  private static final String LATE_IMPORTS = "image-late-imports";

  private final SourceTree tree;
  private final ImageContents image;
  private final PackedCode packed;
  private final Roles roles;
  private final CodeReader reader;
  private final PythonImage python;
  private final Interpreters interpreters;

  PythonCode(
      SourceTree tree,
      ImageContents image,
      CodeReader reader,
      Roles roles,
      StandardLibrary library,
      Interpreters interpreters)
      throws InterruptedException {
    this.interpreters = interpreters;
    this.tree = tree;
    this.image = image;
    this.reader = reader;
    this.roles = roles;
    Requirements requirements = InstallReader.read(tree, image);
    var projects = new Projects(tree);
    Set<String> installed = projects.installed(image, requirements);
    this.packed = PackedCode.of(tree, image, installed);
    // What nobody can read may install anything: a base image, a step that runs a script, a wheel.
    boolean readable =
        requirements.open().isEmpty() && requirements.projects().containsAll(installed);
    reader.read(packed.files().values().stream().filter(it -> it.endsWith(".py")).toList());
    this.python =
        new PythonImage(
            new PythonImage.Contents(
                packed.files(),
                tree.files().keySet(),
                image.command().map(PythonCode::words).orElse(List.of()),
                image.directory(),
                image.environment(),
                packed.installed(),
                Languages.python(image).flatMap(PythonVersion::parse),
                it -> readable ? distributions(requirements, it) : Distributions.Answer.INSTALLED,
                it -> reader.python(it).map(PythonFacts::file),
                this::text,
                it -> projects.program(it).map(Projects.Program::runs),
                PackedCode.mayAppear(image),
                it -> PackedCode.left(image, it),
                this::isProduction),
            library);
  }

  @Override
  public String summary() {
    return "%d files in the image, Python %s, starts %s, searched: %s%s"
        .formatted(
            packed.files().size(),
            Languages.python(image).orElse("unknown"),
            python.start().modules().isEmpty() && python.start().scripts().isEmpty()
                ? "nothing known"
                : Stream.concat(
                        python.start().modules().stream(), python.start().scripts().stream())
                    .collect(Collectors.joining(", ")),
            String.join(", ", python.path()),
            python.pathKnown() ? "" : " and perhaps others");
  }

  @Override
  public RuleResult imports() {
    return result(IMPORTS, python.failing().atStart())
        .and(
            new RuleResult(
                python.missingStart().stream()
                    .map(it ->
                        new Finding(
                            IMPORTS,
                            image.build().dockerfile(),
                            1,
                            1,
                            "starts %s, which is not in the image".formatted(it),
                            it))
                    .toList(),
                List.of()));
  }

  @Override
  public RuleResult lateImports() {
    return result(LATE_IMPORTS, python.failing().later());
  }

  /** Names that nothing defines. */
  RuleResult names() {
    return new RuleResult(names(python), gaps());
  }

  static List<Finding> names(PythonImage python) {
    return python.undefined().stream()
        .map(it ->
            new Finding(
                "code-undefined-name",
                it.path(),
                it.name().line(),
                it.name().column(),
                it.name().message(),
                it.name().name()))
        .toList();
  }

  @Override
  public RuleResult syntax() throws InterruptedException {
    return new PythonSyntax(tree, reader, Languages.python(image).flatMap(PythonVersion::parse))
        .judge(production(), interpreters::python)
        .and(new RuleResult(List.of(), gaps()));
  }

  /** Calls that their callee refuses, and attributes that no class has. */
  RuleResult calls() {
    SortedMap<String, String> modules = python.modules();
    Map<String, CallFacts> facts = facts(modules, PythonFacts::calls);
    return new RuleResult(
        CallContract.judge(facts, new ModuleNames(facts)).stream()
            .map(it ->
                new Finding(
                    "code-call-contract",
                    modules.getOrDefault(it.module(), it.module()),
                    it.line(),
                    it.column(),
                    it.message(),
                    it.subject()))
            .toList(),
        gaps());
  }

  /** Calls of what is named that run while the start imports its modules. */
  RuleResult importTimeCalls(ImportTimeCalls.Lookup lookup) {
    SortedMap<String, String> modules = python.modules();
    Set<String> reached = python.reachedSources();
    if (reached.isEmpty()) {
      return new RuleResult(List.of(), gaps()).and(startUnknown());
    }
    var imports =
        new ImportTime(facts(modules, PythonFacts::calls), facts(modules, PythonFacts::sure));
    var findings = new ArrayList<Finding>();
    modules.forEach((module, source) -> {
      if (reached.contains(source)) {
        imports.of(module, lookup::why).forEach(it -> findings.add(finding(it, modules)));
      }
    });
    return new RuleResult(findings, gaps());
  }

  private static Finding finding(ImportTime.Call it, SortedMap<String, String> modules) {
    String through =
        it.last()
            .map(last ->
                ", and so %s at %s:%d"
                    .formatted(
                        last,
                        modules.getOrDefault(it.lastModule(), it.lastModule()),
                        it.lastLine()))
            .orElse("");
    return new Finding(
        "code-import-time-call",
        modules.getOrDefault(it.module(), it.module()),
        it.line(),
        it.column(),
        "calls %s%s while the module is imported: %s"
            .formatted(it.qualified(), through, it.wanted()),
        it.last().orElse(it.qualified()));
  }

  /** What no rule about the start can say where nobody knows what starts. */
  private RuleResult startUnknown() {
    return new RuleResult(
        List.of(),
        List.of(
            new Gap(
                image.build().dockerfile(),
                "does not tell which modules of the tree the image starts")));
  }

  @Override
  public ServiceCode.Variables variables(Set<String> given) {
    SortedMap<String, String> modules = python.modules();
    Map<String, CallFacts> calls = facts(modules, PythonFacts::calls);
    EnvironmentContract.Judgement judgement =
        EnvironmentContract.judge(
            facts(modules, PythonFacts::environment),
            new ModuleNames(calls),
            new EnvironmentContract.Given(given, image.environment().keySet(), Set.of()));
    Set<String> reached = python.reachedSources();
    var findings = new ArrayList<Finding>();
    var later = new LinkedHashSet<String>();
    for (EnvironmentContract.Missing missing : missing(judgement)) {
      Optional<EnvironmentContract.Place> start =
          missing.places().stream()
              .filter(it -> it.imported() && starts(modules, it.module(), reached))
              .findFirst();
      if (missing.required() && start.isPresent()) {
        EnvironmentContract.Place place = start.get();
        findings.add(
            new Finding(
                "code-env-contract",
                modules.getOrDefault(place.module(), place.module()),
                place.line(),
                place.column(),
                "reads %s when the service starts, and nothing gives it%s"
                    .formatted(missing.variable(), half(judgement, missing.variable())),
                missing.variable()));
      } else if (missing.required()) {
        later.add(missing.variable());
      }
    }
    boolean open =
        reached.isEmpty()
            && missing(judgement).stream()
                .filter(EnvironmentContract.Missing::required)
                .anyMatch(it -> it.places().stream().anyMatch(EnvironmentContract.Place::imported));
    RuleResult result = new RuleResult(findings, gaps());
    return new ServiceCode.Variables(
        open ? result.and(startUnknown()) : result,
        List.copyOf(later),
        judgement.unread(),
        modules.size());
  }

  private static List<EnvironmentContract.Missing> missing(
      EnvironmentContract.Judgement judgement) {
    var all = new ArrayList<>(judgement.missing());
    judgement.halves().forEach(it -> all.addAll(it.read()));
    return all;
  }

  private static String half(EnvironmentContract.Judgement judgement, String variable) {
    return judgement.halves().stream()
        .filter(it -> it.read().stream().anyMatch(read -> read.variable().equals(variable)))
        .findFirst()
        .map(it -> "; %s is given, and nothing reads it".formatted(String.join(", ", it.given())))
        .orElse("");
  }

  private static boolean starts(
      SortedMap<String, String> modules, String module, Set<String> reached) {
    return reached.contains(modules.getOrDefault(module, ""));
  }

  @Override
  public RouteTable routes() {
    SortedMap<String, String> modules = python.modules();
    return Routes.of(
        facts(modules, PythonFacts::routes),
        new ModuleNames(facts(modules, PythonFacts::calls)),
        it -> modules.getOrDefault(it, it));
  }

  private <T> Map<String, T> facts(
      SortedMap<String, String> modules, Function<PythonFacts, T> part) {
    Map<String, T> facts = new TreeMap<>();
    modules.forEach((module, source) ->
        reader.python(source).ifPresent(it -> facts.put(module, part.apply(it))));
    return facts;
  }

  @Override
  public boolean starts() {
    return !python.reachedSources().isEmpty();
  }

  @Override
  public List<String> production() {
    return packed.files().values().stream()
        .filter(it -> it.endsWith(".py"))
        .filter(it -> isProduction(it) || python.reachedSources().contains(it))
        .distinct()
        .toList();
  }

  private RuleResult result(String rule, List<Problem> problems) {
    var findings = new ArrayList<Finding>();
    for (Problem it : problems) {
      findings.add(
          new Finding(
              rule,
              it.path(),
              it.line(),
              it.column(),
              it.words(),
              it.name().isEmpty() ? it.module() : it.module() + "." + it.name()));
    }
    return new RuleResult(findings, gaps());
  }

  private List<Gap> gaps() {
    if (packed.files().values().stream().noneMatch(it -> it.endsWith(".py"))) {
      return List.of(
          new Gap(
              image.build().dockerfile(),
              "copies no Python file of the tree, and installs no project of it that is known"));
    }
    var mine = new LinkedHashSet<>(packed.files().values());
    return reader.gaps().values().stream().filter(it -> mine.contains(it.path())).toList();
  }

  private static List<String> words(CommandForm command) {
    return command.shell() ? List.of("sh", "-c", command.text()) : command.words();
  }

  private static Distributions.Answer distributions(Requirements requirements, String module) {
    return switch (requirements.of(module)) {
      case Provides.Declared _, Provides.Transitive _ -> Distributions.Answer.INSTALLED;
      case Provides.MaybeTransitive(var _, boolean known) ->
          known || resembles(requirements, module)
              ? Distributions.Answer.INSTALLED
              : Distributions.Answer.PERHAPS;
      case Provides.Nobody _ -> nobody(requirements, module);
    };
  }

  /** The modules of a distribution that no table knows may have any name. */
  private static Distributions.Answer nobody(Requirements requirements, String module) {
    if (resembles(requirements, module)) {
      return Distributions.Answer.INSTALLED;
    }
    boolean locked = requirements.distributions().values().stream().allMatch(Distribution::settled);
    return locked || !Requirements.candidates(module).isEmpty()
        ? Distributions.Answer.NOBODY
        : Distributions.Answer.PERHAPS;
  }

  private static boolean resembles(Requirements requirements, String module) {
    String top = letters(module.replaceFirst("\\..*", ""));
    return requirements.distributions().keySet().stream()
        .map(PythonCode::letters)
        .anyMatch(it -> it.contains(top) || (it.length() > 2 && top.contains(it)));
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private Optional<String> text(String path) {
    return tree.file(path)
        .map(tree::read)
        .filter(SourceTree.Content.Bytes.class::isInstance)
        .map(it -> new String(((SourceTree.Content.Bytes) it).bytes(), StandardCharsets.UTF_8));
  }

  private boolean isProduction(String path) {
    return switch (roles.of(path)) {
      case PRODUCTION, GENERATED, VENDORED, BACKUP -> true;
      case TEST, OTHER -> false;
    };
  }
}
