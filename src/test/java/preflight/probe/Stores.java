package preflight.probe;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.probe.secret.Profiles;
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
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Setting;
import preflight.resource.Target;
import preflight.resource.field.FieldReference;
import preflight.resource.network.PoolMode;
import preflight.resource.network.RedisMode;
import preflight.resource.network.Sentinel;
import preflight.resource.network.TlsMode;
import preflight.resource.network.TlsProof;
import preflight.resource.service.ConnectionPool;

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
  public RedisMode mode = RedisMode.STANDALONE;
  public Optional<Sentinel> sentinel = Optional.empty();
  public TlsMode tls = TlsMode.PREFER;
  public Optional<String> ca = Optional.empty();
  public Optional<Setting<String>> url = Optional.empty();
  public Optional<Setting<String>> clientCertificate = Optional.empty();
  public Optional<Setting<String>> clientKey = Optional.empty();
  public Optional<Setting<String>> heldAuthority = Optional.empty();
  public Optional<String> socket = Optional.empty();
  public Optional<String> schema = Optional.empty();
  public List<String> privileges = List.of();
  public Optional<PoolMode> poolMode = Optional.empty();
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
            authority(),
            verify,
            number,
            version,
            Optional.empty(),
            Optional.of("cache-test"),
            budget,
            Optional.empty(),
            url,
            mode,
            sentinel,
            clientCertificate,
            clientKey);
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
            authority(),
            socket,
            version,
            extensions,
            tables,
            migrations,
            Optional.empty(),
            Optional.of("main-test"),
            budget,
            Optional.empty(),
            url,
            clientCertificate,
            clientKey,
            schema,
            privileges,
            poolMode);
    return new Target<>(postgres, environment(Map.of(), Map.of("main", postgres)));
  }

  private Optional<Setting<String>> authority() {
    return heldAuthority.or(() -> ca.map(Setting.Literal::new));
  }

  /** A service that uses the Postgres with so many connections in each instance. */
  public static Service pooling(String name, int pool) {
    return pooling(name, ConnectionPool.of(pool));
  }

  public static Service pooling(String name, ConnectionPool pool) {
    return new ServiceDraft(name).cloudRun(name).uses(List.of(POSTGRES)).pool(pool).done();
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
        Profiles.secret(
            name, it -> it.id(name.toLowerCase(java.util.Locale.ROOT) + "-test").matches(matches)));
    return declared;
  }
}
