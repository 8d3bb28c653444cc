package preflight.source.tree;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * All that a tree says at one moment, so that an answer about it may be remembered.
 *
 * @param contents a name for it: trees with the same one have the same files with the same content
 * @param standing asked when everything has been read
 */
public record TreeState(String contents, BooleanSupplier standing) {

  /** What Git has not seen is read to be named. More than this takes longer than it saves. */
  private static final long UNSEEN = 32L << 20;

  /** Whether what was read since the tree was listed is what was listed. */
  public boolean stands() {
    return standing.getAsBoolean();
  }

  /** A name for what a tree says; empty where that would have to be read. */
  static Optional<String> of(SourceTree tree) {
    long unseen =
        tree.files().values().stream()
            .filter(it -> it.blob().isEmpty())
            .mapToLong(SourceFile::size)
            .sum();
    if (unseen > UNSEEN) {
      return Optional.empty();
    }
    MessageDigest digest = sha256();
    for (SourceFile file : tree.files().values()) {
      Optional<String> blob = ContentId.of(tree, file);
      if (blob.isEmpty()) {
        return Optional.empty();
      }
      add(digest, file.path(), blob.get() + file.size());
    }
    for (Map.Entry<String, String> gap : tree.gaps().entrySet()) {
      add(digest, gap.getKey(), gap.getValue());
    }
    return Optional.of(HexFormat.of().formatHex(digest.digest()));
  }

  /** No path and no word has a zero in it. */
  private static void add(MessageDigest digest, String path, String what) {
    digest.update((path + "\0" + what + "\0").getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
