package preflight.probe;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.resource.Budget;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.Migrations;
import preflight.resource.Owners;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Service;
import preflight.resource.Setting;
import preflight.resource.Target;
import preflight.resource.field.FieldReference;
import preflight.resource.network.TlsMode;
import preflight.resource.network.TlsProof;

/** Declares stores, the secrets that feed them and what those hold, one word at a time. */
public final class Stores {

  public static final ResourceName REDIS = new ResourceName(Kind.REDIS, "cache");
  public static final ResourceName POSTGRES = new ResourceName(Kind.POSTGRES, "main");

  public Setting<String> host = new Setting.Literal<>("127.0.0.1");
  public Setting<Integer> port = new Setting.Literal<>(1);
  public Optional<Setting<String>> redisUser = Optional.empty();
  public Setting<String> user = new Setting.Literal<>("postgres");
  public Setting<String> database = new Setting.Literal<>("postgres");
  public Optional<Setting<Integer>> number = Optional.empty();
  public Optional<ResourceName> password = Optional.empty();
  public boolean redisTls = false;
  public TlsMode tls = TlsMode.PREFER;
  public Optional<String> ca = Optional.empty();
  public Optional<Setting<String>> url = Optional.empty();
  public Optional<String> socket = Optional.empty();
  public Optional<String> version = Optional.empty();
  public List<String> extensions = List.of();
  public List<String> tables = List.of();
  public Optional<Migrations> migrations = Optional.empty();
  public Optional<Budget> budget = Optional.empty();
  public final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, Secret> secrets = new LinkedHashMap<>();
  private final Map<ResourceName, SecretValue> values = new LinkedHashMap<>();

  public static Stores at(int port) {
    return at("127.0.0.1", port);
  }

  public static Stores at(String host, int port) {
    var stores = new Stores();
    stores.host = new Setting.Literal<>(host);
    stores.port = new Setting.Literal<>(port);
    return stores;
  }

  /** Declares a secret that can be read. */
  public ResourceName secret(String name, String value) {
    ResourceName declared = unreadable(name);
    values.put(declared, new SecretValue(value.getBytes(StandardCharsets.UTF_8)));
    return declared;
  }

  /** Declares a secret that cannot be read. */
  public ResourceName unreadable(String name) {
    return declare(name, Optional.empty());
  }

  /** Declares a secret that feeds a field. */
  public ResourceName feeding(ResourceName resource, String field, String name, String value) {
    ResourceName declared = declare(name, Optional.of(new FieldReference(resource, field)));
    values.put(declared, new SecretValue(value.getBytes(StandardCharsets.UTF_8)));
    return declared;
  }

  public Stores password(String value) {
    password = Optional.of(secret("PASSWORD", value));
    return this;
  }

  /** A store of which a secret holds the connection URL, and nothing else says anything. */
  public static Stores byUrl(String url) {
    var stores = new Stores();
    ResourceName secret = stores.secret("STORE_URL", url);
    stores.url = Optional.of(new Setting.FromSecret<>(secret));
    stores.host = new Setting.InUrl<>(secret);
    stores.port = new Setting.InUrl<>(secret);
    stores.redisUser = Optional.of(new Setting.InUrl<>(secret));
    stores.user = new Setting.InUrl<>(secret);
    stores.database = new Setting.InUrl<>(secret);
    stores.number = Optional.of(new Setting.InUrl<>(secret));
    stores.password = Optional.of(secret);
    return stores;
  }

  public SecretBytes secrets() {
    return name -> Optional.ofNullable(values.get(name));
  }

  /** Knows the password. */
  public Redaction redaction() {
    return new Redaction(() -> password.map(values::get).stream().toList());
  }

  /** What the certificate of a Redis must prove. */
  public TlsProof verify = TlsProof.FULL;

  public Target<Redis> redis() {
    var redis =
        new Redis(
            REDIS,
            host,
            port,
            redisUser,
            password,
            redisTls,
            ca,
            verify,
            number,
            version,
            Optional.empty(),
            Optional.of("cache-test"),
            budget,
            Optional.empty(),
            url);
    return new Target<>(redis, environment(Map.of("cache", redis), Map.of()));
  }

  public Target<Postgres> postgres() {
    var postgres =
        new Postgres(
            POSTGRES,
            host,
            port,
            database,
            user,
            password,
            tls,
            ca,
            socket,
            version,
            extensions,
            tables,
            migrations,
            Optional.empty(),
            Optional.of("main-test"),
            budget,
            Optional.empty(),
            url);
    return new Target<>(postgres, environment(Map.of(), Map.of("main", postgres)));
  }

  /** A service that uses the Postgres with so many connections in each instance. */
  public static Service pooling(String name, int pool) {
    return new Service(
        new ResourceName(Kind.SERVICES, name),
        Optional.of(name),
        Optional.empty(),
        Optional.empty(),
        List.of(POSTGRES),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(pool),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  private Environment environment(Map<String, Redis> redis, Map<String, Postgres> postgres) {
    return new Environment(
        "test",
        Gcp.NONE,
        Owners.NONE,
        secrets,
        Map.of(),
        redis,
        postgres,
        services,
        Optional.empty());
  }

  private ResourceName declare(String name, Optional<FieldReference> matches) {
    var declared = new ResourceName(Kind.SECRETS, name);
    secrets.put(
        name,
        new Secret(
            declared,
            Optional.of(name.toLowerCase(java.util.Locale.ROOT) + "-test"),
            "latest",
            new SecretSource.SecretManager(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            matches,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    return declared;
  }
}
