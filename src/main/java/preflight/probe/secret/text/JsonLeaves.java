package preflight.probe.secret.text;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Picks the strings out of a JSON document that are values and not keys; makes no {@code String}.
 */
final class JsonLeaves {

  private JsonLeaves() {}

  static void of(Bytes text, Consumer<byte[]> leaf) {
    named(text, (_, value) -> leaf.accept(value));
  }

  /** With the key that stands before each; of the strings of an array, the key of the array. */
  static void named(Bytes text, BiConsumer<String, byte[]> leaf) {
    String key = "";
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) != '"') {
        at++;
        continue;
      }
      int end = closing(text, at + 1);
      if (key(text, end + 1)) {
        key = text.name(at + 1, end);
      } else {
        leaf.accept(key, unescaped(text, at + 1, Math.min(end, text.length())));
      }
      at = end + 1;
    }
  }

  private static int closing(Bytes text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  private static boolean key(Bytes text, int after) {
    int at = after;
    while (at < text.length() && Bytes.blank((byte) text.charAt(at))) {
      at++;
    }
    return at < text.length() && text.charAt(at) == ':';
  }

  private static byte[] unescaped(Bytes text, int from, int to) {
    byte[] plain = new byte[to - from];
    int length = 0;
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < to) {
        at++;
        c =
            switch (text.charAt(at)) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              default -> text.charAt(at);
            };
      }
      plain[length++] = (byte) c;
    }
    byte[] exact = Arrays.copyOf(plain, length);
    Arrays.fill(plain, (byte) 0);
    return exact;
  }
}
