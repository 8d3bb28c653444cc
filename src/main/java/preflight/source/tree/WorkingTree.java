package preflight.source.tree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.eclipse.jgit.treewalk.WorkingTreeIterator.MetadataDiff;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.jspecify.annotations.Nullable;

/**
 * The files of a directory, as Git sees them where a repository holds it. No program of the
 * repository runs: filters and hooks of its configuration are not asked.
 */
public final class WorkingTree implements SourceTree {

  /** Of a source file, more is generated. */
  private static final int LARGEST = 16 << 20;

  private final Path root;
  private final SortedMap<String, SourceFile> files = new TreeMap<>();
  private final SortedMap<String, String> gaps = new TreeMap<>();

  private WorkingTree(Path root) {
    this.root = root;
  }

  /**
   * Lists a tree.
   *
   * @throws IOException where there is no such directory, or its repository is damaged
   */
  public static WorkingTree of(Path directory) throws IOException {
    Path root = directory.toRealPath();
    var tree = new WorkingTree(root);
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(directory.toString());
    }
    // A relative path ends before the directories above it have been looked into.
    var builder = new FileRepositoryBuilder().findGitDir(root.toFile());
    if (builder.getGitDir() == null) {
      tree.walk();
      return tree;
    }
    try (Repository repository = builder.build()) {
      Path top = repository.isBare() ? root : repository.getWorkTree().toPath().toRealPath();
      if (repository.isBare() || !root.startsWith(top)) {
        tree.walk();
      } else {
        tree.index(repository, top.relativize(root).toString().replace('\\', '/'));
      }
    }
    return tree;
  }

  private void index(Repository repository, String under) throws IOException {
    try (var walk = new TreeWalk(repository)) {
      int tracked = walk.addTree(new DirCacheIterator(repository.readDirCache()));
      int present = walk.addTree(new FileTreeIterator(repository));
      ((FileTreeIterator) walk.getTree(present, WorkingTreeIterator.class))
          .setDirCacheIterator(walk, tracked);
      if (!under.isEmpty()) {
        walk.setFilter(PathFilter.create(under));
      }
      int cut = under.isEmpty() ? 0 : under.length() + 1;
      while (walk.next()) {
        var entry = walk.getTree(present, WorkingTreeIterator.class);
        var index = walk.getTree(tracked, DirCacheIterator.class);
        if (entry == null || (index == null && entry.isEntryIgnored())) {
          continue;
        }
        String path = walk.getPathString();
        String below = path.substring(Math.min(cut, path.length()));
        if (walk.isSubtree()) {
          enter(walk, below, repository.getWorkTree().toPath().resolve(path));
        } else if (!below.isEmpty()) {
          entry(below, entry, index);
        }
      }
    }
  }

  private void enter(TreeWalk walk, String path, Path directory) throws IOException {
    if (Files.isReadable(directory)) {
      walk.enterSubtree();
    } else {
      gaps.put(path, "cannot be read: permission denied");
    }
  }

  private void entry(String path, WorkingTreeIterator entry, @Nullable DirCacheIterator index) {
    FileMode mode = entry.getEntryFileMode();
    if (mode.equals(FileMode.SYMLINK)) {
      gaps.put(path, "is a symbolic link");
    } else if (mode.equals(FileMode.GITLINK)) {
      gaps.put(path, "is a repository of its own");
    } else {
      files.put(path, new SourceFile(path, entry.getEntryLength(), blob(entry, index)));
    }
  }

  private static Optional<String> blob(
      WorkingTreeIterator entry, @Nullable DirCacheIterator index) {
    return index != null && entry.compareMetadata(index.getDirCacheEntry()) == MetadataDiff.EQUAL
        ? Optional.of(index.getEntryObjectId().name())
        : Optional.empty();
  }

  private void walk() throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes its) {
            return directory.endsWith(".git")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes its) {
            String path = name(file);
            if (its.isRegularFile()) {
              files.put(path, new SourceFile(path, its.size(), Optional.empty()));
            } else if (its.isSymbolicLink()) {
              gaps.put(path, "is a symbolic link");
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            gaps.put(name(file), why(e));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static String why(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "cannot be read: permission denied";
      case NoSuchFileException _ -> "is gone";
      default -> "cannot be read";
    };
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public SortedMap<String, SourceFile> files() {
    return Collections.unmodifiableSortedMap(files);
  }

  @Override
  public SortedMap<String, String> gaps() {
    return Collections.unmodifiableSortedMap(gaps);
  }

  @Override
  public Content read(SourceFile file) {
    Path path = root.resolve(file.path());
    // It may have become a link since it was listed.
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return new Content.Unread("is gone");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      return bytes.length > LARGEST
          ? new Content.Unread("is larger than %d MiB".formatted(LARGEST >> 20))
          : new Content.Bytes(bytes);
    } catch (IOException e) {
      return new Content.Unread(why(e));
    }
  }
}
