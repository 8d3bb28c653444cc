package preflight.probe.secret;

/** Bytes as characters, for patterns; makes no {@code String} of them. */
final class Bytes implements CharSequence {

  private final byte[] bytes;
  private final int from;
  private final int to;

  Bytes(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /** Where it begins in the array. */
  int from() {
    return from;
  }

  /** Where it ends in the array, exclusive. */
  int to() {
    return to;
  }

  static Bytes of(byte[] bytes) {
    return new Bytes(bytes, 0, bytes.length);
  }

  /** Without the blanks and line breaks around it. */
  Bytes trimmed() {
    int start = from;
    int end = to;
    while (start < end && blank(bytes[start])) {
      start++;
    }
    while (end > start && blank(bytes[end - 1])) {
      end--;
    }
    return new Bytes(bytes, start, end);
  }

  byte[] copy() {
    return java.util.Arrays.copyOfRange(bytes, from, to);
  }

  /** A stretch that is a name and not confidential. */
  String name(int start, int end) {
    return new String(bytes, from + start, end - start, java.nio.charset.StandardCharsets.UTF_8);
  }

  static boolean blank(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  @Override
  public int length() {
    return to - from;
  }

  @Override
  public char charAt(int index) {
    return (char) (bytes[from + index] & 0xff);
  }

  @Override
  public Bytes subSequence(int start, int end) {
    return new Bytes(bytes, from + start, from + end);
  }

  @Override
  public String toString() {
    return "•••";
  }
}
