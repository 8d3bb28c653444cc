package preflight.source.tree;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A file of a tree as text. */
public sealed interface SourceText {

  /** All of it, without a byte-order mark. */
  record Text(String text) implements SourceText {}

  record Missing() implements SourceText {}

  /**
   * It is there, and no text.
   *
   * @param why as a clause: {@code "is not UTF-8"}
   */
  record Unread(String why) implements SourceText {}

  static SourceText of(SourceTree tree, String path) {
    SourceFile file = tree.files().get(path);
    if (file == null) {
      String why = tree.gaps().get(path);
      return why == null ? new Missing() : new Unread(why);
    }
    return switch (tree.read(file)) {
      case SourceTree.Content.Unread(String why) -> new Unread(why);
      case SourceTree.Content.Bytes(byte[] bytes) -> decoded(bytes);
    };
  }

  private static SourceText decoded(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Text(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException _) {
      return new Unread("is not UTF-8");
    }
  }
}
