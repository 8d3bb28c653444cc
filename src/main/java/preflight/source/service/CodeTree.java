package preflight.source.service;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import preflight.resource.Source;
import preflight.source.RuleResult;
import preflight.source.facts.FactsCache;
import preflight.source.house.Allowances;
import preflight.source.house.SourceHouse;
import preflight.source.image.Build;
import preflight.source.image.ImageReader;
import preflight.source.python.Distributions;
import preflight.source.python.PythonImage;
import preflight.source.python.StandardLibrary;
import preflight.source.python.version.Interpreter;
import preflight.source.script.syntax.NodeCheck;
import preflight.source.script.syntax.ScriptSyntax.SecondOpinion;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;

/** A tree, of which each file is read once for all images. */
final class CodeTree implements AutoCloseable {

  private final SourceTree files;
  private final Interpreters interpreters;
  private final FactsCache<FileFacts> cache;
  private final CodeReader reader;
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
  }

  /** Reads what an image would hold, without what comments and the baseline of the tree allow. */
  SourceCode.Answer read(Build build, Source source) throws InterruptedException {
    Roles roles = SourceHouse.roles(source);
    return read(build, roles, new Allowances(files, roles)::settle);
  }

  SourceCode.Answer read(Build build, Roles roles, ServiceCode.Settling settling)
      throws InterruptedException {
    return switch (ImageReader.read(files, build)) {
      case ImageReader.Answer.Unread(String dockerfile, String why) ->
          new SourceCode.Answer.Unread(dockerfile + " " + why);
      case ImageReader.Answer.Read(var contents) ->
          new SourceCode.Answer.Read(
              ServiceCode.of(files, contents, reader, roles, library, interpreters, settling));
    };
  }

  /** Whether any Python accepts files. */
  RuleResult syntax(List<String> paths) throws InterruptedException {
    reader.read(paths);
    return new PythonSyntax(files, reader, Optional.empty())
        .judge(paths, interpreters::python)
        .and(gaps(paths));
  }

  /** Names that nothing defines, whatever is installed and wherever modules are searched for. */
  RuleResult names(List<String> paths) throws InterruptedException {
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
    cache.save();
  }
}
