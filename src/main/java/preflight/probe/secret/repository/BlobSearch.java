package preflight.probe.secret.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevObject;
import preflight.probe.secret.form.FileKind;
import preflight.probe.secret.repository.CommittedSecrets.Searched;

/**
 * Searches the contents of a repository, each once, on all processors. What the working tree holds
 * unchanged is read there, since unpacking takes longer than searching.
 */
final class BlobSearch implements AutoCloseable {

  private static final int MOST_THREADS = 8;
  private static final int WAITING = 1 << 16;
  private static final int MOST_ATTRIBUTES = 1 << 20;
  private static final Duration TELLS_EVERY = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Unpacked in memory, so one at a time. */
  private static final long LARGE = 4 << 20;

  private final Repository repository;
  private final Needles needles;
  private final Results results;
  private final Set<ObjectId> seen = new HashSet<>();
  private final BlockingQueue<Work> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Semaphore large = new Semaphore(1);
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch ended;
  private long told = System.nanoTime();
  private volatile boolean listed;
  private volatile boolean over;

  /**
   * A content, and where it stands.
   *
   * @param file where the working tree has it unchanged
   */
  private record Work(ObjectId blob, List<String> paths, boolean past, Optional<Path> file) {}

  BlobSearch(Repository repository, Needles needles, Results results) {
    this.repository = repository;
    this.needles = needles;
    this.results = results;
    int count = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS);
    this.ended = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofPlatform().daemon().name("secret-search-" + i).start(this::work));
    }
  }

  /** What is tracked now, below a path. */
  void index(String under) throws IOException, InterruptedException {
    DirCache index = repository.readDirCache();
    boolean filtered = filtered(index);
    Path file = repository.getIndexFile().toPath();
    Instant written =
        Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : Instant.MIN;
    Map<ObjectId, Work> all = new LinkedHashMap<>();
    for (int i = 0; i < index.getEntryCount(); i++) {
      DirCacheEntry entry = index.getEntry(i);
      boolean regular =
          FileMode.REGULAR_FILE.equals(entry.getRawMode())
              || FileMode.EXECUTABLE_FILE.equals(entry.getRawMode());
      String path = entry.getPathString();
      if (regular && path.startsWith(under)) {
        ObjectId id = entry.getObjectId().copy();
        Work work =
            all.computeIfAbsent(
                id,
                _ ->
                    new Work(
                        id,
                        new ArrayList<>(1),
                        false,
                        filtered ? Optional.empty() : unchanged(written, entry, path)));
        work.paths().add(path);
      }
    }
    for (Work work : all.values()) {
      seen.add(work.blob());
      results.more();
      waiting.put(work);
    }
  }

  /**
   * Whether the working tree may hold something else than what is committed, though unchanged: what
   * git-crypt or LFS keep elsewhere.
   */
  private boolean filtered(DirCache index) throws IOException {
    Path common = repository.getCommonDirectory().toPath().resolve("info/attributes");
    if (Files.exists(common) && filters(Files.readAllBytes(common))) {
      return true;
    }
    for (int i = 0; i < index.getEntryCount(); i++) {
      String path = index.getEntry(i).getPathString();
      if (path.equals(".gitattributes") || path.endsWith("/.gitattributes")) {
        try (ObjectReader reader = repository.newObjectReader()) {
          ObjectId id = index.getEntry(i).getObjectId();
          if (reader.getObjectSize(id, Constants.OBJ_BLOB) > MOST_ATTRIBUTES
              || filters(reader.open(id, Constants.OBJ_BLOB).getBytes())) {
            return true;
          }
        } catch (MissingObjectException e) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean filters(byte[] attributes) {
    String text = new String(attributes, java.nio.charset.StandardCharsets.ISO_8859_1);
    return text.contains("filter=") || text.contains("working-tree-encoding=");
  }

  /** By size and time, as Git itself tells it. */
  private Optional<Path> unchanged(Instant written, DirCacheEntry entry, String path) {
    if (repository.isBare() || entry.isSmudged()) {
      return Optional.empty();
    }
    try {
      Path file = repository.getWorkTree().toPath().resolve(path);
      var now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Instant time = now.lastModifiedTime().toInstant();
      Instant then = entry.getLastModifiedInstant();
      boolean same =
          now.isRegularFile()
              && now.size() == entry.getLength()
              && time.getEpochSecond() == then.getEpochSecond()
              && (then.getNano() == 0 || time.getNano() == then.getNano())
              && !raced(written, then);
      return same ? Optional.of(file) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** What changed while the index was written looks unchanged ever after. */
  private static boolean raced(Instant written, Instant then) {
    return then.getNano() == 0
        ? written.getEpochSecond() <= then.getEpochSecond()
        : !written.isAfter(then);
  }

  /** Of the whole repository: who clones it has all of its past, and one content many paths. */
  void everything(Consumer<Searched> soFar) throws IOException, InterruptedException {
    try (var walk = new ObjectWalk(repository)) {
      for (Ref ref : repository.getRefDatabase().getRefs()) {
        if (ref.getObjectId() != null) {
          walk.markStart(walk.parseAny(ref.getObjectId()));
        }
      }
      while (walk.next() != null) {
        // The files come after the commits.
        tell(soFar);
      }
      for (RevObject object = walk.nextObject(); object != null; object = walk.nextObject()) {
        if (object.getType() == Constants.OBJ_BLOB && seen.add(object.copy())) {
          results.more();
          var work = new Work(object.copy(), List.of(walk.getPathString()), true, Optional.empty());
          while (!waiting.offer(work, TELLS_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            tell(soFar);
          }
        }
        tell(soFar);
      }
    } catch (MissingObjectException e) {
      results.unsearched("the history", "is not whole in this clone (partial)");
    }
  }

  /** Until everything is searched. */
  void await(Consumer<Searched> soFar) throws InterruptedException {
    results.listed();
    listed = true;
    soFar.accept(results.now());
    while (!ended.await(TELLS_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
      tell(soFar);
    }
  }

  private void tell(Consumer<Searched> soFar) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long now = System.nanoTime();
    if (now - told >= TELLS_EVERY.toNanos()) {
      told = now;
      soFar.accept(results.now());
    }
  }

  private void work() {
    var search = new FileSearch(needles, () -> over);
    try (ObjectReader reader = repository.newObjectReader()) {
      while (!over) {
        Work work = waiting.poll(5, TimeUnit.MILLISECONDS);
        if (work != null) {
          search(work, search, reader);
          results.searched();
        } else if (listed && waiting.isEmpty()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  /** A file may mean different things at its paths. */
  private void search(Work work, FileSearch search, ObjectReader reader)
      throws InterruptedException {
    Map<FileKind, List<String>> kinds = new LinkedHashMap<>();
    work.paths()
        .forEach(it -> kinds.computeIfAbsent(FileKind.of(it), _ -> new ArrayList<>()).add(it));
    for (Map.Entry<FileKind, List<String>> kind : kinds.entrySet()) {
      String path = kind.getValue().getFirst();
      Set<Needles.Hit> hits = Set.of();
      try {
        hits = hits(work, kind.getKey(), path, search, reader);
      } catch (MissingObjectException e) {
        results.unsearched(path, "is not in this clone (shallow or partial)");
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        results.unsearched(path, "cannot be read from Git");
      }
      for (Needles.Hit hit : hits) {
        kind.getValue().forEach(it -> results.hit(it, work.blob(), work.past(), hit));
      }
    }
  }

  private Set<Needles.Hit> hits(
      Work work, FileKind kind, String path, FileSearch search, ObjectReader reader)
      throws IOException, InterruptedException {
    Consumer<String> unsearched = why -> results.unsearched(path, why);
    if (work.file().isPresent()) {
      try {
        return search.in(() -> Files.newInputStream(work.file().get()), kind, unsearched);
      } catch (IOException e) {
        // It went away or may not be read; Git has it, too.
      }
    }
    Content blob = () -> stream(reader, work.blob());
    if (reader.getObjectSize(work.blob(), Constants.OBJ_BLOB) < LARGE) {
      return search.in(blob, kind, unsearched);
    }
    large.acquire();
    try {
      return search.in(blob, kind, unsearched);
    } finally {
      large.release();
    }
  }

  private static InputStream stream(ObjectReader reader, ObjectId blob) throws IOException {
    return reader.open(blob, Constants.OBJ_BLOB).openStream();
  }

  /** What is being searched ends soon. */
  @Override
  public void close() {
    over = true;
    try {
      for (Thread thread : threads) {
        thread.join(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
