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
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a directory, as Git sees them where a repository holds it. No program of the
 * repository runs: filters and hooks of its configuration are not asked.
 */
public final class WorkingTree implements SourceTree {

  /** Of a source file, more is generated. */
  private static final int LARGEST = 16 << 20;

  /** How long a clock of a file system may stand still. */
  private static final Duration FINE = Duration.ofMillis(100);

  private static final Duration COARSE = Duration.ofSeconds(2);

  private final Path root;
  private final SortedMap<String, SourceFile> files = new TreeMap<>();
  private final SortedMap<String, String> gaps = new TreeMap<>();

  /** Of all files, where Git lists them. */
  private final Map<String, FileStamp> stamps = new HashMap<>();

  private final Optional<Instant> begun = clock();
  private Optional<TreeState> state = Optional.empty();
  private boolean named;

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
    Optional<Checkout> checkout = Checkout.of(root);
    if (checkout.isPresent()) {
      GitListing.list(checkout.get(), root, tree.new Listed());
    } else {
      tree.walk();
    }
    return tree;
  }

  private final class Listed implements GitListing.Found {
    @Override
    public void file(SourceFile file, FileStamp stamp) {
      files.put(file.path(), file);
      stamps.put(file.path(), stamp);
    }

    @Override
    public void gap(String path, String why) {
      gaps.put(path, why);
    }
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
  public synchronized Optional<TreeState> state() {
    if (!named && stamps.size() == files.size()) {
      state = TreeState.of(this).map(it -> new TreeState(it, this::stands));
    }
    named = true;
    return state;
  }

  /** The time that a file has which is written now; empty where none can be written. */
  private static Optional<Instant> clock() {
    try {
      Path written = Files.createTempFile("preflight-", ".time");
      try {
        return Optional.of(Files.getLastModifiedTime(written).toInstant());
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether nothing was written to since before it was listed. */
  private boolean stands() {
    boolean fine = stamps.values().stream().anyMatch(FileStamp::fine);
    Optional<Instant> quiet = begun.map(it -> it.minus(fine ? FINE : COARSE));
    if (quiet.isEmpty() || !stamps.values().stream().allMatch(it -> it.before(quiet.get()))) {
      return false;
    }
    try {
      WorkingTree now = of(root);
      return now.stamps.equals(stamps) && now.gaps.equals(gaps);
    } catch (IOException e) {
      return false;
    }
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
