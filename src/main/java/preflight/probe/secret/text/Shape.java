package preflight.probe.secret.text;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a value is as a whole, where a credential is only a part of it. */
public enum Shape {
  URL("the whole URL with another password", "(?i)[a-z][a-z0-9+.-]{1,20}://.*"),
  /** Of JDBC's, libpq's or .NET's key words. */
  KEY_WORDS(
      "the whole connection string with another password",
      "(?i)(.*[;\\s])?(host|server|data source|user id|username|dbname|database|password|pwd)\\s*=.*"),
  PEM("a whole new file", "-----BEGIN .*"),
  JSON("the whole JSON with another value", "[{\\[].*"),
  LINES("all lines with another value", ".*\\S[\\r\\n]+\\S.*"),
  /** The credential and nothing else. */
  ALONE("");

  private static final int LOOKED_AT = 4096;

  private final String whole;
  private final Pattern pattern;

  Shape(String whole, String pattern) {
    this.whole = whole;
    this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
  }

  Shape(String whole) {
    this(whole, ".*");
  }

  public static Shape of(byte[] value) {
    Bytes text = Bytes.of(value).trimmed();
    Bytes looked = text.length() > LOOKED_AT ? text.subSequence(0, LOOKED_AT) : text;
    for (Shape it : values()) {
      if (it.pattern.matcher(looked).matches()) {
        return it;
      }
    }
    return ALONE;
  }

  /** What must be stored instead of it: a random value can only take the place of all of it. */
  public Optional<String> whole() {
    return Optional.of(whole).filter(it -> !it.isEmpty());
  }
}
