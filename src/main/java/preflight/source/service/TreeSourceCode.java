package preflight.source.service;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
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
import preflight.source.Gap;
import preflight.source.RuleResult;
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
  private final Map<String, Path> deployed;
  private final Map<ResourceName, Answer> known = new HashMap<>();
  private @Nullable CodeTree tree;

  /**
   * Reads below a directory.
   *
   * @param profile the directory that paths in the profile start from
   * @param trees of this run
   * @param variables of this process, which say where caches are
   * @param deployed directories that gcloud builds, by the services of Cloud Run that it deploys
   */
  public TreeSourceCode(
      Path profile, WorkingTrees trees, Map<String, String> variables, Map<String, Path> deployed) {
    this.profile = profile;
    this.trees = trees;
    this.variables = Map.copyOf(variables);
    this.deployed = Map.copyOf(deployed);
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
    if (source.isEmpty()) {
      return new Answer.Undeclared("the profile declares no source");
    }
    try {
      return service.image().isEmpty()
          ? tree(source.get())
              .find(
                  service,
                  environment,
                  source.get(),
                  Optional.ofNullable(
                      deployed.get(service.cloudRun().orElse(service.name().name()))))
          : tree(source.get()).read(build(service.image().get()), source.get());
    } catch (NoSuchFileException | NotDirectoryException e) {
      return unread(service, "there is no directory " + source.get().root());
    } catch (IOException e) {
      return unread(
          service,
          "the source tree at %s cannot be read: %s"
              .formatted(source.get().root(), e.getMessage()));
    }
  }

  /** Nobody promised that there is an image to look at where none is declared. */
  private static Answer unread(Service service, String why) {
    return service.image().isPresent()
        ? new Answer.Unread(why)
        : new Answer.Undeclared(
            "the profile does not say how the image of %s is built, and %s"
                .formatted(service.name().name(), why));
  }

  @Override
  public synchronized RuleResult tests(Source source) throws InterruptedException {
    try {
      return tree(source).tests(source);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new RuleResult(
          List.of(), List.of(new Gap("", "lies in no directory: " + source.root())));
    } catch (IOException e) {
      return new RuleResult(List.of(), List.of(new Gap("", "cannot be read: " + e.getMessage())));
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
