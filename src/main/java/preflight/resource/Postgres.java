package preflight.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;
import preflight.resource.network.TlsMode;

/** A Postgres database, on Cloud SQL or elsewhere. */
public record Postgres(
    ResourceName name,
    @Field(
            value = "Host name or address, or the secret that holds it",
            min = 1,
            example = "10.20.0.3",
            grammar = Grammar.HOST,
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
            value = "File with certificate authorities to trust in addition to those of the JDK",
            example = "certs/sql.pem",
            path = true)
        Optional<String> ca,
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
        Optional<Setting<String>> url)
    implements Resource {

  public Postgres {
    extensions = List.copyOf(extensions);
    tables = List.copyOf(tables);
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
    var facts = new TreeMap<String, String>();
    facts.put("host", host.toString());
    facts.put("port", port.toString());
    facts.put("database", database.toString());
    facts.put("user", user.toString());
    instance.ifPresent(it -> facts.put("instance", it));
    return facts;
  }
}
