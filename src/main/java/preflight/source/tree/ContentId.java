package preflight.source.tree;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** What Git calls the content of a file, whether it has seen it or not. */
public final class ContentId {

  private ContentId() {}

  /** Forty hexadecimal digits; empty for a file that cannot be read. */
  public static Optional<String> of(SourceTree tree, SourceFile file) {
    if (file.blob().isPresent()) {
      return file.blob();
    }
    return tree.read(file) instanceof SourceTree.Content.Bytes(byte[] bytes)
        ? Optional.of(of(bytes))
        : Optional.empty();
  }

  /** Forty hexadecimal digits. */
  public static String of(byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
