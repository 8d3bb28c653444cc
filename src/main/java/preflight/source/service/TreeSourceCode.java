package preflight.source.service;

import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import preflight.resource.Environment;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.Source;
import preflight.resource.service.ServiceImage;
import preflight.source.facts.FactsCache;
import preflight.source.image.Build;
import preflight.source.image.ImageReader;
import preflight.source.python.StandardLibrary;
import preflight.source.python.version.Interpreter;
import preflight.source.script.syntax.NodeCheck;
import preflight.source.script.syntax.ScriptSyntax.SecondOpinion;
import preflight.source.tree.SourceTree;
import preflight.source.tree.WorkingTree;

/**
 * Reads code from the directory that the profile names. The tree is listed once in a run and each
 * file read once, however many checks ask, and one asks after the other.
 */
public final class TreeSourceCode implements SourceCode, AutoCloseable {

  private final Path profile;
  private final Map<String, String> variables;
  private final Map<ResourceName, Answer> known = new HashMap<>();
  private @Nullable Tree tree;

  /** A tree that was listed. */
  private record Tree(
      SourceTree files, FactsCache<FileFacts> cache, CodeReader reader, StandardLibrary library) {}

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

  /**
   * Reads below a directory.
   *
   * @param profile the directory that paths in the profile start from
   * @param variables of this process, which say where caches are
   */
  public TreeSourceCode(Path profile, Map<String, String> variables) {
    this.profile = profile;
    this.variables = Map.copyOf(variables);
  }

  @Override
  public synchronized Answer of(Service service, Environment environment)
      throws InterruptedException {
    @Nullable Answer answer = known.get(service.name());
    if (answer == null) {
      answer = read(service, environment);
      known.put(service.name(), answer);
    }
    return answer;
  }

  private Answer read(Service service, Environment environment) throws InterruptedException {
    Optional<Source> source = environment.source();
    if (service.image().isEmpty() || source.isEmpty()) {
      return new Answer.Undeclared(
          source.isEmpty()
              ? "the profile declares no source"
              : "the profile does not say how the image of %s is built"
                  .formatted(service.name().name()));
    }
    try {
      Tree listed = tree(source.get());
      return switch (ImageReader.read(listed.files(), build(service.image().get()))) {
        case ImageReader.Answer.Unread(String dockerfile, String why) ->
            new Answer.Unread(dockerfile + " " + why);
        case ImageReader.Answer.Read(var contents) ->
            new Answer.Read(
                ServiceCode.of(
                    listed.files(),
                    contents,
                    listed.reader(),
                    listed.library(),
                    new OfThisMachine(variables)));
      };
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new Answer.Unread("there is no directory " + source.get().root());
    } catch (IOException e) {
      return new Answer.Unread(
          "the source tree at %s cannot be read: %s"
              .formatted(source.get().root(), e.getMessage()));
    }
  }

  private Tree tree(Source source) throws IOException {
    if (tree == null) {
      SourceTree files = WorkingTree.of(profile.resolve(source.root()));
      var cache =
          new FactsCache<>(
              FileFacts.class, FactsCache.folder(variables), files.root(), FileFacts.FORMAT);
      tree = new Tree(files, cache, new CodeReader(files, cache), new StandardLibrary());
    }
    return tree;
  }

  private static Build build(ServiceImage image) {
    return new Build(
        image.dockerfile(),
        image.context().equals(".") ? "" : image.context(),
        image.target(),
        image.args(),
        image.uploaded());
  }

  /** Keeps what was read for the next run. */
  @Override
  public synchronized void close() {
    if (tree != null) {
      tree.cache().save();
    }
  }
}
