package preflight.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Looks at the git checkout that a directory is in. */
public final class GitCheckout {

  private GitCheckout() {}

  /** The commit that is checked out, in hex; empty outside a checkout, and before any commit. */
  public static Optional<String> head(Path directory) {
    var builder = new FileRepositoryBuilder().findGitDir(directory.toAbsolutePath().toFile());
    if (builder.getGitDir() == null) {
      return Optional.empty();
    }
    try (var repository = builder.build()) {
      return Optional.ofNullable(repository.resolve("HEAD")).map(ObjectId::name);
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
