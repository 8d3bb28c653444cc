package preflight.probe.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import preflight.probe.Redaction;
import preflight.probe.git.History.Gap.Incomplete;
import preflight.probe.git.History.Gap.NoRepository;
import preflight.probe.google.OncePerKey;
import preflight.resource.Source;

/** Asks a Git repository with JGit, each question once. */
public final class GitHistory implements History {

  private static final int AT_ONCE = 2;

  private final Path profile;
  private final Redaction redaction;
  private final OncePerKey<Fix, Presence> presences;

  private record Fix(String root, String fix, String deployed) {}

  /** A question to an open repository. */
  private interface Question<T> {
    T ask(Commits commits) throws IOException, Unanswered;
  }

  /** What a repository does not tell, on its way to the answer. */
  static final class Unanswered extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Gap gap;

    Unanswered(Gap gap) {
      super(null, null, false, false);
      this.gap = gap;
    }
  }

  /**
   * Asks the repository of a source tree.
   *
   * @param profile the directory that paths in the profile start from
   */
  public GitHistory(Path profile, Redaction redaction) {
    this.profile = profile;
    this.redaction = redaction;
    this.presences =
        new OncePerKey<>(
            new Semaphore(AT_ONCE),
            it ->
                ask(
                    it.root(),
                    commits -> commits.presence(it.fix(), it.deployed()),
                    Presence.CannotTell::new));
  }

  @Override
  public Standing standing(Source source, String deployed, Predicate<String> concerns) {
    return ask(
        source.root(), commits -> commits.standing(deployed, concerns), Standing.CannotTell::new);
  }

  @Override
  public Presence presence(Source source, String fix, String deployed) throws InterruptedException {
    return presences.get(new Fix(source.root(), fix, deployed));
  }

  private <T> T ask(String source, Question<T> question, java.util.function.Function<Gap, T> gap) {
    // A relative path ends before the directories above it have been looked into.
    Path root = profile.resolve(source).toAbsolutePath().normalize();
    var builder = new FileRepositoryBuilder().findGitDir(root.toFile());
    if (builder.getGitDir() == null) {
      return gap.apply(new NoRepository());
    }
    try (Repository repository = builder.build();
        var commits = new Commits(repository, under(repository, root), redaction)) {
      return question.ask(commits);
    } catch (Unanswered e) {
      return gap.apply(e.gap);
    } catch (MissingObjectException e) {
      return gap.apply(new Incomplete());
    } catch (IOException e) {
      return gap.apply(new Incomplete());
    }
  }

  /** What the paths below a root begin with in their repository. */
  private static Optional<String> under(Repository repository, Path root) throws IOException {
    if (repository.isBare()) {
      return Optional.empty();
    }
    Path tree = repository.getWorkTree().toPath().toRealPath();
    Path real = root.toRealPath();
    return real.startsWith(tree) && !real.equals(tree)
        ? Optional.of(tree.relativize(real).toString().replace('\\', '/'))
        : Optional.empty();
  }
}
