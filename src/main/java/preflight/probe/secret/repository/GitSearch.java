package preflight.probe.secret.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectStream;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import preflight.probe.PeerText;
import preflight.probe.Redaction;
import preflight.probe.secret.Credential;
import preflight.probe.secret.Vault;
import preflight.probe.secret.text.Bytes;
import preflight.resource.Environment;
import preflight.resource.Source;

/** Searches a Git repository with JGit; only its tracked files are read. */
public final class GitSearch implements CommittedSecrets {

  /** How much of a file is in memory at once, and how much of that once more with the next. */
  private static final int PIECE = 8 << 20;

  private static final int LONGEST_SECRET = 64 << 10;

  private final Path profile;
  private final Vault vault;
  private final Redaction redaction;

  /**
   * Searches for what a vault holds.
   *
   * @param profile the directory that paths in the profile start from
   */
  public GitSearch(Path profile, Vault vault, Redaction redaction) {
    this.profile = profile;
    this.vault = vault;
    this.redaction = redaction;
  }

  @Override
  public Optional<Searched> search(Source source, Environment environment, boolean history)
      throws InterruptedException {
    // A relative path ends before the directories above it have been looked into.
    Path root = profile.resolve(source.root()).toAbsolutePath().normalize();
    var builder = new FileRepositoryBuilder().findGitDir(root.toFile());
    if (builder.getGitDir() == null) {
      return Optional.empty();
    }
    try (var needles = new Needles(Credential.of(environment, vault, vault));
        Repository repository = builder.build()) {
      Set<Finding> found = new LinkedHashSet<>();
      Set<ObjectId> seen = new HashSet<>();
      String under = under(repository, root);
      index(repository, under, needles, seen, found);
      if (history) {
        everything(repository, needles, seen, found);
      }
      var sorted = new ArrayList<>(found);
      sorted.sort(
          Comparator.comparing(Finding::past)
              .thenComparing(it -> it.path().raw())
              .thenComparingInt(Finding::line));
      return Optional.of(new Searched(sorted, Credential.unread(environment, vault)));
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

  private void index(
      Repository repository, String under, Needles needles, Set<ObjectId> seen, Set<Finding> found)
      throws IOException {
    DirCache index = repository.readDirCache();
    for (int i = 0; i < index.getEntryCount(); i++) {
      var entry = index.getEntry(i);
      boolean file =
          FileMode.REGULAR_FILE.equals(entry.getRawMode())
              || FileMode.EXECUTABLE_FILE.equals(entry.getRawMode());
      if (file && entry.getPathString().startsWith(under)) {
        ObjectId id = entry.getObjectId().copy();
        seen.add(id);
        search(repository, id, entry.getPathString(), false, needles, found);
      }
    }
  }

  /** Of the whole repository: who clones it has all of its past, and one content many paths. */
  private void everything(
      Repository repository, Needles needles, Set<ObjectId> seen, Set<Finding> found)
      throws IOException {
    try (var walk = new ObjectWalk(repository)) {
      for (Ref ref : repository.getRefDatabase().getRefs()) {
        if (ref.getObjectId() != null) {
          walk.markStart(walk.parseAny(ref.getObjectId()));
        }
      }
      while (walk.next() != null) {
        // The files come after the commits.
      }
      for (RevObject object = walk.nextObject(); object != null; object = walk.nextObject()) {
        if (object.getType() == Constants.OBJ_BLOB && seen.add(object.copy())) {
          search(repository, object, walk.getPathString(), true, needles, found);
        }
      }
    }
  }

  private void search(
      Repository repository,
      ObjectId id,
      String path,
      boolean past,
      Needles needles,
      Set<Finding> found)
      throws IOException {
    var hits = new LinkedHashSet<Needles.Hit>();
    try (ObjectStream file = repository.open(id, Constants.OBJ_BLOB).openStream()) {
      pieces(file, (piece, line) -> needles.in(path, piece, line, hits::add));
    } catch (MissingObjectException e) {
      // A shallow or partial clone does not have it.
    }
    if (!hits.isEmpty()) {
      String print = FilePrint.of(path, id);
      hits.forEach(it ->
          found.add(
              new Finding(
                  redaction.heard(path),
                  it.line(),
                  it.live().isPresent() ? PeerText.ours(it.what()) : redaction.heard(it.what()),
                  it.live(),
                  past,
                  print + ":" + it.line())));
    }
  }

  /** Pieces overlap, so that no value is cut in two. */
  private static void pieces(ObjectStream file, ObjIntConsumer<byte[]> to) throws IOException {
    byte[] piece = file.readNBytes(PIECE);
    int line = 1;
    while (true) {
      to.accept(piece, line);
      byte[] more = file.readNBytes(PIECE);
      if (more.length == 0) {
        return;
      }
      int kept = Math.max(0, piece.length - LONGEST_SECRET);
      line += Bytes.lineBreaks(piece, 0, kept);
      byte[] next = Arrays.copyOfRange(piece, kept, piece.length + more.length);
      System.arraycopy(more, 0, next, piece.length - kept, more.length);
      piece = next;
    }
  }
}
