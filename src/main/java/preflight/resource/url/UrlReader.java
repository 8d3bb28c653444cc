package preflight.resource.url;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import preflight.resource.url.ConnectionUrl.Dialect;
import preflight.resource.url.ConnectionUrl.Host;

/**
 * Reads a URL where libpq (fe-connect.c, {@code conninfo_uri_parse}), pgjdbc, SQLAlchemy ({@code
 * make_url}), asyncpg, node-pg, redis-py, ioredis, node-redis and Go's {@code net/url} agree, and
 * refuses it where they do not.
 */
final class UrlReader {

  /** Ends the reading. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    final transient UrlMistake mistake;

    Refused(UrlMistake mistake) {
      super(mistake.words(), null, false, false);
      this.mistake = mistake;
    }
  }

  private static final Pattern SCHEME =
      Pattern.compile("(?i)(jdbc:)?([a-z][a-z0-9+.-]*):(//)?(.*)", Pattern.DOTALL);
  private static final Pattern POSTGRES = Pattern.compile("postgres(ql)?|postgis");
  private static final Pattern SQLALCHEMY = Pattern.compile("(postgres(?:ql)?)\\+([a-z0-9_]+)");
  private static final Pattern SENTINEL =
      Pattern.compile("(redis|rediss|valkey|valkeys)[+-]sentinel|sentinel");
  private static final Pattern CLUSTER =
      Pattern.compile("(redis|rediss|valkey|valkeys)[+-]cluster");
  private static final Pattern REDIS =
      Pattern.compile("rediss?|valkeys?|unix|redis[+-](unix|socket)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern SOCKET_FILE = Pattern.compile("/\\.s\\.PGSQL\\.([0-9]{1,5})$");
  private static final Set<String> MODES =
      Set.of("disable", "prefer", "require", "verify-ca", "verify-full");

  private static final int HIGHEST_PORT = 65_535;

  private UrlReader() {}

  static ConnectionUrl read(String text) throws Refused {
    around(text);
    Matcher scheme = SCHEME.matcher(text);
    if (scheme.matches() && (scheme.group(3) != null || scheme.group(1) != null)) {
      return url(scheme, text);
    }
    return KeyWords.read(text);
  }

  private static void around(String text) throws Refused {
    if (text.isBlank()) {
      throw refused(UrlPart.SCHEME, "it is empty");
    }
    if (!text.strip().equals(text)) {
      throw refused(
          UrlPart.QUERY,
          text.stripTrailing().equals(text)
              ? "it begins with a blank or a line break"
              : "it ends with a blank or a line break, which clients take for a part of it");
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw refused(
            UrlPart.QUERY,
            "character %d is a line break or another control character".formatted(i + 1));
      }
    }
    if (text.length() > 1 && "\"'".indexOf(text.charAt(0)) >= 0) {
      throw refused(UrlPart.SCHEME, "it begins with a quotation mark");
    }
  }

  private static ConnectionUrl url(Matcher match, String text) throws Refused {
    String scheme = match.group(2).toLowerCase(Locale.ROOT);
    String rest = match.group(4);
    if (match.group(1) != null) {
      return jdbc(scheme, match.group(3) != null, rest);
    }
    Dialect dialect = dialect(scheme);
    if (dialect == Dialect.OTHER) {
      return other(rest);
    }
    return dialect.postgres()
        ? postgres(dialect, scheme, rest)
        : redis(dialect, scheme, rest, text);
  }

  private static Dialect dialect(String scheme) {
    if (POSTGRES.matcher(scheme).matches()) {
      return Dialect.POSTGRES;
    }
    if (SQLALCHEMY.matcher(scheme).matches()) {
      return Dialect.SQLALCHEMY;
    }
    if (SENTINEL.matcher(scheme).matches()) {
      return Dialect.REDIS_SENTINEL;
    }
    if (CLUSTER.matcher(scheme).matches()) {
      return Dialect.REDIS_CLUSTER;
    }
    return REDIS.matcher(scheme).matches() ? Dialect.REDIS : Dialect.OTHER;
  }

  /** What stands where in a URL, before its codes are resolved. */
  private record Cut(
      Optional<String> user,
      Optional<String> password,
      String hosts,
      String path,
      Optional<String> query) {}

  /**
   * Cuts as RFC 3986 does, and refuses what only some clients cut so: libpq ends the user
   * information at the first {@code @}, others at the last; libpq and SQLAlchemy take {@code #} and
   * {@code ?} in a password, others end the host there.
   */
  private static Cut cut(String rest, boolean store, boolean lastAt) throws Refused {
    int end = first(rest, "/?#", 0);
    String authority = rest.substring(0, end);
    int at = authority.lastIndexOf('@');
    if (at < 0) {
      early(rest, end, store);
    }
    Optional<String> user = Optional.empty();
    Optional<String> password = Optional.empty();
    if (at >= 0) {
      String information = authority.substring(0, at);
      int colon = information.indexOf(':');
      String name = colon < 0 ? information : information.substring(0, colon);
      if (!lastAt && colon < 0 && name.indexOf('@') >= 0) {
        throw character(UrlPart.USER, name.indexOf('@'), '@', "some clients take for its end");
      }
      user = Optional.of(name).filter(it -> !it.isEmpty());
      password = colon < 0 ? Optional.empty() : Optional.of(information.substring(colon + 1));
      if (user.isPresent()) {
        sound(UrlPart.USER, name, lastAt);
      }
      if (password.isPresent()) {
        sound(UrlPart.PASSWORD, password.get(), lastAt);
      }
    }
    int query = first(rest, "?#", end);
    String path = rest.substring(end, query);
    Optional<String> asked = Optional.empty();
    if (query < rest.length() && rest.charAt(query) == '?') {
      int fragment = first(rest, "#", query);
      asked = Optional.of(rest.substring(query + 1, fragment));
    }
    int fragment = rest.indexOf('#', end);
    if (store && fragment >= 0) {
      throw character(
          fragment < query || asked.isEmpty() ? UrlPart.DATABASE : UrlPart.QUERY,
          fragment - (asked.isEmpty() ? end + 1 : query + 1),
          '#',
          "ends a URL");
    }
    return new Cut(user, password, authority.substring(at + 1), path, asked);
  }

  /** Finds the password that was cut off by one of its own characters. */
  private static void early(String rest, int end, boolean store) throws Refused {
    int later = rest.lastIndexOf('@');
    int colon = rest.indexOf(':');
    if (end >= rest.length() || later < end) {
      return;
    }
    boolean named = colon >= 0 && colon < end;
    boolean port = named && NUMBER.matcher(rest.substring(colon + 1, end)).matches();
    char wrong = rest.charAt(end);
    boolean query = wrong == '?' && rest.substring(end, later).contains("=");
    boolean path = wrong == '/' && first(rest, "?#", end) < later;
    if ((named && !port) || (store && !query && !path)) {
      throw character(
          named ? UrlPart.PASSWORD : UrlPart.USER,
          named ? end - colon - 1 : end,
          wrong,
          "ends the host of a URL for most clients");
    }
  }

  private static void sound(UrlPart part, String raw, boolean lastAt) throws Refused {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '@' && !lastAt) {
        throw character(part, i, c, "some clients take for its end, and for the host what follows");
      }
      if (c == '[' || c == ']') {
        throw character(part, i, c, "some clients take for the beginning of an address");
      }
      if (c == ' ') {
        throw character(part, i, c, "clients refuse");
      }
      if (c == '%' && !code(raw, i)) {
        throw character(part, i, c, "begins a code and is followed by none");
      }
    }
  }

  private static boolean code(String text, int at) {
    return at + 2 < text.length()
        && Character.digit(text.charAt(at + 1), 16) >= 0
        && Character.digit(text.charAt(at + 2), 16) >= 0;
  }

  private static ConnectionUrl postgres(Dialect dialect, String scheme, String rest)
      throws Refused {
    Cut cut = cut(rest, true, false);
    boolean alchemy = dialect == Dialect.SQLALCHEMY;
    Map<String, String> query = query(cut.query(), !alchemy);
    if (alchemy) {
      alchemy(scheme, cut, query);
    }
    List<Host> hosts = hosts(cut.hosts());
    Optional<String> socket =
        take(query, "unix_sock").or(() -> take(query, "unix_socket")).map(UrlReader::directory);
    Optional<String> host = socket.or(() -> take(query, "host")).or(() -> take(query, "hostaddr"));
    Optional<String> port = take(query, "port");
    twoHosts(hosts, host);
    if (host.isPresent()) {
      hosts =
          listed(
              host.get(),
              port.orElse(
                  hosts.stream().findFirst().flatMap(Host::port).map(String::valueOf).orElse("")));
    } else if (port.isPresent()) {
      hosts = listed(hosts.isEmpty() ? "" : hosts.getFirst().name(), port.get());
    }
    Optional<String> user = take(query, "user").or(() -> decoded(cut.user()));
    Optional<String> password = take(query, "password").or(() -> decoded(cut.password()));
    Optional<String> path =
        Optional.of(cut.path()).filter(it -> it.length() > 1).map(it -> it.substring(1));
    if (path.isPresent()) {
      sound(UrlPart.DATABASE, path.get(), true);
    }
    Optional<String> database = take(query, "dbname").or(() -> decoded(path));
    return new ConnectionUrl(
        dialect, hosts, user, filled(password), filled(database), tls(query), query);
  }

  /** asyncpg takes the first, libpq and node-pg the other; Prisma's writes localhost for none. */
  private static void twoHosts(List<Host> hosts, Optional<String> asked) throws Refused {
    boolean two =
        asked.isPresent()
            && !hosts.isEmpty()
            && !hosts.getFirst().name().equals("localhost")
            && !hosts.getFirst().name().equals(asked.get());
    if (two) {
      throw refused(
          UrlPart.HOST,
          "a host stands behind the @ and another one in ?host=, of which each client takes"
              + " another");
    }
  }

  /** What only SQLAlchemy refuses. */
  private static void alchemy(String scheme, Cut cut, Map<String, String> query) throws Refused {
    Matcher names = SQLALCHEMY.matcher(scheme);
    if (names.matches()) {
      String driver = names.group(2);
      boolean current = driver.equals("asyncpg") || driver.equals("psycopg");
      if (current && names.group(1).equals("postgres")) {
        throw refused(
            UrlPart.SCHEME,
            "SQLAlchemy knows no dialect postgres since version 1.4; write postgresql+" + driver);
      }
      if (driver.equals("asyncpg") && query.containsKey("sslmode")) {
        throw refused(
            UrlPart.QUERY, "asyncpg takes no sslmode from SQLAlchemy; write ssl= instead");
      }
    }
    if (cut.hosts().contains(",")) {
      throw refused(
          UrlPart.HOST,
          "SQLAlchemy takes one host there; write further ones as ?host=a:5432&host=b:5432");
    }
    if (cut.hosts().indexOf('%') >= 0) {
      throw refused(
          UrlPart.HOST, "SQLAlchemy resolves no codes there; write a socket as ?host=/cloudsql/…");
    }
    if (cut.hosts().endsWith(":")) {
      throw refused(UrlPart.PORT, "a colon stands before no port, which SQLAlchemy refuses");
    }
  }

  private static ConnectionUrl jdbc(String scheme, boolean authority, String rest) throws Refused {
    if (!scheme.equals("postgresql")) {
      return new ConnectionUrl(
          Dialect.OTHER,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of());
    }
    Cut cut = cut(authority ? rest : "/" + rest, true, false);
    if (cut.user().isPresent() || cut.password().isPresent()) {
      throw refused(
          UrlPart.USER,
          "the Postgres driver of Java takes user and password for a part of the host; write"
              + " ?user=…&password=… instead");
    }
    Map<String, String> query = query(cut.query(), false);
    List<Host> hosts = hosts(cut.hosts());
    Optional<String> instance = take(query, "cloudSqlInstance");
    if (instance.isPresent()) {
      hosts = List.of(new Host("/cloudsql/" + instance.get(), Optional.empty()));
    } else if (hosts.isEmpty()) {
      hosts = List.of(new Host("localhost", Optional.empty()));
    }
    String path = cut.path().isEmpty() ? "" : cut.path().substring(1);
    sound(UrlPart.DATABASE, path, true);
    return new ConnectionUrl(
        Dialect.JDBC,
        hosts,
        take(query, "user"),
        filled(take(query, "password")),
        filled(Optional.of(decoded(path))),
        jdbcTls(query),
        query);
  }

  /** pgjdbc, {@code SslMode.of}: {@code ssl} without a mode verifies all. */
  private static Optional<String> jdbcTls(Map<String, String> query) throws Refused {
    String ssl = query.getOrDefault("ssl", "false");
    return (query.containsKey("sslmode") ? tls(query) : Optional.<String>empty())
        .or(() ->
            ssl.isEmpty() || ssl.equalsIgnoreCase("true")
                ? Optional.of("verify-full")
                : Optional.empty());
  }

  private static ConnectionUrl redis(Dialect dialect, String scheme, String rest, String text)
      throws Refused {
    Cut cut = cut(rest, true, true);
    if (cut.user().isPresent() && cut.password().isEmpty()) {
      throw refused(
          UrlPart.USER,
          "a user stands there without a password: some clients take it for a password, others for"
              + " a user; write :PASSWORD@ for a password alone");
    }
    Map<String, String> query = query(cut.query(), false);
    boolean socket = scheme.equals("unix") || scheme.endsWith("unix") || scheme.endsWith("socket");
    List<Host> hosts =
        socket ? List.of(new Host(decoded(cut.path()), Optional.empty())) : hosts(cut.hosts());
    if (dialect == Dialect.REDIS && hosts.size() > 1) {
      throw refused(
          UrlPart.HOST,
          "several hosts stand there, which clients refuse without redis+sentinel:// or"
              + " redis+cluster://");
    }
    if (hosts.isEmpty()) {
      hosts = List.of(new Host("localhost", Optional.empty()));
    }
    String path = socket || cut.path().isEmpty() ? "" : cut.path().substring(1);
    if (dialect == Dialect.REDIS_SENTINEL) {
      // The name of the master comes first.
      int slash = path.indexOf('/');
      String master = slash < 0 ? path : path.substring(0, slash);
      if (!NUMBER.matcher(master).matches()) {
        path = slash < 0 ? "" : path.substring(slash + 1);
      }
    }
    Optional<String> asked = take(query, "db");
    if (asked.isPresent() && !path.isEmpty() && !asked.get().equals(path)) {
      throw refused(
          UrlPart.DATABASE,
          "the path and ?db= name two databases, of which each client takes another");
    }
    String number = asked.orElse(path);
    if (!number.isEmpty() && !NUMBER.matcher(number).matches()) {
      throw refused(UrlPart.DATABASE, "the path is no number of a database");
    }
    boolean secure =
        scheme.startsWith("rediss")
            || scheme.startsWith("valkeys")
            || query.getOrDefault("ssl", query.getOrDefault("tls", "")).equalsIgnoreCase("true");
    Optional<String> password = take(query, "password").or(() -> decoded(cut.password()));
    return new ConnectionUrl(
        dialect,
        hosts,
        take(query, "username").or(() -> decoded(cut.user())),
        filled(password),
        filled(Optional.of(number)),
        socket || !text.contains("://") ? Optional.empty() : Optional.of(String.valueOf(secure)),
        query);
  }

  private static ConnectionUrl other(String rest) throws Refused {
    Cut cut = cut(rest, false, true);
    List<Host> hosts = hosts(cut.hosts());
    boolean path = cut.path().length() > 1;
    boolean noName = !hosts.isEmpty() && hosts.getFirst().name().isEmpty();
    if (noName || (hosts.isEmpty() && !path)) {
      throw refused(UrlPart.HOST, "it has no host");
    }
    if (rest.indexOf(' ') >= 0) {
      throw refused(UrlPart.QUERY, "it has blanks; write each as %20");
    }
    return new ConnectionUrl(
        Dialect.OTHER,
        hosts,
        decoded(cut.user()),
        filled(decoded(cut.password())),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  static List<Host> hosts(String all) throws Refused {
    var hosts = new ArrayList<Host>();
    if (all.isEmpty()) {
      return hosts;
    }
    for (String each : all.split(",", -1)) {
      hosts.add(host(each));
    }
    return hosts;
  }

  private static Host host(String text) throws Refused {
    int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
    if (text.startsWith("[") && end == 0) {
      throw refused(UrlPart.HOST, "an address begins with [ and has no ]");
    }
    String name = end < 0 ? text : text.substring(0, end);
    String behind = end < 0 ? "" : text.substring(end);
    if (!behind.isEmpty() && behind.charAt(0) != ':') {
      throw refused(UrlPart.HOST, "something else than a port stands behind the address in [ ]");
    }
    if (behind.indexOf(':', 1) > 0) {
      throw refused(UrlPart.HOST, "several colons stand in it; an IPv6 address is written in [ ]");
    }
    if (name.startsWith("[")) {
      name = name.substring(1, name.length() - 1);
    }
    sound(UrlPart.HOST, name, false);
    return new Host(decoded(name), port(behind.isEmpty() ? "" : behind.substring(1)));
  }

  private static Optional<Integer> port(String text) throws Refused {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!NUMBER.matcher(text).matches()) {
      throw refused(UrlPart.PORT, "what stands behind the host is no port");
    }
    int port = Integer.parseInt(text);
    if (port < 1 || port > HIGHEST_PORT) {
      throw refused(UrlPart.PORT, "the port is not from 1 to " + HIGHEST_PORT);
    }
    return Optional.of(port);
  }

  /** Hosts and ports in lists of their own, as libpq has them. */
  static List<Host> listed(String hosts, String ports) throws Refused {
    var all = new ArrayList<Host>();
    String[] numbers = ports.split(",", -1);
    String[] names = hosts.split(",", -1);
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      String number = numbers.length == 1 ? numbers[0] : i < numbers.length ? numbers[i] : "";
      // SQLAlchemy writes both together in one parameter.
      boolean both = !name.startsWith("/") && name.indexOf(':') == name.lastIndexOf(':');
      all.add(
          both && name.contains(":")
              ? host(name)
              : new Host(name.isEmpty() ? "localhost" : name, port(number)));
    }
    return all;
  }

  private static String directory(String socket) {
    return SOCKET_FILE.matcher(socket).replaceFirst("");
  }

  /**
   * @param plus whether a plus stands for itself; most clients take it for a blank
   */
  private static Map<String, String> query(Optional<String> query, boolean plus) throws Refused {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : query.orElse("").split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String key = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      UrlPart part = key.equals("password") ? UrlPart.PASSWORD : UrlPart.QUERY;
      if (part == UrlPart.PASSWORD) {
        sound(part, value, true);
        if (value.indexOf('+') >= 0) {
          throw character(
              part, value.indexOf('+'), '+', "most clients take for a blank behind the ?");
        }
      }
      String read = decoded(plus ? value : value.replace("+", " "));
      pairs.merge(
          key, read, key.equals("host") ? (one, more) -> one + "," + more : (_, last) -> last);
    }
    return pairs;
  }

  /** {@code sslmode}, and what asyncpg, node-pg and Prisma call it. */
  static Optional<String> tls(Map<String, String> query) throws Refused {
    String ssl = query.getOrDefault("ssl", "");
    String mode = query.getOrDefault("sslmode", MODES.contains(ssl) ? ssl : "");
    return switch (mode) {
      case "" -> ssl.equals("true") || ssl.equals("1") ? Optional.of("require") : Optional.empty();
      case "allow" -> Optional.of("prefer");
      // Of node-pg.
      case "no-verify" -> Optional.of("require");
      default -> {
        if (!MODES.contains(mode)) {
          throw refused(
              UrlPart.QUERY,
              "sslmode is none of disable, allow, prefer, require, verify-ca, verify-full");
        }
        yield Optional.of(mode);
      }
    };
  }

  private static Optional<String> decoded(Optional<String> text) {
    return text.map(UrlReader::decoded);
  }

  /** A plus stands for itself; what is no code stays. */
  static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    var bytes = new ByteArrayOutputStream();
    byte[] raw = text.getBytes(UTF_8);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(raw[i]);
      }
    }
    return bytes.toString(UTF_8);
  }

  static Optional<String> take(Map<String, String> from, String key) {
    @Nullable String value = from.remove(key);
    return Optional.ofNullable(value).filter(it -> !it.isEmpty());
  }

  static Optional<String> filled(Optional<String> text) {
    return text.filter(it -> !it.isEmpty());
  }

  private static int first(String text, String any, int from) {
    for (int i = from; i < text.length(); i++) {
      if (any.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  static Refused refused(UrlPart part, String words) {
    return new Refused(new UrlMistake(part, words));
  }

  private static Refused character(UrlPart part, int at, char wrong, String does) {
    return new Refused(UrlMistake.character(part, at, wrong, does));
  }
}
