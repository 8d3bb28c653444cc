package preflight.catalog.postgres;

import static preflight.catalog.Provoked.when;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import preflight.catalog.LadderPatience;
import preflight.catalog.Provoked;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Phase;
import preflight.check.signal.Signal;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.google.ApiAnswer;
import preflight.probe.network.FullPort;
import preflight.probe.network.HeldPort;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.network.ScriptedPeer;
import preflight.probe.network.TlsPeer;
import preflight.probe.postgres.PgjdbcProbe;
import preflight.probe.postgres.RealPostgres;
import preflight.probe.postgres.ScriptedPostgres;
import preflight.probe.postgres.migration.MigrationScripts.Script;
import preflight.resource.Migrations;
import preflight.resource.Setting;
import preflight.resource.network.TlsMode;
import preflight.resource.service.ConnectionPool;

/** What real and scripted servers make of {@code postgres-reachable}. */
class PostgresSignalsTest {

  /** For peers that answer; much, for the machine of a test may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** For peers that never do. */
  private static final Duration BRIEF = Duration.ofMillis(700);

  private static final Migrations FLYWAY = Migrations.of(Migrations.Tool.FLYWAY, "db");

  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> every_condition_has_its_signal_and_phase() {
    return Provoked.tests(
        "postgres",
        List.of(
            when(
                "the host in the secret ends with a line break",
                Signal.DNS_NOT_FOUND,
                Phase.RESOLVE,
                () -> {
                  var stores = Stores.at(RealPostgres.port());
                  stores.host = new Setting.FromSecret<>(stores.secret("DB_HOST", "127.0.0.1\n"));
                  return ask(stores);
                }),
            when(
                "nothing listens on the port",
                Signal.TCP_REFUSED,
                Phase.TCP,
                () -> ask(Stores.at(HeldPort.CLOSED.number()))),
            when(
                "the attempt to connect is not answered",
                Signal.TCP_TIMEOUT,
                Phase.TCP,
                () -> {
                  try (var full = new FullPort()) {
                    return ask(Stores.at(full.number()), BRIEF);
                  }
                }),
            first("the peer accepts and says nothing", Signal.PEER_SILENT, ScriptedPeer::silent),
            first("the peer accepts and closes", Signal.CONNECTION_CLOSED, ScriptedPeer::closing),
            first("the peer resets", Signal.CONNECTION_RESET, ScriptedPeer::resetting),
            first("HTTP behind the port", Signal.WRONG_PROTOCOL, ScriptedPeer::http),
            first("MySQL behind the port", Signal.WRONG_PROTOCOL, ScriptedPeer::mysql),
            first(
                "TLS from the first byte",
                Signal.TLS_REQUIRED,
                () -> ScriptedPeer.answering(new byte[] {0x15, 3, 3, 0, 2, 2, 40})),
            when(
                "a peer that hangs up on everything but TLS",
                Signal.TLS_REQUIRED,
                Phase.TLS,
                () -> {
                  try (var secured = TlsPeer.hangingUpOnPlainText()) {
                    return ask(Stores.at(secured.port()));
                  }
                }),
            first(
                "the peer answers with bytes that are no text",
                Signal.WRONG_PROTOCOL,
                () -> ScriptedPeer.answering(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1})),
            when(
                "the peer agrees to TLS and is silent in the handshake",
                Signal.WRONG_PROTOCOL,
                Phase.TLS,
                () -> {
                  try (var peer = ScriptedPostgres.agreeingToTls()) {
                    return ask(Stores.at(peer.port()), BRIEF);
                  }
                }),
            when(
                "the file with the authority to trust is missing",
                Signal.TLS_UNTRUSTED,
                Phase.TLS,
                () -> {
                  try (var peer = ScriptedPostgres.agreeingToTls()) {
                    var stores = Stores.at(peer.port());
                    stores.tls = TlsMode.VERIFY_CA;
                    stores.ca = Optional.of("no-such-file.pem");
                    return ask(stores);
                  }
                }),
            when(
                "the certificate has expired",
                Signal.TLS_EXPIRED,
                Phase.TLS,
                () -> verified(certified("127.0.0.1").validityInterval(0, 1_000_000_000_000L))),
            when(
                "the certificate is for another host",
                Signal.TLS_WRONG_HOST,
                Phase.TLS,
                () -> verified(certified("other.test"))),
            second(
                "the server turns everybody away, even the question for TLS",
                Signal.POSTGRES_TOO_MANY_CONNECTIONS,
                () -> ScriptedPostgres.failingAtOnce("53300", "sorry, too many clients already")),
            when(
                "TLS is declared and the server offers none",
                Signal.TLS_REFUSED,
                Phase.TLS,
                () -> {
                  var stores = Stores.at(RealPostgres.port());
                  stores.tls = TlsMode.REQUIRE;
                  return ask(stores);
                }),
            when(
                "the password is wrong",
                Signal.POSTGRES_AUTH_REJECTED,
                Phase.AUTH,
                () -> ask(as("keyed").password("wrong"))),
            when(
                "the password ends with a line break",
                Signal.POSTGRES_AUTH_REJECTED,
                Phase.AUTH,
                () -> ask(as("keyed").password("correct-horse\n"))),
            when(
                "a password is needed and none is declared",
                Signal.POSTGRES_AUTH_REQUIRED,
                Phase.AUTH,
                () -> ask(as("keyed"))),
            when(
                "no rule admits the role",
                Signal.POSTGRES_NOT_ALLOWED,
                Phase.AUTH,
                () -> ask(as("stranger"))),
            when(
                "the database does not exist",
                Signal.POSTGRES_NO_DATABASE,
                Phase.AUTH,
                () -> ask(in("nope"))),
            when(
                "the name of the database ends with a line break",
                Signal.POSTGRES_NO_DATABASE,
                Phase.AUTH,
                () -> ask(in("postgres\n"))),
            when(
                "no connection is free",
                Signal.POSTGRES_TOO_MANY_CONNECTIONS,
                Phase.AUTH,
                () -> ask(as("crowded"))),
            when(
                "the version is not the declared one",
                Signal.POSTGRES_WRONG_VERSION,
                Phase.QUERY,
                () -> {
                  var stores = Stores.at(RealPostgres.port());
                  stores.version = Optional.of("9");
                  return new PostgresVersion(probe(stores))
                      .run(stores.postgres(), new NoThresholds());
                }),
            when(
                "transactions of the role are read-only",
                Signal.POSTGRES_READ_ONLY,
                Phase.QUERY,
                () -> {
                  RealPostgres.run("alter role plain set default_transaction_read_only = on");
                  try {
                    var stores = as("plain");
                    return new PostgresWritable(probe(stores))
                        .run(stores.postgres(), new NoThresholds());
                  } finally {
                    RealPostgres.run("alter role plain reset default_transaction_read_only");
                  }
                }),
            when(
                "a query takes longer than the budget",
                Signal.LATENCY_OVER_BUDGET,
                Phase.QUERY,
                () -> {
                  var stores = Stores.at(RealPostgres.port());
                  return new PostgresLatency(probe(stores))
                      .run(
                          stores.postgres(),
                          new PostgresLatency.With(5, Duration.ofNanos(1), PATIENCE, PATIENCE));
                }),
            when(
                "a declared extension is not installed",
                Signal.POSTGRES_MISSING_EXTENSION,
                Phase.QUERY,
                () -> {
                  var stores = Stores.at(RealPostgres.port());
                  stores.extensions = List.of("postgis");
                  return new PostgresExtensions(probe(stores))
                      .run(stores.postgres(), new NoThresholds());
                }),
            when(
                "a declared table is missing",
                Signal.POSTGRES_MISSING_OBJECT,
                Phase.QUERY,
                () -> {
                  var stores = Stores.at(RealPostgres.port());
                  stores.tables = List.of("nobody_made_this");
                  return new PostgresSchema(probe(stores))
                      .run(stores.postgres(), new NoThresholds());
                }),
            when(
                "a declared table is in a schema that the role does not search",
                Signal.POSTGRES_OUTSIDE_SEARCH_PATH,
                Phase.QUERY,
                () -> {
                  RealPostgres.run(
                      "create schema if not exists hidden",
                      "create table if not exists hidden.orders (id int)");
                  var stores = Stores.at(RealPostgres.port());
                  stores.tables = List.of("orders");
                  return new PostgresSchema(probe(stores))
                      .run(stores.postgres(), new NoThresholds());
                }),
            when(
                "the declared schema does not exist",
                Signal.POSTGRES_NO_SCHEMA,
                Phase.QUERY,
                () -> {
                  var stores = Stores.at(RealPostgres.port());
                  stores.schema = Optional.of("nowhere");
                  return new PostgresSchema(probe(stores))
                      .run(stores.postgres(), new NoThresholds());
                }),
            when(
                "the role may not use the declared schema",
                Signal.POSTGRES_FORBIDDEN,
                Phase.QUERY,
                () -> {
                  RealPostgres.run("create schema if not exists hidden");
                  var stores = as("plain");
                  stores.schema = Optional.of("hidden");
                  return new PostgresSchema(probe(stores))
                      .run(stores.postgres(), new NoThresholds());
                }),
            when(
                "the role lacks a declared privilege",
                Signal.POSTGRES_FORBIDDEN,
                Phase.QUERY,
                () -> {
                  RealPostgres.run(
                      "create schema if not exists readable",
                      "grant usage on schema readable to plain");
                  var stores = as("plain");
                  stores.schema = Optional.of("readable");
                  stores.privileges = List.of("USAGE", "CREATE");
                  return new PostgresPrivileges(probe(stores))
                      .run(stores.postgres(), new NoThresholds());
                }),
            when(
                "the role may not connect to the database",
                Signal.POSTGRES_CONNECT_DENIED,
                Phase.AUTH,
                () -> {
                  RealPostgres.run(
                      "create database closed_shop",
                      "revoke connect on database closed_shop from public");
                  var stores = as("plain");
                  stores.database = new Setting.Literal<>("closed_shop");
                  return ask(stores);
                }),
            when(
                "the services' pools do not fit",
                Signal.POSTGRES_POOLS_TOO_LARGE,
                Phase.QUERY,
                () -> {
                  var stores = Stores.at(RealPostgres.port());
                  stores.services.put(
                      "backend", Stores.pooling("backend", new ConnectionPool(4, 10, 2)));
                  return new PostgresConnections(probe(stores), _ -> new ApiAnswer.Got<>(20))
                      .run(stores.postgres(), new PostgresConnections.With(90, 1));
                }),
            when(
                "a migration of the repository has not run",
                Signal.POSTGRES_MIGRATIONS_PENDING,
                Phase.QUERY,
                () -> migrations(FLYWAY, new Script("V1__first.sql", ""))),
            when(
                "a migration failed halfway",
                Signal.POSTGRES_MIGRATIONS_FAILED,
                Phase.QUERY,
                () -> whenMigrated("(1, '1', 'SQL', false)")),
            when(
                "the database has run a migration that the repository does not hold",
                Signal.POSTGRES_MIGRATIONS_UNKNOWN,
                Phase.QUERY,
                () -> whenMigrated("(1, '1', 'SQL', true), (2, '2', 'SQL', true)")),
            when(
                "the migrations of the repository have two heads",
                Signal.POSTGRES_MIGRATIONS_FORKED,
                Phase.QUERY,
                () ->
                    migrations(
                        Migrations.of(Migrations.Tool.ALEMBIC, "versions"),
                        new Script("a.py", "revision = 'a'\ndown_revision = None\n"),
                        new Script("b.py", "revision = 'b'\ndown_revision = None\n"))),
            when(
                "two files hold one migration",
                Signal.POSTGRES_MIGRATIONS_REFUSED,
                Phase.QUERY,
                () ->
                    migrations(
                        FLYWAY, new Script("V1__a.sql", ""), new Script("sub/V1__b.sql", ""))),
            when(
                "a session idles in an open transaction",
                Signal.POSTGRES_LOCKS,
                Phase.QUERY,
                PostgresSignalsTest::whenForgotten),
            second(
                "the server is starting",
                Signal.POSTGRES_STARTING,
                () -> ScriptedPostgres.failing("57P03", "the database system is starting up")),
            second(
                "the role may not use the database",
                Signal.POSTGRES_CONNECT_DENIED,
                () -> ScriptedPostgres.failing("42501", "permission denied for database")),
            second(
                "a pooler had no connection to give",
                Signal.POSTGRES_POOL_EXHAUSTED,
                () -> ScriptedPostgres.failing("08P01", "query_wait_timeout")),
            second(
                "a pooler reaches no Postgres",
                Signal.POSTGRES_NO_BACKEND,
                () ->
                    ScriptedPostgres.failing(
                        "08P01",
                        "server login has been failing, cached error: connect failed"
                            + " (server_login_retry)")),
            second(
                "a pooler is refused by Postgres",
                Signal.POSTGRES_BACKEND_REFUSES,
                () ->
                    ScriptedPostgres.failing(
                        "08P01",
                        "server login has been failing, cached error: FATAL: password"
                            + " authentication failed for user \"pooler\" (server_login_retry)")),
            second(
                "a front that serves many projects does not know which",
                Signal.POSTGRES_NO_TENANT,
                () -> ScriptedPostgres.failing("XX000", "Tenant or user not found")),
            second(
                "a pooler refuses a setting",
                Signal.POSTGRES_PARAMETER_REFUSED,
                () ->
                    ScriptedPostgres.failing(
                        "08P01", "unsupported startup parameter: search_path")),
            second(
                "a pooler lends a connection for one statement",
                Signal.POSTGRES_POOL_MODE,
                () ->
                    ScriptedPostgres.failing(
                        "08P01", "transaction blocks not allowed in statement pooling mode")),
            second(
                "the provider has stopped the database",
                Signal.POSTGRES_SUSPENDED,
                () ->
                    ScriptedPostgres.failing(
                        "XX000", "Control plane request failed: endpoint is disabled")),
            second(
                "a pooler insists on TLS",
                Signal.TLS_REQUIRED,
                () -> ScriptedPostgres.failing("08P01", "SSL required")),
            second(
                "the server ends the statement, as it takes too long",
                Signal.POSTGRES_STATEMENT_TIMEOUT,
                () -> ScriptedPostgres.failing("57014", "canceling statement")),
            second(
                "the server answers with an error that has no name here",
                Signal.POSTGRES_ERROR,
                () -> ScriptedPostgres.failing("XX000", "internal error")),
            second(
                "the disk is full",
                Signal.POSTGRES_OUT_OF_RESOURCES,
                () -> ScriptedPostgres.failing("53100", "no space left on device")),
            second(
                "the server is silent after the start-up message",
                Signal.PEER_SILENT,
                () -> ScriptedPostgres.after(ScriptedPeer::listenForEver)),
            second(
                "the server resets after the start-up message",
                Signal.CONNECTION_RESET,
                () -> ScriptedPostgres.after(socket -> socket.setSoLinger(true, 0))),
            second(
                "the server goes away between the password and its answer",
                Signal.CONNECTION_CLOSED,
                ScriptedPostgres::leavingAfterPassword),
            second(
                "the server admits nobody without TLS, and plain text is declared",
                Signal.POSTGRES_NOT_ALLOWED,
                () ->
                    ScriptedPostgres.failing(
                        "28000", "no pg_hba.conf entry for host \"127.0.0.1\", no encryption")),
            when(
                "there is no socket in the declared directory",
                Signal.SOCKET_NOT_FOUND,
                Phase.TCP,
                () -> inDirectory("/cloudsql/acme:us:main")),
            when(
                "nothing listens on the socket in the declared directory",
                Signal.SOCKET_REFUSED,
                Phase.TCP,
                () -> {
                  Files.createFile(folder.resolve(".s.PGSQL.5432"));
                  return inDirectory(folder.toString());
                }),
            when(
                "the path of the socket is longer than any may be",
                Signal.SOCKET_NOT_FOUND,
                Phase.RESOLVE,
                () -> inDirectory("/cloudsql/" + "a".repeat(90))),
            second(
                "the server closes after the start-up message",
                Signal.CONNECTION_CLOSED,
                () -> ScriptedPostgres.after(_ -> {})),
            second(
                "the server breaks the protocol after the start-up message",
                Signal.WRONG_PROTOCOL,
                () ->
                    ScriptedPostgres.after(socket -> {
                      socket.getOutputStream().write(new byte[64]);
                      ScriptedPeer.listenForEver(socket);
                    }))));
  }

  private static Outcome migrations(Migrations declared, Script... repository)
      throws InterruptedException {
    var stores = Stores.at(RealPostgres.port());
    stores.migrations = Optional.of(declared);
    return new PostgresMigrations(probe(stores), (_, _) -> Optional.of(List.of(repository)))
        .run(stores.postgres(), new NoThresholds());
  }

  private static Outcome whenMigrated(String rows) throws Exception {
    RealPostgres.run(
        "create table flyway_schema_history"
            + " (installed_rank int, version text, type text, success boolean, description text)",
        "insert into flyway_schema_history values " + rows);
    try {
      return migrations(FLYWAY, new Script("V1__first.sql", ""));
    } finally {
      RealPostgres.run("drop table flyway_schema_history");
    }
  }

  private static Outcome whenForgotten() throws Exception {
    var stores = Stores.at(RealPostgres.port());
    try (var forgotten = RealPostgres.connect("postgres", "postgres");
        var statement = forgotten.createStatement()) {
      statement.execute("begin");
      return new PostgresLocks(probe(stores))
          .run(stores.postgres(), new PostgresLocks.With(Duration.ofHours(1), Duration.ZERO));
    }
  }

  private static HeldCertificate.Builder certified(String host) {
    return new HeldCertificate.Builder().addSubjectAlternativeName(host).signedBy(AUTHORITY);
  }

  private Outcome verified(HeldCertificate.Builder certificate) throws Exception {
    try (var peer = ScriptedPostgres.securedBy(certificate.build())) {
      var stores = Stores.at(peer.port());
      stores.tls = TlsMode.VERIFY_FULL;
      Path ca = Files.writeString(folder.resolve("ca.pem"), AUTHORITY.certificatePem());
      stores.ca = Optional.of(ca.toString());
      return ask(stores);
    }
  }

  private interface Start {
    ScriptedPeer start() throws IOException;
  }

  private static Provoked first(String condition, Signal signal, Start start) {
    return peer(condition, signal, Phase.TLS, start);
  }

  private static Provoked second(String condition, Signal signal, Start start) {
    return peer(condition, signal, Phase.AUTH, start);
  }

  private static Provoked peer(String condition, Signal signal, Phase phase, Start start) {
    return when(
        condition,
        signal,
        phase,
        () -> {
          try (var peer = start.start()) {
            return ask(
                Stores.at(peer.port()).password("correct-horse"),
                signal == Signal.PEER_SILENT ? BRIEF : PATIENCE);
          }
        });
  }

  /** As in the container, where Cloud SQL's sockets are mounted. */
  private static Outcome inDirectory(String directory) throws InterruptedException {
    var stores = Stores.at(5432);
    stores.socket = Optional.of(directory);
    return new PostgresReachable(probe(stores))
        .run(stores.postgres(), new LadderPatience(PATIENCE, PATIENCE));
  }

  private static Stores as(String user) {
    var stores = Stores.at(RealPostgres.port());
    stores.user = new Setting.Literal<>(user);
    return stores;
  }

  private static Stores in(String database) {
    var stores = Stores.at(RealPostgres.port());
    stores.database = new Setting.Literal<>(database);
    return stores;
  }

  private static PgjdbcProbe probe(Stores stores) {
    return new PgjdbcProbe(
        new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE), stores.secrets(), stores.redaction());
  }

  private static Outcome ask(Stores stores) throws InterruptedException {
    return ask(stores, PATIENCE);
  }

  private static Outcome ask(Stores stores, Duration limit) throws InterruptedException {
    return new PostgresReachable(probe(stores))
        .run(stores.postgres(), new LadderPatience(limit, limit));
  }
}
