package preflight.probe.secret.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import preflight.probe.Redaction;
import preflight.probe.secret.Credential;
import preflight.probe.secret.UnreadableSecret;
import preflight.probe.secret.Vault;
import preflight.resource.Environment;
import preflight.resource.Source;

/** Searches a Git repository with JGit; only what Git tracks is read. */
public final class GitSearch implements CommittedSecrets {

  private final Path profile;
  private final Vault vault;
  private final Redaction redaction;
  private final InstantSource clock;

  /**
   * Searches for what a vault holds.
   *
   * @param profile the directory that paths in the profile start from
   * @param clock tells which tokens have expired
   */
  public GitSearch(Path profile, Vault vault, Redaction redaction, InstantSource clock) {
    this.profile = profile;
    this.vault = vault;
    this.redaction = redaction;
    this.clock = clock;
  }

  @Override
  public Optional<Searched> search(
      Source source, Environment environment, boolean history, Consumer<Searched> soFar)
      throws InterruptedException {
    // A relative path ends before the directories above it have been looked into.
    Path root = profile.resolve(source.root()).toAbsolutePath().normalize();
    var builder = new FileRepositoryBuilder().findGitDir(root.toFile());
    if (builder.getGitDir() == null) {
      return Optional.empty();
    }
    try (var needles = new Needles(Credential.of(environment, vault, vault), clock);
        Repository repository = builder.build()) {
      List<UnreadableSecret> unread = Credential.unread(environment, vault);
      var results = new Results(redaction, unread);
      try (var blobs = new BlobSearch(repository, needles, results)) {
        blobs.index(under(repository, root));
        if (history) {
          if (Files.exists(repository.getDirectory().toPath().resolve("shallow"))) {
            results.unsearched("the history", "ends where this clone was cut off (shallow)");
          }
          blobs.everything(soFar);
        }
        blobs.await(soFar);
      }
      return Optional.of(results.now());
    } catch (IOException e) {
      throw new UncheckedIOException("The repository cannot be read", e);
    }
  }

  /** What the paths below a root begin with in their repository. */
  private static String under(Repository repository, Path root) {
    if (repository.isBare()) {
      return "";
    }
    Path tree = repository.getWorkTree().toPath().toAbsolutePath().normalize();
    return root.startsWith(tree) && !root.equals(tree)
        ? tree.relativize(root).toString().replace('\\', '/') + "/"
        : "";
  }
}
