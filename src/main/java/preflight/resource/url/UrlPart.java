package preflight.resource.url;

import java.util.Locale;

/** What settings hold one by one, and a connection URL all together. */
public enum UrlPart {
  SCHEME,
  USER,
  PASSWORD,
  HOST,
  PORT,
  DATABASE,
  /** How a client insists on encryption, as libpq names it; of Redis, true or false. */
  TLS,
  QUERY;

  /** The part that a key of a profile says. */
  public static UrlPart of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  /** The key of a profile that says the same, and the word for it in a sentence. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
