package preflight.probe.inventory;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.SecretValue;
import preflight.probe.secret.text.CredentialParts;
import preflight.probe.secret.text.LooksLike;
import preflight.probe.secret.text.Strengths;
import preflight.resource.url.ConnectionUrl;
import preflight.resource.url.UrlReading;

/**
 * What of a value may stand in a file that people commit: nothing that is, or holds, a credential.
 */
public sealed interface PlainValue {

  /** A setting, as it is. */
  record Setting(String text) implements PlainValue {}

  /** The address of something, without its password. */
  record Address(
      String scheme,
      Optional<String> user,
      boolean password,
      String host,
      Optional<String> port,
      Optional<String> path,
      Optional<String> sslMode)
      implements PlainValue {

    /** Scheme, host and port, as another address is compared with it. */
    public String origin() {
      return "%s://%s%s".formatted(scheme, host, port.map(it -> ":" + it).orElse(""));
    }
  }

  record Nothing() implements PlainValue {}

  /**
   * What nobody may see.
   *
   * @param credential whether its name says so, or it looks like one; else it is just no name
   */
  record Hidden(boolean credential) implements PlainValue {}

  /** So strong is no name that people choose. */
  int STRONG_BITS = 50;

  /**
   * No more than what a name, an address or a switch needs; and nothing that a profile fills in.
   */
  Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.,:@/+-]{0,79}");

  /** Words, with few digits behind each: no key and no generated password. */
  Pattern WORDS =
      Pattern.compile(
          "(?:[A-Z]?[a-z]{0,14}|[A-Z]{1,14})[0-9]{0,4}(?:[-_.,:/@+ ](?:[A-Z]?[a-z]{0,14}|[A-Z]{1,14})[0-9]{0,4}){0,12}");

  /** Directories of Unix sockets: of Cloud SQL, by the name of the instance, and of Postgres. */
  Pattern SOCKET_DIRECTORY =
      Pattern.compile(
          "/cloudsql/(?:[a-z0-9.-]{1,100}:){2,3}[a-z0-9-]{1,98}(?:/\\.s\\.PGSQL\\.[0-9]{1,5})?"
              + "|(?:/var)?/run/postgresql/?|/tmp/?");

  Pattern URL =
      Pattern.compile(
          "(?:jdbc:)?([a-z][a-z0-9+.-]*)://(?:([^\\s/?#@:]*)(?::([^\\s/?#]*))?@)?"
              + "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]*)(?::([0-9]{1,5}))?(/[^\\s?#]*)?(?:\\?(\\S*))?");

  Pattern SSL_MODE =
      Pattern.compile(
          "(?:^|&)ssl-?mode=(disable|allow|prefer|require|verify-ca|verify-full)(?:&|$)");

  Pattern SOCKET = Pattern.compile("(?:^|&)host=(/[A-Za-z0-9_./:-]+)(?:&|$)");

  /**
   * What may be told of a value.
   *
   * @param name of the variable; what is named like a credential is one
   */
  static PlainValue of(String name, SecretValue value) {
    byte[] bytes = value.reveal();
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return new Nothing();
    }
    Optional<Address> store =
        text.contains("://") || text.contains("=")
            ? UrlReading.of(text).understood().flatMap(PlainValue::store)
            : Optional.empty();
    if (store.isPresent()) {
      return store.get();
    }
    Matcher url = URL.matcher(text);
    if (url.matches()) {
      return address(url);
    }
    if (SOCKET_DIRECTORY.matcher(text).matches()) {
      return new Setting(text);
    }
    LooksLike kind = LooksLike.of(bytes);
    boolean setting = kind.setting() && kind != LooksLike.NUMBER;
    if (CredentialParts.named(name) && !setting) {
      return new Hidden(true);
    }
    boolean plain = kind.setting() || WORDS.matcher(text).matches() || bits(bytes) < STRONG_BITS;
    if (plain && NAME.matcher(text).matches()) {
      return new Setting(text);
    }
    return new Hidden(!plain && text.indexOf(' ') < 0 && text.indexOf('@') < 0);
  }

  /** What is known of a variable whose value is nowhere: its name. */
  static PlainValue unset(String name) {
    return CredentialParts.named(name) ? new Hidden(true) : new Nothing();
  }

  private static int bits(byte[] value) {
    return Strengths.of(value).bits();
  }

  /**
   * What a client of a store takes its own kind of address for; of several hosts, none is the one.
   */
  private static Optional<Address> store(ConnectionUrl url) {
    if (url.hosts().size() != 1 || !(url.dialect().postgres() || url.dialect().redis())) {
      return Optional.empty();
    }
    ConnectionUrl.Host host = url.hosts().getFirst();
    boolean secure = url.tls().filter("true"::equals).isPresent();
    return Optional.of(
        new Address(
            url.dialect().postgres() ? "postgresql" : secure ? "rediss" : "redis",
            url.user().flatMap(it -> open(it)),
            url.password().isPresent(),
            host.name(),
            host.port().map(String::valueOf),
            url.database().map(it -> "/" + it).flatMap(it -> open(it)),
            url.tls()));
  }

  private static PlainValue address(Matcher url) {
    String query = Optional.ofNullable(url.group(7)).orElse("");
    Matcher socket = SOCKET.matcher(query);
    Matcher mode = SSL_MODE.matcher(query.toLowerCase(Locale.ROOT));
    String host = url.group(4).replaceAll("[\\[\\]]", "");
    return new Address(
        url.group(1),
        open(url.group(2)),
        url.group(3) != null && !url.group(3).isEmpty(),
        socket.find() ? socket.group(1) : host,
        Optional.ofNullable(url.group(5)),
        open(url.group(6)).filter(it -> it.length() > 1),
        mode.find() ? Optional.of(mode.group(1)) : Optional.empty());
  }

  /** Of user and path, only what is a name. */
  private static Optional<String> open(@org.jspecify.annotations.Nullable String part) {
    return Optional.ofNullable(part)
        .filter(it -> !it.isEmpty() && !it.contains("%"))
        .filter(it -> NAME.matcher(it.replaceFirst("^/", "")).matches() || it.equals("/"))
        .filter(it ->
            WORDS.matcher(it.replaceFirst("^/", "")).matches()
                || bits(it.getBytes(StandardCharsets.UTF_8)) < STRONG_BITS);
  }
}
