package preflight.source.service;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import preflight.resource.Environment;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.Source;
import preflight.resource.service.ServiceImage;
import preflight.source.image.Build;
import preflight.source.image.ignore.CleanPath;
import preflight.source.tree.WorkingTrees;

/**
 * Reads code from the directory that the profile names. The tree is listed once in a run and each
 * file read once, however many checks ask, and one asks after the other.
 */
public final class TreeSourceCode implements SourceCode, AutoCloseable {

  private final Path profile;
  private final WorkingTrees trees;
  private final Map<String, String> variables;
  private final Map<ResourceName, Answer> known = new HashMap<>();
  private @Nullable CodeTree tree;

  /**
   * Reads below a directory.
   *
   * @param profile the directory that paths in the profile start from
   * @param trees of this run
   * @param variables of this process, which say where caches are
   */
  public TreeSourceCode(Path profile, WorkingTrees trees, Map<String, String> variables) {
    this.profile = profile;
    this.trees = trees;
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
      CodeTree listed = tree(source.get());
      return listed.read(build(service.image().get()), "settled", listed.settling(source.get()));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new Answer.Unread("there is no directory " + source.get().root());
    } catch (IOException e) {
      return new Answer.Unread(
          "the source tree at %s cannot be read: %s"
              .formatted(source.get().root(), e.getMessage()));
    }
  }

  private CodeTree tree(Source source) throws IOException {
    if (tree == null) {
      tree = new CodeTree(trees.of(profile.resolve(source.root())), variables);
    }
    return tree;
  }

  static Build build(ServiceImage image) {
    return new Build(
        CleanPath.below(image.dockerfile()),
        CleanPath.below(image.context()),
        image.target(),
        image.args(),
        image.uploaded());
  }

  /** Keeps what was read for the next run. */
  @Override
  public synchronized void close() {
    if (tree != null) {
      tree.close();
    }
  }
}
