package preflight.probe.secret.text;

import java.util.regex.Pattern;

/** What a value is, as far as its shape tells. */
public enum LooksLike {
  NUMBER("[-+]?[0-9]{1,20}(\\.[0-9]{1,10})?"),
  BOOLEAN("(?i)true|false|yes|no|on|off"),
  ADDRESS(
      "(?i)([0-9]{1,3}\\.){3}[0-9]{1,3}(/[0-9]{1,2}|:[0-9]{1,5})?|\\[?[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*]?"),
  HOST("localhost|([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.){1,8}[a-z]{2,24}\\.?(:[0-9]{1,5})?"),
  OPEN_URL("(?i)[a-z][a-z0-9+.-]{1,20}://[^\\s/?#@]+(/[^\\s?#@]*)?"),
  SOMETHING_ELSE("");

  private static final int LONGEST = 512;
  private static final int LONGEST_HOST = 100;
  private static final Pattern PASSWORD_IN_URL =
      Pattern.compile("(?i)^[a-z][a-z0-9+.-]{1,20}://[^\\s/?#@]*@.*", Pattern.DOTALL);

  private final Pattern pattern;

  LooksLike(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  public static LooksLike of(byte[] value) {
    Bytes text = Bytes.of(value).trimmed();
    if (text.length() == 0 || text.length() > LONGEST) {
      return SOMETHING_ELSE;
    }
    for (LooksLike kind : values()) {
      boolean shortEnough = kind != HOST || text.length() <= LONGEST_HOST;
      if (kind != SOMETHING_ELSE && shortEnough && kind.pattern.matcher(text).matches()) {
        return kind;
      }
    }
    return SOMETHING_ELSE;
  }

  public boolean setting() {
    return this != SOMETHING_ELSE;
  }

  /**
   * A URL with user information, or another connection string with a password, is as confidential
   * as the password in it.
   */
  public static boolean urlWithPassword(byte[] value) {
    return (value.length <= LONGEST && PASSWORD_IN_URL.matcher(Bytes.of(value).trimmed()).matches())
        || UrlPassword.in(value).isPresent();
  }
}
