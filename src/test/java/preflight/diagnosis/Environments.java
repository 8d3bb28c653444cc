package preflight.diagnosis;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.probe.secret.Profiles;
import preflight.resource.Connector;
import preflight.resource.Endpoint;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.Owners;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Setting;
import preflight.resource.Source;
import preflight.resource.field.FieldReference;
import preflight.resource.network.RedisMode;
import preflight.resource.network.TlsMode;
import preflight.resource.network.TlsProof;
import preflight.resource.service.ServiceAuth;

/**
 * Environments from one line per resource, in any order:
 *
 * <pre>
 * secret REDIS_HOST used-by=backend,auth matches=redis.cache.host impact=no_chat
 * connector main
 * redis cache through=main host=REDIS_HOST password=REDIS_PASSWORD
 * postgres main through=main user=POSTGRES_USER database=POSTGRES_DB
 * service backend uses=redis.cache,services.auth verifies=JWT_SECRET impact=nobody_can_chat
 * secret LOCAL_KEY used-by=worker source=file:.env
 * service worker elsewhere url=http://127.0.0.1:8080
 * endpoint backend.health
 * endpoint backend.chat websocket
 * source
 * </pre>
 *
 * An underscore in {@code impact} stands for a blank.
 */
public final class Environments {

  private final Map<String, Secret> secrets = new LinkedHashMap<>();
  private final Map<String, Connector> connectors = new LinkedHashMap<>();
  private final Map<String, Redis> redis = new LinkedHashMap<>();
  private final Map<String, Postgres> postgres = new LinkedHashMap<>();
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, List<Endpoint>> endpoints = new LinkedHashMap<>();
  private Optional<Source> source = Optional.empty();

  private Environments() {}

  public static Environment of(String lines) {
    return of(lines.lines().toList());
  }

  public static Environment of(List<String> lines) {
    var read = new Environments();
    lines.stream().map(String::strip).filter(it -> !it.isEmpty()).forEach(read::read);
    return read.build();
  }

  /** For example {@code services.backend.chat}. */
  public static ResourceName name(String text) {
    String[] parts = text.split("\\.", 2);
    Kind kind = Kind.of(parts[0]).orElseThrow(() -> new IllegalArgumentException(text));
    if (kind == Kind.SOURCE) {
      return new ResourceName(kind, kind.key());
    }
    boolean endpoint = kind == Kind.SERVICES && parts[1].contains(".");
    return new ResourceName(endpoint ? Kind.ENDPOINTS : kind, parts[1]);
  }

  private Environment build() {
    services.replaceAll((name, it) -> {
      Map<String, Endpoint> own = new LinkedHashMap<>();
      endpoints
          .getOrDefault(name, List.of())
          .forEach(at -> own.put(at.name().name().substring(name.length() + 1), at));
      return new ServiceDraft(it).endpoints(own).done();
    });
    return new Environment(
        "staging",
        new Gcp(
            Optional.of("acme-staging"), Optional.of("us-central1"), Map.of(), Optional.empty()),
        new Owners(
            Optional.of("#platform-oncall"), Optional.of("#release"), Optional.of("#backend")),
        secrets,
        connectors,
        redis,
        postgres,
        services,
        source);
  }

  private void read(String line) {
    List<String> words = List.of(line.split("\\s+"));
    String name = words.size() > 1 ? words.get(1) : "";
    Map<String, String> keys = new LinkedHashMap<>();
    words.stream()
        .skip(2)
        .filter(it -> it.contains("="))
        .forEach(
            it -> keys.put(it.substring(0, it.indexOf('=')), it.substring(it.indexOf('=') + 1)));
    switch (words.getFirst()) {
      case "secret" -> secrets.put(name, secret(name, keys));
      case "connector" -> connectors.put(name, connector(name));
      case "redis" -> redis.put(name, redis(name, keys));
      case "postgres" -> postgres.put(name, postgres(name, keys));
      case "service" -> services.put(name, service(name, words.contains("elsewhere"), keys));
      case "endpoint" ->
          endpoints
              .computeIfAbsent(name.substring(0, name.indexOf('.')), _ -> new ArrayList<>())
              .add(endpoint(name, words.contains("websocket"), words.contains("sse")));
      case "source" ->
          source =
              Optional.of(
                  new Source(
                      new ResourceName(Kind.SOURCE, "source"),
                      ".",
                      List.of(),
                      List.of(),
                      List.of()));
      default -> throw new IllegalArgumentException(line);
    }
  }

  private static Secret secret(String name, Map<String, String> keys) {
    return Profiles.secret(
        name,
        it ->
            it.id(name.toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "-staging")
                .source(SecretSource.parse(keys.getOrDefault("source", "secret-manager")))
                .usedBy(list(keys, "used-by").toArray(String[]::new))
                .matches(
                    Optional.ofNullable(keys.get("matches"))
                        .map(at ->
                            new FieldReference(
                                name(at.substring(0, at.lastIndexOf('.'))),
                                at.substring(at.lastIndexOf('.') + 1))))
                .impact(impact(keys)));
  }

  private static Connector connector(String name) {
    return new Connector(
        new ResourceName(Kind.CONNECTORS, name),
        Optional.of("staging-vpc"),
        Optional.of("10.1.0.0/28"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Redis redis(String name, Map<String, String> keys) {
    return new Redis(
        new ResourceName(Kind.REDIS, name),
        setting(keys, "host", "10.166.204.83"),
        setting(keys, "port", 6379),
        Optional.ofNullable(keys.get("user")).map(Environments::fromSecret),
        Optional.ofNullable(keys.get("password")).map(Environments::secretName),
        false,
        Optional.empty(),
        TlsProof.FULL,
        Optional.empty(),
        Optional.empty(),
        through(keys),
        Optional.empty(),
        Optional.empty(),
        impact(keys),
        Optional.empty(),
        RedisMode.STANDALONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Postgres postgres(String name, Map<String, String> keys) {
    return new Postgres(
        new ResourceName(Kind.POSTGRES, name),
        setting(keys, "host", "10.20.0.3"),
        setting(keys, "port", 5432),
        setting(keys, "database", "app"),
        setting(keys, "user", "app"),
        Optional.ofNullable(keys.get("password")).map(Environments::secretName),
        TlsMode.PREFER,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        through(keys),
        Optional.empty(),
        Optional.empty(),
        impact(keys),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private static Service service(String name, boolean elsewhere, Map<String, String> keys) {
    return new ServiceDraft(name)
        .cloudRun(Optional.of(name + "-staging").filter(_ -> !elsewhere))
        .url(Optional.ofNullable(keys.get("url")).map(URI::create))
        .uses(list(keys, "uses").map(Environments::name).toList())
        .account(Optional.ofNullable(keys.get("account")))
        .auth(
            Optional.ofNullable(keys.get("verifies"))
                .map(it ->
                    new ServiceAuth(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(secretName(it)),
                        Optional.empty(),
                        Optional.empty())))
        .impact(impact(keys))
        .done();
  }

  private static Endpoint endpoint(String name, boolean websocket, boolean sse) {
    Optional<String> path = Optional.of("/" + name.substring(name.indexOf('.') + 1));
    return new Endpoint(
        new ResourceName(Kind.ENDPOINTS, name),
        path.filter(_ -> !websocket && !sse),
        Optional.empty(),
        path.filter(_ -> websocket),
        path.filter(_ -> sse),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static <T> Setting<T> setting(Map<String, String> keys, String key, T literal) {
    String secret = keys.get(key);
    return secret == null ? new Setting.Literal<>(literal) : fromSecret(secret);
  }

  private static <T> Setting<T> fromSecret(String name) {
    return new Setting.FromSecret<>(secretName(name));
  }

  private static ResourceName secretName(String name) {
    return new ResourceName(Kind.SECRETS, name);
  }

  private static Optional<ResourceName> through(Map<String, String> keys) {
    return Optional.ofNullable(keys.get("through"))
        .map(it -> new ResourceName(Kind.CONNECTORS, it));
  }

  private static Optional<String> impact(Map<String, String> keys) {
    return Optional.ofNullable(keys.get("impact")).map(it -> it.replace('_', ' '));
  }

  private static java.util.stream.Stream<String> list(Map<String, String> keys, String key) {
    return Arrays.stream(keys.getOrDefault(key, "").split(",")).filter(it -> !it.isEmpty());
  }
}
