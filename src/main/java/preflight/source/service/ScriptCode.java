package preflight.source.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.source.EnvironmentRead;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RouteTable;
import preflight.source.RuleResult;
import preflight.source.environment.ScriptEnvironment;
import preflight.source.image.Fate;
import preflight.source.image.ImageContents;
import preflight.source.image.Languages;
import preflight.source.python.use.EnvironmentContract;
import preflight.source.route.ScriptRouteFacts;
import preflight.source.route.ScriptRoutes;
import preflight.source.script.facts.ScriptFile;
import preflight.source.script.module.ImportFault;
import preflight.source.script.module.ScriptModules.Manner;
import preflight.source.script.syntax.ScriptSyntax;
import preflight.source.script.syntax.ScriptSyntax.SecondOpinion;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;
import preflight.source.tree.Role;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;

/**
 * The JavaScript and TypeScript in the image of one service: what it holds, and the sources of what
 * another stage compiles for it.
 */
final class ScriptCode implements LanguageCode {

  /** The rules that know scripts. */
  static final Set<String> RULES =
      Set.of(
          "image-imports", "image-late-imports", "code-syntax", "code-env-contract", "code-routes");

  private static final Set<ImportFault.Kind> CERTAIN =
      Set.of(ImportFault.Kind.MISSING, ImportFault.Kind.OTHER_CASE, ImportFault.Kind.NO_EXPORT);

  private static final Set<Language> SCRIPTS =
      Set.of(Language.JAVASCRIPT, Language.TYPESCRIPT, Language.TSX);

  /** What Next.js finds by its name, below the folder of its project. */
  private static final Pattern PAGE =
      Pattern.compile(
          "(src/)?(pages/.*|app/(.*/)?(page|layout|route|template|loading|error|not-found|default"
              + "|global-error)|middleware|proxy|instrumentation)\\.[jt]sx?");

  private static final Pattern MOVES =
      Pattern.compile(
          "\\b(rewrites|basePath|i18n|redirects|pageExtensions|distDir|output:\\s*.export)\\b");

  private final SourceTree tree;
  private final ImageContents image;
  private final CodeReader reader;
  private final Interpreters interpreters;
  private final ScriptLayout sources;
  private final ScriptStarted started;
  private final ScriptImports imports;
  private final boolean withoutDevelopment;
  private final Set<String> read;
  private final Set<String> plain;
  private final Set<String> loaded;
  private final Set<String> reached;
  private final Map<String, List<ImportFault>> faults = new ConcurrentHashMap<>();

  ScriptCode(
      SourceTree tree,
      ImageContents image,
      CodeReader reader,
      Roles roles,
      Interpreters interpreters)
      throws InterruptedException {
    this.tree = tree;
    this.image = image;
    this.reader = reader;
    this.interpreters = interpreters;
    SortedMap<String, List<String>> held = image.sources();
    this.read =
        tree.files().keySet().stream()
            .filter(it -> Language.of(it).filter(SCRIPTS::contains).isPresent())
            .filter(it -> roles.of(it) == Role.PRODUCTION)
            .filter(it -> held.containsKey(it) || image.left().get(it) instanceof Fate.OtherStage)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    reader.read(read);
    this.sources = layout(identity(tree.files().keySet()), tree.gaps().keySet());
    ScriptLayout packed = layout(inImage(), Set.of());
    this.started = ScriptStarted.of(image, packed, sources);
    var build = new ScriptBuild(image, sources.tree(), started.folder());
    this.imports =
        new ScriptImports(
            image,
            sources,
            packed,
            held,
            build,
            text(image.build().dockerfile()).orElse(""),
            it -> reader.script(it).map(ScriptFacts::file));
    this.withoutDevelopment = build.withoutDevelopment();
    this.loaded = imports.reached(started.entries(), true);
    this.plain = started.plainNode() ? imports.reached(started.entries(), false) : Set.of();
    var entries = new LinkedHashSet<>(started.entries());
    entries.addAll(pages());
    this.reached = imports.reached(entries, false);
  }

  private ScriptLayout layout(SortedMap<String, String> paths, Set<String> opaque) {
    return ScriptLayout.of(
        paths, opaque, this::text, it -> reader.script(it).map(ScriptFacts::file));
  }

  private static SortedMap<String, String> identity(Set<String> paths) {
    SortedMap<String, String> same = new TreeMap<>();
    paths.forEach(it -> same.put(it, it));
    return same;
  }

  private SortedMap<String, String> inImage() {
    SortedMap<String, String> paths = new TreeMap<>();
    image
        .packed()
        .forEach(
            (path, origin) -> origin.source().ifPresent(it -> paths.put(path.substring(1), it)));
    return paths;
  }

  private boolean next() {
    String below = started.folder().isEmpty() ? "" : started.folder() + "/";
    return sources
        .tree()
        .json(below + "package.json")
        .filter(it -> it.path("dependencies").has("next"))
        .isPresent();
  }

  /** The files that Next.js loads by their names, where the image runs it. */
  private List<String> pages() {
    String below = started.folder().isEmpty() ? "" : started.folder() + "/";
    return next()
        ? read.stream()
            .filter(it -> it.startsWith(below))
            .filter(it -> PAGE.matcher(it.substring(below.length())).matches())
            .toList()
        : List.of();
  }

  @Override
  public boolean starts() {
    return !loaded.isEmpty();
  }

  @Override
  public List<String> production() {
    return List.copyOf(new TreeSet<>(read));
  }

  @Override
  public String summary() {
    return "%d files in the image, Node.js %s, starts %s"
        .formatted(
            image.packed().size(),
            version().map(it -> Integer.toString(it)).orElse("unknown"),
            started.entries().isEmpty() ? "nothing known" : String.join(", ", started.entries()));
  }

  @Override
  public RuleResult imports() {
    return new RuleResult(
        faults(loaded).filter(this::atStart).map(ImportFault::finding).toList(), gaps(true));
  }

  @Override
  public RuleResult lateImports() {
    Stream<ImportFault> late = faults(reached).filter(it -> !atStart(it));
    // What an image holds beside what it starts may be tools of its developers.
    Stream<ImportFault> others =
        reached.isEmpty() ? faults(read).filter(it -> CERTAIN.contains(it.kind())) : Stream.empty();
    return new RuleResult(
        Stream.concat(late, others).map(it -> late(it.finding())).distinct().toList(), gaps(false));
  }

  private static Finding late(Finding it) {
    return new Finding(
        "image-late-imports", it.path(), it.line(), it.column(), it.message(), it.subject());
  }

  private boolean atStart(ImportFault it) {
    return it.atLoad() && CERTAIN.contains(it.kind()) && loaded.contains(it.finding().path());
  }

  private Stream<ImportFault> faults(Collection<String> paths) {
    return paths.stream().filter(read::contains).flatMap(it -> faults(it).stream());
  }

  private List<ImportFault> faults(String path) {
    return faults.computeIfAbsent(
        path, it -> imports.faults(it, new Manner(withoutDevelopment, plain.contains(it))));
  }

  /**
   * Marks of a merge are certain anywhere. What Node.js refuses is so only in a file that it gets:
   * others may be for browsers, or templates.
   */
  @Override
  public RuleResult syntax() {
    var findings = new ArrayList<Finding>();
    var gaps = new ArrayList<Gap>(gaps(false));
    Optional<SecondOpinion> node = version().flatMap(interpreters::node);
    SecondOpinion silent = (_, _) -> new SecondOpinion.Answer.Silent();
    for (String file : read) {
      Optional<SyntaxTree> flawed =
          reader.script(file).filter(ScriptFacts::flawed).flatMap(_ -> reader.tree(file));
      if (flawed.isEmpty()) {
        continue;
      }
      var open = new AtomicBoolean();
      SecondOpinion second =
          (path, source) -> {
            SecondOpinion.Answer answer =
                (reached.contains(file) ? node.orElse(silent) : silent).ask(path, source);
            open.set(answer instanceof SecondOpinion.Answer.Silent && reached.contains(file));
            return answer;
          };
      switch (ScriptSyntax.judge(file, flawed.get(), second)) {
        case ScriptSyntax.Verdict.Broken(Finding finding) -> findings.add(finding);
        case ScriptSyntax.Verdict.Doubtful(int line, var _) when open.get() ->
            gaps.add(
                new Gap(
                    file,
                    "may not parse at line %d, and no Node.js of the image's version is on this machine"
                        .formatted(line)));
        case ScriptSyntax.Verdict.Doubtful _, ScriptSyntax.Verdict.Sound _ -> {}
      }
    }
    return new RuleResult(findings, gaps);
  }

  @Override
  public ServiceCode.Variables variables(Set<String> given) {
    String below = started.folder().isEmpty() ? "" : started.folder() + "/";
    var from =
        new EnvironmentContract.Given(
            given,
            image.environment().keySet(),
            Dotenv.of(image, this::text, below + "package.json"));
    var written = new HashSet<String>();
    boolean any = false;
    for (String file : reached) {
      Optional<ScriptFacts> facts = reader.script(file);
      facts.map(ScriptFacts::writes).ifPresent(written::addAll);
      any |= facts.filter(ScriptFacts::writesAny).isPresent();
    }
    var findings = new ArrayList<Finding>();
    var later = new TreeSet<String>();
    for (String file : reached) {
      for (EnvironmentRead read : reader.script(file).map(ScriptFacts::reads).orElse(List.of())) {
        boolean left = ScriptEnvironment.skippedBy(read).filter(from::has).isPresent();
        if (!read.required() || from.has(read.name()) || written.contains(read.name()) || left) {
          continue;
        }
        if (read.atImport() && loaded.contains(file) && !any) {
          findings.add(read.notGiven(file));
        } else {
          later.add(read.name());
        }
      }
    }
    findings.forEach(it -> later.remove(it.subject()));
    return new ServiceCode.Variables(
        new RuleResult(findings, gaps(true)), List.copyOf(later), List.of(), reached.size());
  }

  /** Of what the start loads; another application of the tree may stand beside it. */
  @Override
  public RouteTable routes() {
    if (!gaps(true).isEmpty()) {
      return RouteTable.silent(gaps(true).getFirst().toString());
    }
    SortedMap<String, ScriptRouteFacts> files = new TreeMap<>();
    SortedMap<String, ScriptFile> modules = new TreeMap<>();
    for (String file : reached) {
      reader
          .script(file)
          .ifPresent(it -> {
            files.put(file, it.routes());
            modules.put(file, it.file());
          });
    }
    boolean routers = files.values().stream().anyMatch(it -> !it.isEmpty());
    if (!next()) {
      return ScriptRoutes.of(sources.resolver(), files);
    }
    return routers
        ? RouteTable.silent("Next.js and a server of its own answer")
        : ScriptRoutes.next(started.folder(), modules, files(started.folder()), moved());
  }

  private List<String> files(String folder) {
    String in = (folder.isEmpty() ? "" : folder + "/") + "public/";
    return tree.files().keySet().stream()
        .filter(it -> it.startsWith(in))
        .map(it -> it.substring(in.length()))
        .toList();
  }

  private boolean moved() {
    String below = started.folder().isEmpty() ? "" : started.folder() + "/";
    return Stream.of("js", "mjs", "cjs", "ts")
        .flatMap(it -> text(below + "next.config." + it).stream())
        .anyMatch(it -> MOVES.matcher(it).find());
  }

  private Optional<Integer> version() {
    return Languages.of(image).stream()
        .filter(it -> it.name().equals("node"))
        .flatMap(it -> it.version().stream())
        .map(it -> it.replaceFirst("\\..*", ""))
        .map(Integer::valueOf)
        .findFirst();
  }

  /** What could not be read, or for rules of the start, what starts. */
  private List<Gap> gaps(boolean start) {
    String dockerfile = image.build().dockerfile();
    if (read.isEmpty()) {
      return List.of(new Gap(dockerfile, "copies no file of JavaScript or TypeScript of the tree"));
    }
    var gaps = new ArrayList<Gap>();
    if (start) {
      started.entries().stream()
          .filter(it -> reader.script(it).isEmpty())
          .forEach(it -> gaps.add(new Gap(it, "is what the image starts, and is not read")));
      if (reached.isEmpty() && gaps.isEmpty()) {
        gaps.add(new Gap(dockerfile, "does not tell which files of the tree it starts"));
      }
    }
    reader.gaps().values().stream().filter(it -> read.contains(it.path())).forEach(gaps::add);
    return gaps;
  }

  private Optional<String> text(String path) {
    return tree.file(path)
        .map(tree::read)
        .filter(SourceTree.Content.Bytes.class::isInstance)
        .map(it -> new String(((SourceTree.Content.Bytes) it).bytes(), StandardCharsets.UTF_8));
  }
}
