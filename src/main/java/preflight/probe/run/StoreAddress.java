package preflight.probe.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import preflight.probe.SecretValue;
import preflight.resource.Kind;
import preflight.resource.url.ConnectionUrl;
import preflight.resource.url.UrlPart;
import preflight.resource.url.UrlReading;

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

  /** Of a URL, or whatever a client takes in place of one; empty for a value that is none. */
  public static Optional<StoreAddress> ofUrl(SecretValue value) {
    return UrlReading.of(text(value)).understood().map(StoreAddress::of);
  }

  /** Of the URL of one kind of store only. */
  public static Optional<StoreAddress> ofUrl(SecretValue value, Kind store) {
    return UrlReading.of(text(value))
        .understood()
        .filter(it -> store == Kind.REDIS ? it.dialect().redis() : it.dialect().postgres())
        // One of several hosts is none in particular.
        .filter(it -> it.hosts().size() == 1)
        .map(StoreAddress::of);
  }

  private static StoreAddress of(ConnectionUrl url) {
    Map<Part, SecretValue> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      url.value(UrlPart.valueOf(part.name())).ifPresent(it -> parts.put(part, SecretValue.of(it)));
    }
    return new StoreAddress(parts);
  }

  /** One part of it. */
  public Optional<SecretValue> value(Part part) {
    return Optional.ofNullable(parts.get(part));
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
