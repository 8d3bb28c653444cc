package preflight.probe.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.MergeCommand.FastForwardMode;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/** A repository of a test, in which each commit is an hour after the one before. */
public final class Repo implements AutoCloseable {

  private static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");

  private final Path folder;
  private final Git git;
  private int hour;

  private Repo(Path folder, Git git) {
    this.folder = folder;
    this.git = git;
  }

  public static Repo in(Path folder) throws GitAPIException, IOException {
    Files.createDirectories(folder);
    Git git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
    git.getRepository().getConfig().setBoolean("commit", null, "gpgsign", false);
    git.getRepository().getConfig().save();
    return new Repo(folder, git);
  }

  /** Writes a file and commits it; the digits of the commit. */
  public String commit(String message, String path, String text)
      throws GitAPIException, IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    git.add().addFilepattern(path).call();
    return git.commit().setMessage(message).setAuthor(now()).setCommitter(now()).call().name();
  }

  private PersonIdent now() {
    hour++;
    return new PersonIdent("a", "a@example.com", BEGIN.plusSeconds(3600L * hour), ZoneOffset.UTC);
  }

  public void branch(String name) throws GitAPIException {
    git.checkout().setCreateBranch(true).setName(name).call();
  }

  public void checkout(String name) throws GitAPIException {
    git.checkout().setName(name).call();
  }

  /** Makes a merge commit, whatever could be forwarded. */
  public String merge(String name) throws GitAPIException, IOException {
    return git.merge()
        .include(git.getRepository().resolve(name))
        .setFastForward(FastForwardMode.NO_FF)
        .setMessage("Merge " + name)
        .call()
        .getNewHead()
        .name();
  }

  /** Picks a commit under a message of its own. */
  public String pick(String commit, String message) throws GitAPIException {
    git.cherryPick().include(ObjectId.fromString(commit)).setNoCommit(true).call();
    return git.commit().setMessage(message).setAuthor(now()).setCommitter(now()).call().name();
  }

  /** As Git writes it. */
  public String revert(String commit) throws GitAPIException {
    return git.revert().include(ObjectId.fromString(commit)).call().name();
  }

  public void reset(String commit) throws GitAPIException {
    git.reset().setMode(ResetType.HARD).setRef(commit).call();
  }

  /** A clone of the newest commits of main. */
  public Path shallow(Path to, int depth) throws GitAPIException {
    Git.cloneRepository()
        .setURI(folder.toUri().toString())
        .setDirectory(to.toFile())
        .setDepth(depth)
        .setBranch("main")
        .call()
        .close();
    return to;
  }

  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    git.close();
  }
}
