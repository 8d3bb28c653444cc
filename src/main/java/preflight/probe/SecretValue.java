package preflight.probe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The value of a secret. It shows itself to nobody but the probes, which may {@link #reveal}. */
public final class SecretValue {

  private final byte[] bytes;

  /** Takes a copy; the caller should wipe its own. */
  public SecretValue(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** The text in UTF-8; what is on the heap as a string is out of reach. */
  public static SecretValue of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var value = new SecretValue(bytes);
    Arrays.fill(bytes, (byte) 0);
    return value;
  }

  /** The bytes themselves, not a copy: whoever asks must not keep or change them. */
  public byte[] reveal() {
    return bytes;
  }

  /** A copy without the blanks and line breaks around it; whoever asks wipes it. */
  byte[] trimmed() {
    int from = 0;
    int to = bytes.length;
    while (from < to && bytes[from] <= ' ' && bytes[from] >= 0) {
      from++;
    }
    while (to > from && bytes[to - 1] <= ' ' && bytes[to - 1] >= 0) {
      to--;
    }
    return Arrays.copyOfRange(bytes, from, to);
  }

  public int length() {
    return bytes.length;
  }

  /** Overwrites the value; everything that shares it loses it. */
  public void wipe() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "•••";
  }
}
