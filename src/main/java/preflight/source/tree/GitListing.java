package preflight.source.tree;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/**
 * Lists what Git tracks below a directory, and what it neither tracks nor ignores. Rules of what is
 * ignored are read only where something is not tracked.
 */
final class GitListing {

  private static final String GIT = ".git";
  private static final String RULES = ".gitignore";
  private static final int AT_ONCE = 128;

  private final Checkout checkout;

  /** From the top of the working tree to the root, with {@code /} at the end, or empty. */
  private final String under;

  private final Map<String, GitIndex.Entry> tracked;
  private final Set<String> folders = new HashSet<>();
  private final Map<String, Optional<FileStamp>> looked = new ConcurrentHashMap<>();
  private final Map<String, Boolean> out = new HashMap<>();
  private final Map<String, Optional<IgnoreNode>> rules = new HashMap<>();
  private @Nullable List<IgnoreNode> excludes;
  private final Found found;

  /** Told of what is there, by paths below the root. */
  interface Found {
    void file(SourceFile file, FileStamp stamp);

    void gap(String path, String why);
  }

  private GitListing(Checkout checkout, Path root, Found found) throws IOException {
    this.checkout = checkout;
    this.found = found;
    String below = checkout.top().relativize(root).toString().replace(File.separatorChar, '/');
    this.under = below.isEmpty() ? "" : below + "/";
    this.tracked = checkout.index().entries();
    for (String path : tracked.keySet()) {
      // What stands beside a file has the same folders.
      for (int slash = path.lastIndexOf('/');
          slash > 0 && folders.add(path.substring(0, slash));
          slash = path.lastIndexOf('/', slash - 1)) {}
    }
  }

  static void list(Checkout checkout, Path root, Found found) throws IOException {
    var listing = new GitListing(checkout, root, found);
    String folder = TreePath.folder(listing.under);
    if (listing.folders.contains(folder) || !listing.out(folder)) {
      listing.look();
      listing.folder(listing.under);
    }
  }

  /**
   * Looks at all tracked files, by as many threads as there are processors: each look is a call.
   */
  private void look() throws IOException {
    List<String> paths = tracked.keySet().stream().filter(it -> it.startsWith(under)).toList();
    var next = new AtomicInteger();
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
    if (paths.size() <= AT_ONCE) {
      threads = 1;
    }
    try (var pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(
            pool.submit(() -> {
              for (int at = next.getAndAdd(AT_ONCE);
                  at < paths.size();
                  at = next.getAndAdd(AT_ONCE)) {
                paths.subList(at, Math.min(paths.size(), at + AT_ONCE)).forEach(this::stamp);
              }
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while files were listed", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Optional<FileStamp> stamp(String path) {
    return looked.computeIfAbsent(
        path,
        it -> {
          try {
            return Optional.of(FileStamp.of(checkout.top().resolve(it)));
          } catch (IOException e) {
            return Optional.empty();
          }
        });
  }

  /** Lists a folder, whose name ends with {@code /} or is empty, and those in it. */
  private void folder(String folder) throws IOException {
    String @Nullable [] names = checkout.top().resolve(folder).toFile().list();
    if (names == null) {
      found.gap(below(TreePath.folder(folder)), "cannot be read: permission denied");
      return;
    }
    Arrays.sort(names);
    if (!folder.equals(under) && Arrays.binarySearch(names, GIT) >= 0) {
      found.gap(below(TreePath.folder(folder)), "is a repository of its own");
      return;
    }
    for (String name : names) {
      if (!name.equals(GIT)) {
        entry(folder + name);
      }
    }
  }

  private void entry(String path) throws IOException {
    @Nullable FileStamp stamp = stamp(path).orElse(null);
    GitIndex.@Nullable Entry known = tracked.get(path);
    if (stamp == null
        || (known == null
            && !folders.contains(path)
            && (out(TreePath.folder(path)) || ignored(path, stamp.isFolder())))) {
      return;
    }
    if (stamp.isLink()) {
      found.gap(below(path), "is a symbolic link");
    } else if (known != null && known.submodule()) {
      found.gap(below(path), "is a repository of its own");
    } else if (stamp.isFolder()) {
      folder(path + "/");
    } else if (stamp.isFile()) {
      Optional<String> blob =
          known != null && known.holds(stamp) ? Optional.of(known.blob()) : Optional.empty();
      found.file(new SourceFile(below(path), stamp.size(), blob), stamp);
    }
  }

  /** Whether a folder is ignored, itself or by one above it: then only what is tracked counts. */
  private boolean out(String folder) throws IOException {
    @Nullable Boolean known = out.get(folder);
    if (known == null) {
      known = !folder.isEmpty() && (out(TreePath.folder(folder)) || ignored(folder, true));
      out.put(folder, known);
    }
    return known;
  }

  private String below(String path) {
    return path.substring(Math.min(under.length(), path.length()));
  }

  /** By the rules of the folders above it, the nearest one first, and then by those of the user. */
  private boolean ignored(String path, boolean folder) throws IOException {
    for (int slash = path.lastIndexOf('/'); ; slash = path.lastIndexOf('/', slash - 1)) {
      Optional<IgnoreNode> own = rules(path.substring(0, Math.max(0, slash)));
      @Nullable Boolean said =
          own.isPresent() ? own.get().checkIgnored(path.substring(slash + 1), folder) : null;
      if (said != null) {
        return said;
      }
      if (slash <= 0) {
        break;
      }
    }
    for (IgnoreNode node : excludes()) {
      @Nullable Boolean said = node.checkIgnored(path, folder);
      if (said != null) {
        return said;
      }
    }
    return false;
  }

  private Optional<IgnoreNode> rules(String folder) throws IOException {
    if (!rules.containsKey(folder)) {
      rules.put(folder, node(checkout.top().resolve(folder).resolve(RULES)));
    }
    return rules.getOrDefault(folder, Optional.empty());
  }

  private List<IgnoreNode> excludes() throws IOException {
    if (excludes == null) {
      excludes = new ArrayList<>();
      for (Path file : checkout.excludes()) {
        node(file).ifPresent(excludes::add);
      }
    }
    return excludes;
  }

  private static Optional<IgnoreNode> node(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    var node = new IgnoreNode();
    try (InputStream in = Files.newInputStream(file)) {
      node.parse(in);
    }
    return Optional.of(node);
  }
}
