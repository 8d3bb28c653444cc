package preflight.source.service;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import preflight.resource.Environment;
import preflight.resource.Service;
import preflight.resource.Source;
import preflight.source.Finding;
import preflight.source.RuleResult;
import preflight.source.facts.AnswerCache;
import preflight.source.facts.ExactText;
import preflight.source.facts.FactsCache;
import preflight.source.facts.Known;
import preflight.source.facts.ProgramBuild;
import preflight.source.house.Allowances;
import preflight.source.house.SourceHouse;
import preflight.source.image.Build;
import preflight.source.image.BuildFiles;
import preflight.source.image.ImageContents;
import preflight.source.image.ImageReader;
import preflight.source.python.Distributions;
import preflight.source.python.PythonFile;
import preflight.source.python.PythonImage;
import preflight.source.python.StandardLibrary;
import preflight.source.python.TestImports;
import preflight.source.python.version.Interpreter;
import preflight.source.script.syntax.NodeCheck;
import preflight.source.script.syntax.ScriptSyntax.SecondOpinion;
import preflight.source.tree.Role;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;

/** A tree, of which each file is read once for all images. */
final class CodeTree implements AutoCloseable {

  /** What a build writes beside the sources, and Git ignores. */
  private static final Pattern GENERATED =
      Pattern.compile(".*(_pb2(_grpc)?|/_?version|/__version__|/_build\\w*)(\\.py)?");

  private final SourceTree files;
  private final Interpreters interpreters;
  private final FactsCache<FileFacts> cache;
  private final CodeReader reader;
  private final Known known;
  private final StandardLibrary library = new StandardLibrary();
  private @Nullable List<BuildFiles.Found> builds;

  /**
   * @param variables of this process, which say where caches and interpreters are
   */
  CodeTree(SourceTree files, Map<String, String> variables) {
    this.files = files;
    this.interpreters = new OfThisMachine(Map.copyOf(variables));
    this.cache =
        new FactsCache<>(
            FileFacts.class, FactsCache.folder(variables), files.root(), FileFacts.FORMAT);
    this.reader = new CodeReader(files, cache);
    this.known = Known.of(AnswerCache.of(Known.All.class, files, variables, ProgramBuild.id()));
  }

  /** Reads what an image would hold, without what comments and the baseline of the tree allow. */
  SourceCode.Answer read(Build build, Source source) throws InterruptedException {
    Roles roles = SourceHouse.roles(source);
    return read(build, roles, "settled", new Allowances(files, roles)::settle);
  }

  /**
   * The code of an image.
   *
   * @param settled what tells this settling from others: answers are remembered with it
   */
  SourceCode.Answer read(Build build, Roles roles, String settled, ServiceCode.Settling settling) {
    Known about =
        known.about(
            "%s %s %s".formatted(settled, ExactText.of(roles.declared()), ExactText.of(build)));
    // Of the same tree, it could be read before.
    if (about.words("read").isPresent()) {
      return read(about, () -> contents(build), roles, settling);
    }
    return switch (ImageReader.read(files, build)) {
      case ImageReader.Answer.Unread(String dockerfile, String why) ->
          new SourceCode.Answer.Unread(dockerfile + " " + why);
      case ImageReader.Answer.Read(var contents) -> {
        about.put("read", List.of(), List.of());
        yield read(about, () -> contents, roles, settling);
      }
    };
  }

  private SourceCode.Answer read(
      Known about, Supplier<ImageContents> image, Roles roles, ServiceCode.Settling settling) {
    return new SourceCode.Answer.Read(
        new ServiceCode(
            new ServiceCode.Reading(files, image, reader, roles, library, interpreters),
            about,
            settling),
        Optional.empty());
  }

  private ImageContents contents(Build build) {
    return switch (ImageReader.read(files, build)) {
      case ImageReader.Answer.Read(var contents) -> contents;
      case ImageReader.Answer.Unread(String dockerfile, String why) ->
          throw new IllegalStateException("%s %s, since it was listed".formatted(dockerfile, why));
    };
  }

  /** Of a service whose profile does not say how its image is built. */
  SourceCode.Answer find(
      Service service, Environment environment, Source source, Optional<Path> deployed)
      throws InterruptedException {
    if (deployed.isPresent()) {
      return ofSource(deployed.get(), source);
    }
    Roles roles = SourceHouse.roles(source);
    Set<String> names = new LinkedHashSet<>(List.of(service.name().name()));
    service.cloudRun().ifPresent(names::add);
    if (builds == null) {
      builds = BuildFiles.in(files);
    }
    Optional<BuildFiles.Found> found = BuildFiles.of(builds, names);
    List<String> dockerfiles = FoundImages.dockerfiles(files, roles);
    boolean only = environment.services().size() == 1 && dockerfiles.size() == 1;
    Optional<Build> build = found.map(BuildFiles.Found::build);
    if (build.isEmpty() && only) {
      build = FoundImages.in(files, roles, this).sequencedValues().getFirst().build();
    }
    if (build.isEmpty()) {
      return new SourceCode.Answer.Undeclared(advice(service, dockerfiles));
    }
    String file =
        found
            .map(BuildFiles.Found::file)
            .orElse("%s, the only Dockerfile of the tree".formatted(build.get().dockerfile()));
    return read(build.get(), source) instanceof SourceCode.Answer.Read(var code, var _)
        ? new SourceCode.Answer.Read(code, Optional.of(file))
        : new SourceCode.Answer.Undeclared(advice(service, dockerfiles));
  }

  /** {@code gcloud run deploy --source}: the Dockerfile of that folder, or a buildpack. */
  private SourceCode.Answer ofSource(Path directory, Source source) throws InterruptedException {
    Path root = files.root().toAbsolutePath().normalize();
    Path folder = directory.toAbsolutePath().normalize();
    String context = folder.startsWith(root) ? root.relativize(folder).toString() : "..";
    String dockerfile = context.isEmpty() ? "Dockerfile" : context + "/Dockerfile";
    if (files.file(dockerfile).isEmpty()) {
      return new SourceCode.Answer.Undeclared(
          "the command deploys the folder %s, in which the source of the profile has no Dockerfile"
              .formatted(directory.getFileName()));
    }
    return read(
                new Build(dockerfile, context, Optional.empty(), Map.of(), /* uploaded= */ true),
                source)
            instanceof SourceCode.Answer.Read(var code, var _)
        ? new SourceCode.Answer.Read(code, Optional.of("the command (--source)"))
        : new SourceCode.Answer.Undeclared(dockerfile + " cannot be read");
  }

  /** What to write. */
  private static String advice(Service service, List<String> dockerfiles) {
    String says =
        "the profile does not say how the image of %s is built".formatted(service.name().name());
    if (dockerfiles.isEmpty()) {
      return says;
    }
    return "%s; add image: { dockerfile: %s, context: . } to it%s"
        .formatted(
            says,
            dockerfiles.getFirst(),
            dockerfiles.size() == 1
                ? ""
                : ", or another of the %d Dockerfiles of the tree".formatted(dockerfiles.size()));
  }

  /** Whether any Python accepts files. */
  RuleResult syntax(List<String> paths) throws InterruptedException {
    return once("syntax", paths, () -> refused(paths));
  }

  private RuleResult refused(List<String> paths) throws InterruptedException {
    reader.read(paths);
    return new PythonSyntax(files, reader, Optional.empty())
        .judge(paths, interpreters::python)
        .and(gaps(paths));
  }

  /** Names that nothing defines, whatever is installed and wherever modules are searched for. */
  RuleResult names(List<String> paths) throws InterruptedException {
    return once("names", paths, () -> undefined(paths));
  }

  private RuleResult undefined(List<String> paths) throws InterruptedException {
    reader.read(paths);
    SortedMap<String, String> packed = new TreeMap<>();
    paths.forEach(it -> packed.put("/" + it, it));
    PythonImage python =
        python(
            packed,
            files.files().keySet(),
            it -> reader.python(it).map(PythonFacts::file),
            _ -> true,
            _ -> true);
    return new RuleResult(PythonCode.names(python), List.of()).and(gaps(paths));
  }

  /**
   * Files as they lie in the tree, where everything else that an import names is installed.
   *
   * @param made modules that a build may make
   * @param judged files of which something is said
   */
  private PythonImage python(
      SortedMap<String, String> packed,
      Collection<String> all,
      Function<String, Optional<PythonFile>> facts,
      Predicate<String> made,
      Predicate<String> judged) {
    return new PythonImage(
        new PythonImage.Contents(
            packed,
            all,
            List.of(),
            "/",
            Map.of(),
            List.of(),
            Optional.empty(),
            _ -> Distributions.Answer.INSTALLED,
            facts,
            _ -> Optional.empty(),
            _ -> Optional.empty(),
            made,
            _ -> "",
            judged),
        library);
  }

  /** Less what comments and the baseline of the tree allow. */
  RuleResult tests(Source source) throws InterruptedException {
    Roles roles = SourceHouse.roles(source);
    return new Allowances(files, roles).settle(tests(roles));
  }

  /** Tests that import what the tree does not have. */
  RuleResult tests(Roles roles) throws InterruptedException {
    SortedMap<String, String> all = new TreeMap<>();
    files.files().keySet().stream()
        .filter(it -> it.endsWith(".py"))
        .forEach(it -> all.put("/" + it, it));
    Set<String> tops =
        TestImports.packages(
            all.values().stream().filter(it -> roles.of(it) == Role.PRODUCTION).toList());
    Set<String> suspects =
        TestImports.suspects(
            all.values().stream().filter(it -> roles.of(it) == Role.TEST).toList(),
            all.values(),
            tops,
            this::text);
    if (suspects.isEmpty()) {
      return RuleResult.NOTHING;
    }
    reader.read(suspects);
    PythonImage python =
        python(all, all.values(), this::facts, GENERATED.asMatchPredicate(), suspects::contains);
    return new RuleResult(
            python.failing().atStart().stream()
                .filter(it -> tops.contains(it.module().replaceFirst("\\..*", "")))
                .map(it ->
                    new Finding(
                        "code-test-imports",
                        it.path(),
                        it.line(),
                        it.column(),
                        it.words() + "; the tests of this file do not run",
                        it.name().isEmpty() ? it.module() : it.module() + "." + it.name()))
                .toList(),
            List.of())
        .and(gaps(List.copyOf(suspects)));
  }

  private Optional<String> text(String path) {
    return files
        .file(path)
        .map(files::read)
        .filter(SourceTree.Content.Bytes.class::isInstance)
        .map(it -> new String(((SourceTree.Content.Bytes) it).bytes(), StandardCharsets.UTF_8));
  }

  private Optional<PythonFile> facts(String path) {
    try {
      reader.read(List.of(path));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return reader.python(path).map(PythonFacts::file);
  }

  private interface Judging {
    RuleResult judge() throws InterruptedException;
  }

  private RuleResult once(String rule, List<String> paths, Judging judging)
      throws InterruptedException {
    Known about = known.about("files " + ExactText.of(paths));
    Optional<List<Finding>> said = about.findings(rule);
    if (said.isPresent()) {
      return new RuleResult(said.get(), List.of());
    }
    RuleResult found = judging.judge();
    if (found.gaps().isEmpty()) {
      about.put(rule, found.findings(), List.of());
    }
    return found;
  }

  private RuleResult gaps(List<String> paths) {
    return new RuleResult(
        List.of(),
        reader.gaps().values().stream().filter(it -> paths.contains(it.path())).toList());
  }

  /** The interpreters that variables name. */
  private record OfThisMachine(Map<String, String> variables) implements Interpreters {

    @Override
    public Optional<Interpreter> python(int minor) {
      return Interpreter.find(
          path(), Path.of(variables.getOrDefault("HOME", "/"), ".pyenv"), minor);
    }

    @Override
    public Optional<SecondOpinion> node(int major) {
      return NodeCheck.find(path(), major).map(it -> it);
    }

    private List<Path> path() {
      return Arrays.stream(variables.getOrDefault("PATH", "").split(File.pathSeparator, -1))
          .filter(it -> it.startsWith("/"))
          .map(Path::of)
          .toList();
    }
  }

  /** Keeps what was read for the next run. */
  @Override
  public void close() {
    known.save();
    cache.save();
  }
}
