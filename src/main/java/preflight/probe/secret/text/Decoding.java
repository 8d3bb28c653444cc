package preflight.probe.secret.text;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** What a value stands for where it is hex or base64; of hex digits, hex is meant. */
final class Decoding {

  /** Shorter ones decode by chance, and to less than what counts as an overlap. */
  private static final int SHORTEST = 16;

  private Decoding() {}

  static Optional<byte[]> of(Bytes text) {
    if (text.length() < SHORTEST) {
      return Optional.empty();
    }
    if (consistsOf(text, Decoding::hex)) {
      return text.length() % 2 == 0 ? Optional.of(HexFormat.of().parseHex(text)) : Optional.empty();
    }
    if (consistsOf(text, it -> base64(it) || Bytes.blank((byte) it))) {
      return decoded(Base64.getMimeDecoder(), text);
    }
    return consistsOf(text, it -> letterOrDigit(it) || it == '-' || it == '_' || it == '=')
        ? decoded(Base64.getUrlDecoder(), text)
        : Optional.empty();
  }

  private static Optional<byte[]> decoded(Base64.Decoder decoder, Bytes text) {
    byte[] encoded = text.copy();
    try {
      return Optional.of(decoder.decode(encoded));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static boolean consistsOf(Bytes text, java.util.function.IntPredicate allowed) {
    return text.chars().allMatch(allowed);
  }

  private static boolean hex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static boolean base64(int c) {
    return letterOrDigit(c) || c == '+' || c == '/' || c == '=';
  }

  private static boolean letterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
