package preflight.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import preflight.sandbox.Service.SecretReference;

/** The blueprint that every scenario starts from, with values made up for this run. */
final class HealthyEnvironment {

  private static final List<String> POSTGRES =
      List.of(
          "POSTGRES_HOST", "POSTGRES_PORT", "POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD");
  private static final List<String> REDIS = List.of("REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD");
  private static final List<String> SHARED =
      List.of("JWT_SECRET", "SERVICE_SECRET", "SERVICE_ID", "SENTRY_DSN");

  private final Values values = new Values();
  private final Instant now;
  private final Ports ports;
  private final String commit;

  HealthyEnvironment(Instant now, Ports ports) {
    this.now = now;
    this.ports = ports;
    this.commit =
        new SourceHistory(now.minus(Duration.ofHours(6)), SourceFiles.healthy()).repaired();
  }

  Blueprint blueprint() {
    Payload redisPassword = values.key("", 40);
    Payload postgresPassword = values.key("", 32);
    return new Blueprint(
        now,
        ports,
        secrets(redisPassword, postgresPassword),
        Blueprint.SecretManagerAccess.ALL,
        new Blueprint.Redis(Blueprint.Redis.Mode.RUNNING, redisPassword),
        new Blueprint.Postgres(Blueprint.Postgres.Mode.RUNNING, "app", "app", postgresPassword),
        List.of(backend(), auth(), frontend()),
        SourceFiles.healthy(),
        Managed.HEALTHY);
  }

  private List<Secret> secrets(Payload redisPassword, Payload postgresPassword) {
    return List.of(
        secret("POSTGRES_HOST", Payload.of("127.0.0.1")),
        secret("POSTGRES_PORT", Payload.of(Integer.toString(ports.postgres()))),
        secret("POSTGRES_DB", Payload.of("app")),
        secret("POSTGRES_USER", Payload.of("app")),
        rotated("POSTGRES_PASSWORD", () -> values.key("", 32), postgresPassword),
        rotated("JWT_SECRET", () -> values.hex(32), values.hex(32)),
        secret("SECRET_KEY", values.base64(48)),
        secret("SESSION_SECRET_KEY", values.base64(48)),
        rotated("SERVICE_SECRET", () -> values.hex(32), values.hex(32)),
        secret("SERVICE_ID", Payload.of("backend-sandbox")),
        secret("FERNET_KEY", values.fernet()),
        secret("GOOGLE_CLIENT_ID", values.clientId()),
        secret("GOOGLE_CLIENT_SECRET", values.key("GOCSPX-", 28)),
        secret("OAUTH_HMAC_SECRET", values.base64(32)),
        secret("E2E_OAUTH_SIMULATION_KEY", values.hex(32)),
        secret("REDIS_HOST", Payload.of("127.0.0.1")),
        secret("REDIS_PORT", Payload.of(Integer.toString(ports.redis()))),
        secret("REDIS_PASSWORD", redisPassword),
        secret("OPENAI_API_KEY", values.key("sk-proj-", 48)),
        secret("ANTHROPIC_API_KEY", values.key("sk-ant-api03-", 93)),
        secret("GEMINI_API_KEY", values.key("AIza", 35)),
        secret("CLICKHOUSE_PASSWORD", values.key("", 32)),
        secret("SMTP_PASSWORD", values.key("", 24)),
        secret("STRIPE_API_KEY", values.key("sk_test_", 48)),
        secret("STRIPE_WEBHOOK_SECRET", values.key("whsec_", 32)),
        secret("SENTRY_DSN", values.dsn()),
        secret("CSRF_SECRET", values.hex(32)),
        secret("GITHUB_WEBHOOK_SECRET", values.hex(32)),
        secret("SIGNING_KEY", values.pem()),
        secret("AUDIT_LOG_KEY", values.base64(32)));
  }

  private Service backend() {
    List<String> names = new ArrayList<>(POSTGRES);
    names.addAll(REDIS);
    names.addAll(SHARED);
    names.addAll(
        List.of(
            "SECRET_KEY",
            "FERNET_KEY",
            "OPENAI_API_KEY",
            "ANTHROPIC_API_KEY",
            "GEMINI_API_KEY",
            "CLICKHOUSE_PASSWORD",
            "SMTP_PASSWORD",
            "GITHUB_WEBHOOK_SECRET",
            "AUDIT_LOG_KEY"));
    var variables = variables();
    variables.put("AUTH_URL", "http://127.0.0.1:" + ports.auth());
    variables.put("WEB_ORIGIN", "https://app.sandbox.invalid");
    return service("backend", ports.backend(), variables, withJwtAliases(names), signingKey());
  }

  private Service auth() {
    List<String> names = new ArrayList<>(POSTGRES);
    names.addAll(REDIS);
    names.addAll(SHARED);
    names.addAll(
        List.of(
            "SESSION_SECRET_KEY",
            "GOOGLE_CLIENT_ID",
            "GOOGLE_CLIENT_SECRET",
            "OAUTH_HMAC_SECRET",
            "E2E_OAUTH_SIMULATION_KEY"));
    var variables = variables();
    variables.put("JWT_ISSUER", Tokens.ISSUER);
    variables.put("JWT_AUDIENCE", Tokens.AUDIENCE);
    return service("auth", ports.auth(), variables, withJwtAliases(names), new LinkedHashMap<>());
  }

  private Service frontend() {
    var variables = variables();
    variables.put("API_URL", "http://127.0.0.1:" + ports.backend());
    variables.put("AUTH_URL", "http://127.0.0.1:" + ports.auth());
    var names = List.of("CSRF_SECRET", "STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET");
    return service("frontend", ports.frontend(), variables, map(names), new LinkedHashMap<>());
  }

  /** Of which all three are built: they are parts of one repository. */
  private Service service(
      String name,
      int port,
      SequencedMap<String, String> variables,
      SequencedMap<String, SecretReference> secrets,
      SequencedMap<String, SecretReference> files) {
    return new Service(
        name,
        name + "-sandbox",
        port,
        commit,
        now.minus(Duration.ofHours(6)),
        variables,
        secrets,
        files,
        List.copyOf(secrets.sequencedKeySet()),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static SequencedMap<String, String> variables() {
    var variables = new LinkedHashMap<String, String>();
    variables.put("ENVIRONMENT", "sandbox");
    variables.put("LOG_LEVEL", "info");
    return variables;
  }

  private static SequencedMap<String, SecretReference> signingKey() {
    var files = new LinkedHashMap<String, SecretReference>();
    files.put("/secrets/signing-key.pem", latest("SIGNING_KEY"));
    return files;
  }

  private static SequencedMap<String, SecretReference> withJwtAliases(List<String> names) {
    var mapping = map(names);
    mapping.put("JWT_SECRET_KEY", latest("JWT_SECRET"));
    mapping.put("JWT_SECRET_STAGING", latest("JWT_SECRET"));
    return mapping;
  }

  private static SequencedMap<String, SecretReference> map(List<String> names) {
    var mapping = new LinkedHashMap<String, SecretReference>();
    names.forEach(name -> mapping.put(name, latest(name)));
    return mapping;
  }

  private static SecretReference latest(String name) {
    return new SecretReference(id(name), "latest");
  }

  private static String id(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-') + "-sandbox";
  }

  private Secret secret(String name, Payload value) {
    return Secret.of(name, id(name), now.minus(Duration.ofDays(90)), List.of(value));
  }

  private Secret rotated(String name, Supplier<Payload> before, Payload value) {
    Instant created = now.minus(Duration.ofDays(90));
    return Secret.of(name, id(name), created, List.of(before.get(), value));
  }
}
