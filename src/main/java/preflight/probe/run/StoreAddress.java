package preflight.probe.run;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.SecretValue;

/**
 * Where a program finds a store and as whom, as far as it was told. Variables hold credentials, so
 * it can be compared with another and shown to nobody.
 */
public final class StoreAddress {

  /** What a URL holds all together, and single variables one by one. */
  public enum Part {
    HOST,
    PORT,
    DATABASE,
    USER,
    PASSWORD;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How one address compares with another. */
  public sealed interface Comparison {

    record Same() implements Comparison {}

    /** Certainly another one. */
    record Different(Part part) implements Comparison {}

    /** A part is not told, or names what may be the same by another name. */
    record Unclear(Part part) implements Comparison {}
  }

  private static final Pattern URL =
      Pattern.compile(
          "(?:jdbc:)?([a-z][a-z0-9+.-]*)://(?:([^\\s/?#@:]*)(?::([^\\s/?#]*))?@)?"
              + "(\\[[^\\]]+]|[^\\s:/?#,\\[]+)(?::([0-9]+))?(?:/([^\\s?#]*))?(?:\\?(\\S*))?");
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-f:]*:[0-9a-f:.]*");
  private static final Pattern OWN_MACHINE = Pattern.compile("localhost|127(\\.[0-9]+){3}|::1");

  private final Map<Part, SecretValue> parts;

  private StoreAddress(Map<Part, SecretValue> parts) {
    this.parts = parts;
  }

  /** Of what is told part by part. */
  public static StoreAddress of(Map<Part, SecretValue> parts) {
    return new StoreAddress(Map.copyOf(parts));
  }

  /**
   * Of a URL; empty for a value that is none, or one of another protocol.
   *
   * @param port of a URL that names none
   */
  public static Optional<StoreAddress> ofUrl(SecretValue value, Set<String> schemes, int port) {
    Matcher url = URL.matcher(text(value));
    if (!url.matches() || !schemes.contains(url.group(1).split("\\+", 2)[0])) {
      return Optional.empty();
    }
    // libpq takes the socket from there, whatever stands before.
    if (url.group(7) != null && url.group(7).contains("host=")) {
      return Optional.empty();
    }
    Map<Part, SecretValue> parts = new EnumMap<>(Part.class);
    put(parts, Part.USER, url.group(2));
    put(parts, Part.PASSWORD, url.group(3));
    put(parts, Part.HOST, url.group(4).replaceAll("[\\[\\]]", ""));
    put(parts, Part.PORT, url.group(5) == null ? String.valueOf(port) : url.group(5));
    put(parts, Part.DATABASE, url.group(6));
    return Optional.of(new StoreAddress(parts));
  }

  private static void put(
      Map<Part, SecretValue> parts, Part part, @org.jspecify.annotations.Nullable String text) {
    if (text != null && !text.isEmpty()) {
      parts.put(part, SecretValue.of(decoded(text)));
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  /**
   * How what a program is told compares with what is declared. Another user may be a role of the
   * program's own, with a password of its own.
   */
  public Comparison against(StoreAddress declared) {
    if (!has(Part.HOST) || !declared.has(Part.HOST)) {
      return new Comparison.Unclear(Part.HOST);
    }
    String own = host();
    String other = declared.host();
    boolean same = own.equals(other) || (here(own) && here(other));
    if (!same) {
      boolean certain = address(own) && address(other) && !here(own) && !here(other);
      return certain ? new Comparison.Different(Part.HOST) : new Comparison.Unclear(Part.HOST);
    }
    for (Part part : List.of(Part.PORT, Part.DATABASE)) {
      if (differs(part, declared)) {
        return new Comparison.Different(part);
      }
    }
    if (differs(Part.USER, declared)) {
      return new Comparison.Unclear(Part.USER);
    }
    if (differs(Part.PASSWORD, declared)) {
      return new Comparison.Different(Part.PASSWORD);
    }
    return declared.has(Part.PASSWORD) && !has(Part.PASSWORD)
        ? new Comparison.Unclear(Part.PASSWORD)
        : new Comparison.Same();
  }

  private boolean has(Part part) {
    return parts.containsKey(part);
  }

  private boolean differs(Part part, StoreAddress declared) {
    SecretValue own = parts.get(part);
    SecretValue other = declared.parts.get(part);
    return own != null && other != null && !MessageDigest.isEqual(own.reveal(), other.reveal());
  }

  private String host() {
    SecretValue host = parts.get(Part.HOST);
    return host == null ? "" : text(host).toLowerCase(Locale.ROOT);
  }

  private static boolean address(String host) {
    return ADDRESS.matcher(host).matches();
  }

  private static boolean here(String host) {
    return OWN_MACHINE.matcher(host).matches();
  }

  private static String text(SecretValue value) {
    return new String(value.reveal(), StandardCharsets.UTF_8).strip();
  }

  @Override
  public String toString() {
    return "•••";
  }
}
