package preflight.source.service;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import preflight.resource.Source;
import preflight.source.Finding;
import preflight.source.RuleResult;
import preflight.source.facts.AnswerCache;
import preflight.source.facts.ExactText;
import preflight.source.facts.FactsCache;
import preflight.source.facts.ProgramBuild;
import preflight.source.house.Allowances;
import preflight.source.house.SourceHouse;
import preflight.source.image.Build;
import preflight.source.image.ImageContents;
import preflight.source.image.ImageReader;
import preflight.source.python.Distributions;
import preflight.source.python.PythonImage;
import preflight.source.python.StandardLibrary;
import preflight.source.python.version.Interpreter;
import preflight.source.script.syntax.NodeCheck;
import preflight.source.script.syntax.ScriptSyntax.SecondOpinion;
import preflight.source.tree.SourceTree;

/** A tree, of which each file is read once for all images. */
final class CodeTree implements AutoCloseable {

  private final SourceTree files;
  private final Interpreters interpreters;
  private final FactsCache<FileFacts> cache;
  private final CodeReader reader;
  private final Known known;
  private final StandardLibrary library = new StandardLibrary();

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

  /** What comments and the baseline of the tree allow. */
  ServiceCode.Settling settling(Source source) {
    return new Allowances(files, SourceHouse.roles(source))::settle;
  }

  /**
   * The code of an image.
   *
   * @param settled what tells this settling from others: answers are remembered with it
   */
  SourceCode.Answer read(Build build, String settled, ServiceCode.Settling settling) {
    Known about = known.about(settled + " " + ExactText.of(build));
    // Of the same tree, it could be read before.
    if (about.words("read").isPresent()) {
      return read(about, () -> contents(build), settling);
    }
    return switch (ImageReader.read(files, build)) {
      case ImageReader.Answer.Unread(String dockerfile, String why) ->
          new SourceCode.Answer.Unread(dockerfile + " " + why);
      case ImageReader.Answer.Read(var contents) -> {
        about.put("read", List.of(), List.of());
        yield read(about, () -> contents, settling);
      }
    };
  }

  private SourceCode.Answer read(
      Known about, Supplier<ImageContents> image, ServiceCode.Settling settling) {
    return new SourceCode.Answer.Read(
        new ServiceCode(
            new ServiceCode.Reading(files, image, reader, library, interpreters), about, settling));
  }

  private ImageContents contents(Build build) {
    return switch (ImageReader.read(files, build)) {
      case ImageReader.Answer.Read(var contents) -> contents;
      case ImageReader.Answer.Unread(String dockerfile, String why) ->
          throw new IllegalStateException("%s %s, since it was listed".formatted(dockerfile, why));
    };
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
    var python =
        new PythonImage(
            new PythonImage.Contents(
                packed,
                files.files().keySet(),
                List.of(),
                "/",
                Map.of(),
                List.of(),
                Optional.empty(),
                _ -> Distributions.Answer.INSTALLED,
                it -> reader.python(it).map(PythonFacts::file),
                _ -> Optional.empty(),
                _ -> Optional.empty(),
                _ -> true,
                _ -> "",
                _ -> true),
            library);
    return new RuleResult(PythonCode.names(python), List.of()).and(gaps(paths));
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
