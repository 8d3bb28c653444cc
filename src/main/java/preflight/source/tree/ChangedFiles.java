package preflight.source.tree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.jspecify.annotations.Nullable;

/** Which files of a source tree differ from a commit: changed, new and not yet committed ones. */
public sealed interface ChangedFiles {

  /** By path below the root of the tree. */
  record Since(SortedSet<String> paths) implements ChangedFiles {}

  /**
   * It cannot be told.
   *
   * @param why ends a sentence that begins with the name of the commit
   */
  record Unknown(String why) implements ChangedFiles {}

  /** Compares a tree with a commit, branch or tag. */
  static ChangedFiles since(String revision, SourceTree tree) {
    Path root = tree.root().toAbsolutePath().normalize();
    var builder = new FileRepositoryBuilder().findGitDir(root.toFile());
    if (builder.getGitDir() == null) {
      return new Unknown("cannot be looked up: %s is in no Git repository".formatted(root));
    }
    try (Repository repository = builder.build();
        var commits = new RevWalk(repository)) {
      @Nullable ObjectId id = repository.resolve(revision + "^{commit}");
      if (id == null) {
        return new Unknown("is no commit, branch or tag of the repository");
      }
      Path top = repository.getWorkTree().toPath().toRealPath();
      String under = top.relativize(root.toRealPath()).toString().replace('\\', '/');
      Map<String, String> then =
          blobs(repository, commits.parseCommit(id).getTree().getId(), under);
      SortedSet<String> changed = new TreeSet<>();
      for (SourceFile file : tree.files().values()) {
        Optional<String> now = ContentId.of(tree, file);
        if (now.isEmpty() || !now.get().equals(then.get(file.path()))) {
          changed.add(file.path());
        }
      }
      return new Since(changed);
    } catch (RevisionSyntaxException | AmbiguousObjectException | IncorrectObjectTypeException e) {
      return new Unknown("is no commit, branch or tag of the repository");
    } catch (MissingObjectException e) {
      return new Unknown("is not in this clone; fetch it first (a shallow clone has few commits)");
    } catch (IOException e) {
      return new Unknown("cannot be read: the repository is damaged");
    }
  }

  private static Map<String, String> blobs(Repository repository, ObjectId tree, String under)
      throws IOException {
    Map<String, String> blobs = new HashMap<>();
    try (var walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      if (!under.isEmpty()) {
        walk.setFilter(PathFilter.create(under));
      }
      int cut = under.isEmpty() ? 0 : under.length() + 1;
      while (walk.next()) {
        String path = walk.getPathString();
        if (path.length() > cut) {
          blobs.put(path.substring(cut), walk.getObjectId(0).name());
        }
      }
    }
    return blobs;
  }
}
