package preflight.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;

/**
 * The two commits of the source tree: one with a fault, and the one that repaired it, of which all
 * services are built. Their digits follow from what they hold and from the time alone, so that
 * Cloud Run can be told them before there is a repository.
 */
final class SourceHistory {

  private static final String FAULTY = "backend/app/connections.py";

  private final Instant deployed;
  private final SortedMap<String, String> healthy;

  /**
   * As it was when somebody deployed it.
   *
   * @param deployed when
   */
  SourceHistory(Instant deployed, SortedMap<String, String> healthy) {
    this.deployed = deployed.truncatedTo(ChronoUnit.SECONDS);
    this.healthy = healthy;
  }

  /** Digits of the commit with the fault. */
  String faulty() {
    return ids().getFirst();
  }

  /** Digits of the commit that repaired it. */
  String repaired() {
    return ids().getLast();
  }

  private List<String> ids() {
    try (var nowhere = new Nowhere()) {
      return commits(nowhere).stream().map(ObjectId::name).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits to a repository that holds nothing yet. */
  void commit(Git git) throws IOException {
    try (ObjectInserter objects = git.getRepository().newObjectInserter()) {
      ObjectId head = commits(objects).getLast();
      objects.flush();
      RefUpdate update = git.getRepository().updateRef("HEAD");
      update.setNewObjectId(head);
      update.forceUpdate();
    }
  }

  private List<ObjectId> commits(ObjectInserter objects) throws IOException {
    var before = new TreeMap<>(healthy);
    before.computeIfPresent(
        FAULTY, (_, it) -> it.replace("self._open.pop(user, None)", "self._open.get(user)"));
    ObjectId first =
        commit(
            objects, before, Optional.empty(), Duration.ofHours(1), "feat: chats over WebSocket");
    ObjectId second =
        commit(
            objects,
            healthy,
            Optional.of(first),
            Duration.ZERO,
            "fix: forget those who disconnect");
    return List.of(first, second);
  }

  private ObjectId commit(
      ObjectInserter objects,
      SortedMap<String, String> files,
      Optional<ObjectId> parent,
      Duration ago,
      String message)
      throws IOException {
    var cache = DirCache.newInCore();
    var builder = cache.builder();
    for (Map.Entry<String, String> file : files.entrySet()) {
      var entry = new DirCacheEntry(file.getKey());
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(
          objects.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8)));
      builder.add(entry);
    }
    builder.finish();
    var commit = new CommitBuilder();
    commit.setTreeId(cache.writeTree(objects));
    parent.ifPresent(commit::setParentId);
    var author = new PersonIdent("sandbox", "sandbox@invalid", deployed.minus(ago), ZoneOffset.UTC);
    commit.setAuthor(author);
    commit.setCommitter(author);
    commit.setMessage(message);
    return objects.insert(commit);
  }

  /** Names what it is given, and keeps nothing. */
  private static final class Nowhere extends ObjectInserter.Formatter {
    @Override
    public ObjectId insert(int type, byte[] data, int from, int length) {
      return idFor(type, data, from, length);
    }
  }
}
