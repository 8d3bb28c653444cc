package preflight.probe;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** What settings hold one by one, and a URL all together. */
public enum UrlPart {
  USER(2, "the user in the URL"),
  HOST(3, "the host in the URL"),
  PORT(4, "the port in the URL"),
  DATABASE(5, "the path of the URL");

  /** Scheme, user, host, port and path, in this order; no password. */
  public static final Pattern URL =
      Pattern.compile(
          "(?i)([a-z][a-z0-9+.-]*)://(?:([^\\s/?#@:]*)(?::[^\\s/?#@]*)?@)?(\\[[^\\]]*]|[^\\s:/?#]*)(?::([0-9]+))?(?:/([^\\s?#]*))?[^\\s]*");

  private final int group;
  private final String words;

  UrlPart(int group, String words) {
    this.group = group;
    this.words = words;
  }

  /** The part that a field of a store names; empty where the field is about the whole value. */
  public static Optional<UrlPart> of(String field) {
    return Arrays.stream(values()).filter(it -> it.name().equalsIgnoreCase(field)).findFirst();
  }

  /** Where {@link #URL} finds it. */
  public int group() {
    return group;
  }

  public String words() {
    return words;
  }
}
