package preflight.cli;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import preflight.check.CheckDefinition;
import preflight.resource.Endpoint;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.SecretSource;
import preflight.resource.Service;
import preflight.resource.Setting;
import preflight.resource.Size;
import preflight.resource.field.Field;
import preflight.resource.field.FieldReference;
import preflight.resource.field.Keys;
import preflight.resource.service.Expectation;
import tools.jackson.databind.json.JsonMapper;

/**
 * A profile of random values, odd ones among them, derived from the records that describe a
 * profile. Each value stands in a line of its own, so that one which is refused can be taken out.
 */
final class GeneratedProfile {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> SECRETS = List.of("A_SECRET", "B_TOKEN", "C_HOST");
  private static final Set<Class<?>> SCALARS =
      Set.of(ResourceName.class, FieldReference.class, Size.class);
  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "a b",
          "/a b",
          "/%zz",
          "/[]",
          "a/b",
          "é",
          "/é",
          "\u0000",
          "a\u0000b",
          "a\nb",
          "a\r\nX-Injected: 1",
          "\t",
          "{id}",
          "${x}",
          "%",
          "%00",
          "/%00",
          "\"",
          "'; touch PWNED; '",
          "\u202e",
          "\uFEFF",
          "\uD83D\uDE00",
          "*",
          "[",
          "..",
          ".",
          "-",
          "--",
          "a:b",
          ":",
          "::",
          "@",
          "#",
          "/#x",
          "?",
          "/?q=[1]",
          "//",
          "https://",
          "https://h/p",
          "https://app.example.com",
          "0",
          "-1",
          "1e9",
          "9999999999",
          "x".repeat(300),
          "/" + "y".repeat(3000),
          "a,b",
          "a;b",
          "projects/p/secrets/s",
          "Ünïcode",
          "latest",
          "host",
          "content-length",
          "transfer-encoding",
          "sec-websocket-extensions",
          "sec-websocket-key",
          "expect",
          "accept-encoding",
          "connection",
          "upgrade");
  private static final List<String> HOSTS =
      List.of("127.0.0.1", "localhost", "::1", "127.1", "[::1]", "127.0.0.1:80", "redis://x", "");
  private static final List<String> STORES =
      List.of(
          "redis://127.0.0.1:%d/0",
          "rediss://:p%%%%40ss@[::1]:%d",
          "unix:///no/such.sock",
          "postgresql://app:p@127.0.0.1:%d/app?sslmode=require",
          "postgresql+asyncpg://app@localhost:%d/app",
          "jdbc:postgresql://127.0.0.1:%d/app",
          "host=127.0.0.1 port=%d dbname=app user=app",
          "http://127.0.0.1:%d",
          "");
  private static final List<String> DURATIONS =
      List.of("0ms", "1ms", "50ms", "1s", "2m", "1h", "600h", "3000000h", "999999999h", "5 s");
  private static final List<String> SIZES =
      List.of("0Mi", "1Ki", "512Mi", "512M", "1.5Gi", "999999999Ti", "8388608Ti");

  private final long seed;
  private final List<Integer> ports;
  private final Set<String> refused;
  private final Map<Integer, String> paths = new HashMap<>();
  private Random random;
  private final List<CheckDefinition> checks;
  private final StringBuilder text = new StringBuilder();
  private int line = 1;

  private GeneratedProfile(
      long seed, List<Integer> ports, Set<String> refused, List<CheckDefinition> checks) {
    this.seed = seed;
    this.random = new Random(seed);
    this.ports = ports;
    this.refused = refused;
    this.checks = checks;
  }

  /**
   * The profile of a seed.
   *
   * @param ports on loopback, of whatever listens there
   * @param refused paths whose values are left out, or are harmless ones where they must be given
   */
  static GeneratedProfile of(
      long seed, List<Integer> ports, Set<String> refused, List<CheckDefinition> checks) {
    var profile = new GeneratedProfile(seed, ports, Set.copyOf(refused), checks);
    profile.write();
    return profile;
  }

  String text() {
    return text.toString();
  }

  /** The path of what stands in a line. */
  String path(int number) {
    return paths.getOrDefault(number, "");
  }

  /** The paths of what stands in the same mapping as a line, and below it. */
  Stream<String> around(int number) {
    String path = path(number);
    String mapping = path.substring(0, path.lastIndexOf('.') + 1);
    return paths.values().stream().filter(it -> it.startsWith(mapping)).sorted();
  }

  /** Makes what follows hang on its path alone, whatever was left out before it. */
  private boolean keeps(String path) {
    random = new Random(seed * 1_000_003 + path.hashCode());
    paths.put(line, path);
    return !refused.contains(path);
  }

  private void write() {
    line("version: 1");
    scalar("", "environment", "staging", () -> string("environment", null));
    line("packs: { only: [checks/all.yaml] }");
    line("gcp:");
    // Nobody may ask Google in a test.
    line("  endpoints: { secretmanager: \"%s\", run: \"%s\" }".formatted(url(""), url("")));
    components(Gcp.class, "gcp", "  ", Set.of("endpoints"));
    map("secrets", Kind.SECRETS, SECRETS);
    map("connectors", Kind.CONNECTORS, List.of("vpc"));
    map("redis", Kind.REDIS, List.of("cache"));
    map("postgres", Kind.POSTGRES, List.of("main"));
    map("services", Kind.SERVICES, List.of("back", "front"));
    line("source: { root: . }");
    overrides();
  }

  private void line(String content) {
    text.append(content).append('\n');
    line++;
  }

  /** A value that must stand: a harmless one where that of the seed is refused. */
  private void scalar(String indent, String path, String harmless, Supplier<String> value) {
    boolean kept = keeps(path);
    String key = path.substring(path.lastIndexOf('.') + 1);
    line(indent + key + ": " + (kept ? value.get() : harmless));
  }

  private void map(String key, Kind kind, List<String> names) {
    line(key + ":");
    for (String name : names) {
      // What a record refuses as a whole stands there; of a secret, its id.
      paths.put(line, key + "." + name + ".id");
      line("  " + name + ":");
      if (kind != Kind.CONNECTORS) {
        line("    impact: none");
      } else {
        line("    min-instances: 2");
      }
      components(kind.type(), key + "." + name, "    ", Set.of("impact", "min-instances"));
    }
  }

  private void components(Class<?> type, String path, String indent, Set<String> without) {
    for (RecordComponent it : type.getRecordComponents()) {
      String key = Keys.of(it);
      if (Keys.isOwnName(it) || without.contains(key)) {
        continue;
      }
      Field field = it.getAnnotation(Field.class);
      boolean required =
          it.getType() != Optional.class
              && it.getType() != List.class
              && it.getType() != Map.class
              && (field == null || field.byDefault().isEmpty());
      // Without one nobody could ask about the endpoints, and lint says so.
      required |= type == Service.class && key.equals("url");
      if (key.equals("endpoints")) {
        endpoints(path + ".endpoints", indent);
      } else {
        component(it, path + "." + key, indent, required);
      }
    }
  }

  private void endpoints(String path, String indent) {
    line(indent + "endpoints:");
    for (String protocol : List.of("get", "post", "websocket", "sse", "grpc", "tcp")) {
      String at = path + "." + protocol;
      line(indent + "  e-" + protocol + ":");
      scalar(
          indent + "    ",
          at + "." + protocol,
          protocol.equals("tcp") ? "1" : "x",
          () -> protocol.equals("tcp") ? String.valueOf(port()) : string(protocol, null));
      List<String> taken =
          switch (protocol) {
            case "get" -> List.of("headers");
            case "post" -> List.of("headers", "body");
            case "websocket" -> List.of("headers", "subprotocols", "send");
            case "tcp" -> List.of("send");
            default -> List.of("headers");
          };
      components(Endpoint.class, at, indent + "    ", allBut(Endpoint.class, taken));
      List<String> answers =
          switch (protocol) {
            case "get", "post" -> List.of("status", "json", "header", "text", "within");
            case "websocket" -> List.of("status", "open", "message", "within");
            case "sse" -> List.of("first-event-within");
            case "tcp" -> List.of("message", "text", "within");
            default -> List.of();
          };
      if (!answers.isEmpty()) {
        line(indent + "    expect:");
        scalar(indent + "      ", at + ".expect." + answers.getLast(), "1s", this::duration);
        Set<String> without = allBut(Expectation.class, answers);
        without.add(answers.getLast());
        components(Expectation.class, at + ".expect", indent + "      ", without);
      }
    }
  }

  private static Set<String> allBut(Class<?> type, List<String> wanted) {
    Set<String> others = new HashSet<>();
    for (RecordComponent it : type.getRecordComponents()) {
      others.add(Keys.of(it));
    }
    others.removeAll(wanted);
    return others;
  }

  private void component(RecordComponent it, String path, String indent, boolean required) {
    boolean kept = keeps(path);
    String key = Keys.of(it);
    Class<?> raw = raw(it.getGenericType());
    Field field = it.getAnnotation(Field.class);
    if (!required && (!kept || random.nextInt(4) == 0)) {
      return;
    }
    if (it.getType() == Map.class) {
      line(indent + key + ":");
      keeps(path);
      String name = quoted(pick(ODD) + (random.nextBoolean() ? "" : "x"));
      line(indent + "  " + name + ": " + literal(raw, key, field));
    } else if (raw.isRecord() && !SCALARS.contains(raw) && it.getType() == List.class) {
      line(indent + key + ":");
      line(indent + "  -");
      int before = line;
      components(raw, path, indent + "    ", Set.of());
      if (line == before) {
        text.insert(text.length() - 1, " {}");
      }
    } else if (raw.isRecord() && !SCALARS.contains(raw)) {
      line(indent + key + ":");
      line(indent + "  # " + key);
      int before = line;
      components(raw, path, indent + "  ", Set.of());
      if (line == before) {
        text.insert(text.lastIndexOf("\n", text.length() - 2), " {}");
      }
    } else {
      line(indent + key + ": " + (kept ? value(it, raw, key, field) : harmless(raw, key)));
    }
  }

  private String value(RecordComponent it, Class<?> raw, String key, Field field) {
    if (it.getType() == Setting.class && random.nextInt(6) == 0) {
      return "secrets." + pick(SECRETS);
    }
    String value = literal(raw, key, field);
    return it.getType() == List.class
        ? "[" + value + (random.nextBoolean() ? "" : ", " + literal(raw, key, field)) + "]"
        : value;
  }

  private static String harmless(Class<?> raw, String key) {
    return raw == Integer.class || raw == int.class
        ? "1"
        : raw == Duration.class
            ? "1s"
            : key.equals("host") ? "127.0.0.1" : key.equals("url") ? "http://127.0.0.1:1" : "app";
  }

  private void overrides() {
    line("override:");
    for (CheckDefinition check : checks) {
      if (check.id().equals("exec")) {
        continue;
      }
      String path = "override." + check.id();
      line("  " + check.id() + ":");
      scalar("    ", path + ".timeout", "1s", this::duration);
      line("    with:");
      int before = line;
      components(check.thresholds(), path, "      ", Set.of("allow"));
      if (line == before) {
        text.insert(text.length() - 1, " {}");
      }
    }
  }

  private String literal(Class<?> type, String key, Field field) {
    if (type == String.class) {
      return string(key, field);
    }
    if (type == Integer.class || type == int.class) {
      return key.equals("port") || key.equals("tcp") ? String.valueOf(port()) : number(field);
    }
    if (type == Boolean.class || type == boolean.class) {
      return String.valueOf(random.nextBoolean());
    }
    if (type.isEnum()) {
      return Keys.of((Enum<?>) pick(Arrays.asList(type.getEnumConstants())));
    }
    if (type == Duration.class) {
      return duration();
    }
    if (type == Size.class) {
      return pick(SIZES);
    }
    if (type == URI.class) {
      return quoted(url(pick(List.of("", "/", "/base", "/é", "?a=b", "#/", "/%zz", "/a b"))));
    }
    if (type == LocalDate.class) {
      return pick(List.of("2030-01-01", "+999999999-12-31", "-0001-01-01"));
    }
    if (type == ResourceName.class) {
      Kind kind = pick(List.of(field.refersTo()));
      return switch (kind) {
        case SECRETS -> "secrets." + pick(List.of("A_SECRET", "B_TOKEN", "C_HOST"));
        case CONNECTORS -> "connectors.vpc";
        case REDIS -> "redis.cache";
        case POSTGRES -> "postgres.main";
        default -> "services.front";
      };
    }
    if (type == FieldReference.class) {
      return pick(List.of("redis.cache.host", "redis.cache.port", "postgres.main.database"));
    }
    if (SecretSource.class.isAssignableFrom(type)) {
      return quoted(
          pick(
              List.of(
                  "secret-manager", "env", "file:.env", "file:/dev/zero", "file:.", "file:fifo")));
    }
    return "{}";
  }

  private String string(String key, @Nullable Field field) {
    if (key.equals("host")) {
      return quoted(pick(HOSTS));
    }
    if (List.of("ca", "files", "alembic", "flyway", "root", "socket").contains(key)) {
      return quoted(
          pick(List.of(".env", ".", "/dev/zero", "/dev/null", "fifo", "no/such", "a\u0000b", "")));
    }
    if (key.equals("url")) {
      return quoted(pick(STORES).formatted(port()));
    }
    if (key.equals("addresses")) {
      return quoted(pick(List.of("127.0.0.1", "x", "")));
    }
    return field == null || field.example().isEmpty() || random.nextInt(3) > 0
        ? quoted(pick(ODD))
        : quoted(plain(field.example()));
  }

  /** One text out of an example in YAML. */
  private static String plain(String example) {
    String inner = example.replaceAll("^[\\[{]\\s*|\\s*[]}]$|\"|'", "").split(",", -1)[0];
    return inner.contains(": ") ? inner.substring(inner.indexOf(": ") + 2) : inner;
  }

  private String number(Field field) {
    int min = field == null ? Integer.MIN_VALUE : field.min();
    int max = field == null ? Integer.MAX_VALUE : field.max();
    int between = (int) (min + (long) (random.nextDouble() * ((long) max - min)));
    return pick(Stream.of(min, max, between, 0, 1, 7, 401).map(String::valueOf).toList());
  }

  private String duration() {
    return pick(DURATIONS);
  }

  private String url(String path) {
    return "http://"
        + pick(List.of("127.0.0.1", "127.0.0.1", "[::1]", "localhost"))
        + ":"
        + port()
        + path;
  }

  private int port() {
    return pick(ports);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    // YAML refuses what JSON lets through.
    for (char each : JSON.writeValueAsString(text).toCharArray()) {
      quoted.append(
          each < 0x20 || (each > 0x7e && !Character.isLetter(each))
              ? "\\u%04x".formatted((int) each)
              : String.valueOf(each));
    }
    return quoted.toString();
  }

  private static Class<?> raw(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return raw(arguments[arguments.length - 1]);
    }
    return (Class<?>) type;
  }

  /** A pack with every check, programs included. */
  static String pack(List<CheckDefinition> checks) {
    List<String> rules = new ArrayList<>();
    for (CheckDefinition check : checks) {
      String on = Kind.of(check.doc().on()).orElseThrow().key();
      String with =
          check.id().equals("exec")
              ? ", with: { command: [echo, '{\"outcome\":\"passed\"}'] }"
              : "";
      rules.add("  - { check: %s, on: %s%s }".formatted(check.id(), on, with));
    }
    return "version: 1\nrules:\n" + String.join("\n", rules) + "\n";
  }
}
