package preflight.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;
import preflight.resource.network.PoolMode;
import preflight.resource.network.TlsMode;

/** A Postgres database, on Cloud SQL or elsewhere. */
public record Postgres(
    ResourceName name,
    @Field(
            value =
                "Host name or address, or the directory of a Unix socket, or the secret that holds it",
            min = 1,
            example = "10.20.0.3",
            grammar = Grammar.HOST_OR_SOCKET,
            inUrl = true)
        Setting<String> host,
    @Field(
            value = "Port, or the secret that holds it",
            min = 1,
            max = 65535,
            byDefault = "5432",
            inUrl = true)
        Setting<Integer> port,
    @Field(
            value = "Database, or the secret that holds its name",
            example = "app",
            grammar = Grammar.LINE,
            inUrl = true)
        Setting<String> database,
    @Field(
            value = "Role, or the secret that holds its name",
            example = "app",
            grammar = Grammar.LINE,
            inUrl = true)
        Setting<String> user,
    @Field(
            value = "Secret that holds the password",
            example = "secrets.POSTGRES_PASSWORD",
            refersTo = Kind.SECRETS,
            inUrl = true)
        Optional<ResourceName> password,
    @Field(
            value = "How a client insists on encryption",
            byDefault = "prefer",
            weaker = Weaker.LESS,
            inUrl = true)
        TlsMode tls,
    @Field(
            value =
                "Certificate authorities to trust in addition to those of the JDK: a file in PEM, or the"
                    + " secret that holds it",
            example = "certs/sql.pem",
            path = true)
        Optional<Setting<String>> ca,
    @Field(
            value = "Directory of Cloud SQL's Unix socket",
            example = "/cloudsql/acme:us:main",
            grammar = Grammar.DIRECTORY,
            inUrl = true)
        Optional<String> socket,
    @Field(
            value = "Version that the server must have, or its beginning",
            example = "\"16\"",
            grammar = Grammar.VERSION)
        Optional<String> version,
    @Field(
            value = "Extensions that must be installed",
            example = "[pgcrypto]",
            grammar = Grammar.EXTENSION,
            weaker = Weaker.LESS)
        List<String> extensions,
    @Field(
            value = "Tables that must be there",
            example = "[users, audit.events]",
            grammar = Grammar.TABLE,
            weaker = Weaker.LESS)
        List<String> tables,
    @Field(value = "Migrations of the repository", example = "{ alembic: migrations/versions }")
        Optional<Migrations> migrations,
    @Field(
            value = "Connector on the way to it",
            example = "connectors.staging-connector",
            refersTo = Kind.CONNECTORS)
        Optional<ResourceName> reachedThrough,
    @Field(value = "Cloud SQL instance id", example = "main-staging", grammar = Grammar.INSTANCE)
        Optional<String> instance,
    @Field(value = "How long a query may take", example = "{ p95: 100ms }") Optional<Budget> budget,
    @Field(value = "What users lose if it fails", example = "nothing can be saved")
        Optional<String> impact,
    @Field(
            value =
                "Connection URL in place of host, port, database, user, password, tls and socket, as the"
                    + " application's client reads it; one with a password is held by a secret",
            example = "secrets.DATABASE_URL",
            grammar = Grammar.LINE)
        Optional<Setting<String>> url,
    @Field(
            value =
                "Certificate with which clients prove themselves, in PEM: a file, or the secret that holds it",
            example = "certs/client.pem",
            path = true)
        Optional<Setting<String>> clientCertificate,
    @Field(
            value =
                "Key of that certificate, in PEM without a passphrase: a file, or the secret that holds it",
            example = "secrets.CLIENT_KEY",
            path = true)
        Optional<Setting<String>> clientKey,
    @Field(
            value = "Schema that is searched for tables, where it is not that of the role",
            example = "app",
            grammar = Grammar.TABLE)
        Optional<String> schema,
    @Field(
            value =
                "What the role must be allowed: CREATE and USAGE in the schema, CONNECT and TEMPORARY"
                    + " in the database, SELECT, INSERT, UPDATE, DELETE and TRUNCATE in all `tables`",
            example = "[CREATE]",
            grammar = Grammar.PRIVILEGE,
            weaker = Weaker.LESS)
        List<String> privileges,
    @Field(
            value =
                "Mode of the pooler in front, such as PgBouncer; what does not work through it is said",
            example = "transaction")
        Optional<PoolMode> poolMode)
    implements Resource {

  private static final Set<String> OF_TABLES =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE");

  public Postgres {
    if (clientCertificate.isPresent() != clientKey.isPresent()) {
      throw new IllegalArgumentException("client-certificate and client-key belong together");
    }
    extensions = List.copyOf(extensions);
    tables = List.copyOf(tables);
    privileges = List.copyOf(privileges);
    if (tables.isEmpty() && privileges.stream().anyMatch(OF_TABLES::contains)) {
      throw new IllegalArgumentException(
          "privileges in tables need the tables in which the role must have them: tables: [NAME]");
    }
  }

  /** The password: held by a secret alone, or in the URL that says all the rest. */
  public Optional<Setting<String>> secretPassword() {
    return password.map(it ->
        url.flatMap(Setting::heldBy).equals(password)
            ? new Setting.InUrl<>(it)
            : new Setting.FromSecret<>(it));
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = Setting.written(settings());
    instance.ifPresent(it -> facts.put("instance", it));
    return facts;
  }

  @Override
  public Map<String, String> held() {
    return Setting.held(settings());
  }

  private Map<String, Setting<?>> settings() {
    return Map.of("host", host, "port", port, "database", database, "user", user);
  }
}
