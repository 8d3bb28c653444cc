package preflight.source.facts;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.source.tree.SourceTree;
import preflight.source.tree.TreeState;

/**
 * Answers about one state of a tree, from run to run, each in a file outside of the tree. An answer
 * is given again only by the same build, to the same question, about a tree with the same contents;
 * whatever else is found is no answer.
 *
 * @param <R> the answer
 */
public final class AnswerCache<R extends Record> {

  /** How many answers are kept of a tree: there are several profiles and packs. */
  private static final int KEPT = 24;

  private static final int SUM = 32;
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final RecordCodec<R> codec;
  private final Optional<Path> folder;
  private final Optional<TreeState> state;
  private final String build;

  private AnswerCache(
      RecordCodec<R> codec, Optional<Path> folder, Optional<TreeState> state, String build) {
    this.codec = codec;
    this.folder = folder;
    this.state = state;
    this.build = build;
  }

  /**
   * Opens what is known of a tree.
   *
   * @param variables of this process, which say where caches are
   * @param build of this program; nothing is remembered without one
   */
  public static <R extends Record> AnswerCache<R> of(
      Class<R> type, SourceTree tree, Map<String, String> variables, Optional<String> build) {
    Optional<Path> folder = build.flatMap(_ -> FactsCache.folder(variables));
    return new AnswerCache<>(
        new RecordCodec<>(type),
        folder.map(it -> it.resolve("answers").resolve(FactsCache.name(tree.root()))),
        folder.flatMap(_ -> tree.state()),
        build.orElse(""));
  }

  /** The answer to a question about the tree as it is now. */
  public Optional<R> get(String question) {
    if (folder.isEmpty() || state.isEmpty()) {
      return Optional.empty();
    }
    byte[] key = key(question);
    try {
      Path file = file(key);
      byte[] bytes = Files.readAllBytes(file);
      int body = bytes.length - SUM;
      if (body < key.length
          || !Arrays.equals(bytes, 0, key.length, key, 0, key.length)
          || !Arrays.equals(FactsCache.digest(bytes, 0, body), 0, SUM, bytes, body, bytes.length)) {
        return Optional.empty();
      }
      try (var in =
          new DataInputStream(new ByteArrayInputStream(bytes, key.length, body - key.length))) {
        return Optional.of(codec.read(in));
      }
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Remembers an answer that depends on nothing but the question and what the tree says. It is
   * dropped where the tree changed while it was read, or the folder cannot be written to.
   */
  public void put(String question, R answer) {
    if (folder.isEmpty() || state.isEmpty() || !state.get().stands()) {
      return;
    }
    byte[] key = key(question);
    var bytes = new ByteArrayOutputStream();
    try {
      bytes.write(key);
      codec.write(answer, new DataOutputStream(bytes));
      byte[] all = bytes.toByteArray();
      bytes.write(FactsCache.digest(all, 0, all.length));
      Path next = FactsCache.next(file(key));
      Files.write(next, bytes.toByteArray());
      FactsCache.replace(next, file(key));
      forget(file(key).toFile().lastModified());
    } catch (IOException | UnsupportedOperationException e) {
      // The next run finds the answer again.
    }
  }

  private byte[] key(String question) {
    String asked =
        String.join("\0", build, codec.shape(), state.orElseThrow().contents(), question);
    return FactsCache.digest(asked);
  }

  private Path file(byte[] key) {
    return folder.orElseThrow().resolve(HexFormat.of().formatHex(key) + ".answer");
  }

  /** Takes away the oldest answers, and what a run left that was ended. */
  private void forget(long now) throws IOException {
    try (Stream<Path> files = Files.list(folder.orElseThrow())) {
      var answers =
          files
              .map(it -> new Kept(it, it.toFile().lastModified()))
              .sorted(Comparator.comparingLong(Kept::written).reversed())
              .toList();
      int kept = 0;
      for (Kept each : answers) {
        boolean whole = each.file.toString().endsWith(".answer");
        boolean old = each.written < now - ABANDONED.toMillis();
        if (whole ? ++kept > KEPT : old) {
          Files.deleteIfExists(each.file);
        }
      }
    }
  }

  private record Kept(Path file, long written) {}
}
