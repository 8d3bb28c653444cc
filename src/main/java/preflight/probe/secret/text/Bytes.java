package preflight.probe.secret.text;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Bytes as characters, for patterns; makes no {@code String} of them. */
public final class Bytes implements CharSequence {

  private final byte[] bytes;
  private final int from;
  private final int to;

  Bytes(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /** Where it begins in the array. */
  public int from() {
    return from;
  }

  /** Where it ends in the array, exclusive. */
  public int to() {
    return to;
  }

  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes, 0, bytes.length);
  }

  /** Without the blanks and line breaks around it. */
  public Bytes trimmed() {
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

  public byte[] copy() {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** A stretch that is a name and not confidential. */
  public String name(int start, int end) {
    return new String(bytes, from + start, end - start, java.nio.charset.StandardCharsets.UTF_8);
  }

  public boolean standsIn(byte[] file, int start) {
    int end = start + length();
    return end <= file.length && Arrays.equals(file, start, end, bytes, from, to);
  }

  public boolean sameAs(Bytes other) {
    return Arrays.equals(bytes, from, to, other.bytes, other.from, other.to);
  }

  /** The stretch itself, no copy. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes, from, length());
  }

  /** Overwrites the stretch in what it is a stretch of. */
  public void wipe() {
    Arrays.fill(bytes, from, to, (byte) 0);
  }

  /** The lines, without their ends. */
  public List<Bytes> lines() {
    var lines = new ArrayList<Bytes>();
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || bytes[i] == '\n') {
        lines.add(new Bytes(bytes, start, i));
        start = i + 1;
      }
    }
    return lines;
  }

  public static int lineBreaks(byte[] bytes, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += bytes[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  public static byte[] hex(HexFormat format, byte[] value) {
    byte[] digits = new byte[value.length * 2];
    for (int i = 0; i < value.length; i++) {
      digits[2 * i] = (byte) format.toHighHexDigit(value[i]);
      digits[2 * i + 1] = (byte) format.toLowHexDigit(value[i]);
    }
    return digits;
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
