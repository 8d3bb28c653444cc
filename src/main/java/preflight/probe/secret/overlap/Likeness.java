package preflight.probe.secret.overlap;

/** How two values are alike; a smaller one is worse. */
public enum Likeness {
  EQUAL("has the same value as"),
  EQUAL_TRIMMED("but for blanks has the same value as"),
  REVERSED("is the reverse of"),
  BASE64("is, or has as its base64,"),
  HEX("is, or has as its hex,"),
  /** One is a URL and the other is the password in it. */
  PASSWORD_OF_URL("is the password in, or has as its password,"),
  CONTAINED("contains, or is contained in,"),
  COMMON_RUN("shares characters with"),
  /** What one of them is the hex or base64 of has something in common with the other. */
  DECODED("once decoded shares bytes with");

  private final String words;

  Likeness(String words) {
    this.words = words;
  }

  /** To stand between two names. */
  public String words() {
    return words;
  }
}
