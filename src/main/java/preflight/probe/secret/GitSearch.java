package preflight.probe.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import preflight.resource.Environment;
import preflight.resource.Source;

/** Searches a Git repository with JGit; only its tracked files are read. */
public final class GitSearch implements CommittedSecrets {

  private static final int LARGEST = 8 << 20;
  private static final int ABBREVIATED = 12;

  private final Path profile;
  private final Vault vault;

  /**
   * Searches for what a vault holds.
   *
   * @param profile the directory that paths in the profile start from
   */
  public GitSearch(Path profile, Vault vault) {
    this.profile = profile;
    this.vault = vault;
  }

  @Override
  public Optional<Searched> search(Source source, Environment environment, boolean history)
      throws InterruptedException {
    var needles = new Needles(Credential.of(environment, vault, vault));
    var builder = new FileRepositoryBuilder().findGitDir(profile.resolve(source.root()).toFile());
    if (builder.getGitDir() == null) {
      return Optional.empty();
    }
    try (Repository repository = builder.build()) {
      var found = new ArrayList<Finding>();
      Set<ObjectId> seen = new HashSet<>();
      index(repository, needles, seen, found);
      if (history) {
        everything(repository, needles, seen, found);
      }
      found.sort(Comparator.comparing(Finding::path).thenComparingInt(Finding::line));
      return Optional.of(new Searched(found, Credential.unread(environment, vault)));
    } catch (IOException e) {
      throw new UncheckedIOException("The repository cannot be read", e);
    }
  }

  private static void index(
      Repository repository, Needles needles, Set<ObjectId> seen, List<Finding> found)
      throws IOException {
    DirCache index = repository.readDirCache();
    for (int i = 0; i < index.getEntryCount(); i++) {
      var entry = index.getEntry(i);
      if (FileMode.REGULAR_FILE.equals(entry.getRawMode())
          || FileMode.EXECUTABLE_FILE.equals(entry.getRawMode())) {
        ObjectId id = entry.getObjectId().copy();
        seen.add(id);
        search(repository, id, entry.getPathString(), needles, found);
      }
    }
  }

  private static void everything(
      Repository repository, Needles needles, Set<ObjectId> seen, List<Finding> found)
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
          search(repository, object, walk.getPathString() + " (history)", needles, found);
        }
      }
    }
  }

  private static void search(
      Repository repository, ObjectId id, String path, Needles needles, List<Finding> found)
      throws IOException {
    try {
      ObjectLoader blob = repository.open(id, Constants.OBJ_BLOB);
      if (blob.getSize() <= LARGEST) {
        String file = id.abbreviate(ABBREVIATED).name();
        needles.in(path, blob.getBytes(LARGEST), file, found::add);
      }
    } catch (MissingObjectException e) {
      // A shallow or partial clone does not have it.
    }
  }
}
