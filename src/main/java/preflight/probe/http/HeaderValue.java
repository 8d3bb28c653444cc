package preflight.probe.http;

import java.nio.charset.StandardCharsets;
import preflight.probe.SecretValue;

/** The value of a header; a confidential one shows itself to nobody but the wire. */
public final class HeaderValue {

  private final String text;
  private final boolean confidential;

  private HeaderValue(String text, boolean confidential) {
    this.text = text;
    this.confidential = confidential;
  }

  public static HeaderValue plain(String text) {
    return new HeaderValue(text, false);
  }

  /** The bytes of a secret, read as UTF-8. */
  public static HeaderValue of(SecretValue secret) {
    return confidential(new String(secret.reveal(), StandardCharsets.UTF_8));
  }

  public static HeaderValue confidential(String text) {
    return new HeaderValue(text, true);
  }

  String text() {
    return text;
  }

  /** Whether the characters may stand in a header (RFC 9110, section 5.5, ASCII only). */
  boolean sendable() {
    return text.chars().allMatch(it -> it == '\t' || (it >= 0x20 && it <= 0x7e));
  }

  @Override
  public String toString() {
    return confidential ? "(confidential)" : text;
  }
}
