package preflight.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The bytes of one version of a secret; never prints them. */
public final class Payload {

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Payload of(String text) {
    return new Payload(text.getBytes(StandardCharsets.UTF_8));
  }

  public static Payload of(byte[] bytes) {
    return new Payload(bytes.clone());
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** The bytes read as UTF-8, as Cloud Run puts them into a variable. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  Payload followedBy(String text) {
    return of(text() + text);
  }

  /** The CRC32C of the bytes, unsigned, as Secret Manager reports it. */
  public long checksum() {
    var crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "•••";
  }
}
