package preflight.catalog.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.command.Command;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.google.ApiAnswer;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.postgres.PgjdbcProbe;
import preflight.probe.postgres.PostgresRows;
import preflight.probe.postgres.RealPostgres;
import preflight.probe.postgres.migration.MigrationScripts.Script;
import preflight.resource.Migrations;
import preflight.resource.Postgres;
import preflight.resource.Setting;
import preflight.resource.Target;

/** The queries of the checks, against a real server. */
class PostgresQueriesTest {

  private static final NoThresholds NONE = new NoThresholds();

  private final Stores stores = Stores.at(RealPostgres.port());
  private final PostgresRows rows =
      new PgjdbcProbe(
          new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE),
          stores.secrets(),
          stores.redaction());

  @Test
  void a_fresh_server_passes() throws Exception {
    stores.version = Optional.of("18");
    stores.extensions = List.of("plpgsql");
    assertPassed(new PostgresVersion(rows), NONE, "version 18");
    assertPassed(new PostgresWritable(rows), NONE, "primary");
    assertPassed(new PostgresExtensions(rows), NONE, "1 installed");
    assertPassed(
        new PostgresConnections(rows, _ -> new ApiAnswer.Absent<>("limit")),
        new PostgresConnections.With(90, 1),
        "in use");
  }

  @Test
  void a_role_without_rights_may_ask_for_all_of_it() throws Exception {
    stores.user = new Setting.Literal<>("plain");
    assertPassed(
        new PostgresConnections(rows, _ -> new ApiAnswer.Absent<>("limit")),
        new PostgresConnections.With(90, 1),
        "in use");
  }

  @Test
  void what_other_roles_do_is_known_only_to_a_role_that_may_see_it() throws Exception {
    stores.user = new Setting.Literal<>("plain");
    var check = new PostgresLocks(rows);
    var with = new PostgresLocks.With(Duration.ofHours(1), Duration.ofHours(1));
    try (var other = RealPostgres.connect("postgres", "postgres")) {
      other.createStatement().execute("begin");
      assertThat(check.run(stores.postgres(), with))
          .isInstanceOfSatisfying(
              Unknown.class,
              it -> {
                assertThat(it.reason()).isEqualTo(UnknownReason.PERMISSION);
                assertThat(it.commands())
                    .extracting(Command::toString)
                    .singleElement()
                    .asString()
                    .startsWith("psql -h ")
                    .endsWith(" -c 'GRANT pg_read_all_stats TO \"plain\";'");
              });
      RealPostgres.run("grant pg_read_all_stats to plain");
      assertPassed(check, with, "none");
    } finally {
      RealPostgres.run("revoke pg_read_all_stats from plain");
    }
  }

  @Test
  void a_missing_table_is_named_and_those_of_other_schemas_are_found() throws Exception {
    RealPostgres.run(
        "create schema if not exists audit", "create table if not exists audit.events (id int)");
    stores.tables = List.of("audit.events", "users_that_nobody_made");
    assertFailed(
        new PostgresSchema(rows),
        NONE,
        Signal.POSTGRES_MISSING_OBJECT,
        "missing: users_that_nobody_made");
  }

  @Test
  void a_role_that_is_read_only_by_default_cannot_write() throws Exception {
    RealPostgres.run("alter role plain set default_transaction_read_only = on");
    stores.user = new Setting.Literal<>("plain");
    try {
      assertFailed(
          new PostgresWritable(rows),
          NONE,
          Signal.POSTGRES_READ_ONLY,
          "transactions of the role are read-only by default");
    } finally {
      RealPostgres.run("alter role plain reset default_transaction_read_only");
    }
  }

  @Test
  void alembics_table_is_compared_with_the_files() throws Exception {
    stores.migrations = Optional.of(Migrations.of(Migrations.Tool.ALEMBIC, "versions"));
    var check =
        new PostgresMigrations(
            rows,
            (_, _) ->
                Optional.of(
                    List.of(
                        new Script("a.py", "revision = 'a'\ndown_revision = None\n"),
                        new Script("b.py", "revision = 'b'\ndown_revision = 'a'\n"))));
    RealPostgres.run("drop table if exists alembic_version");
    assertFailed(check, NONE, Signal.POSTGRES_MIGRATIONS_PENDING, "2 pending: a, b");
    RealPostgres.run(
        "create table alembic_version (version_num varchar(32))",
        "insert into alembic_version values ('a')");
    assertFailed(check, NONE, Signal.POSTGRES_MIGRATIONS_PENDING, "1 pending: b");
    RealPostgres.run("update alembic_version set version_num = 'b'");
    assertPassed(check, NONE, "at b");
  }

  @Test
  void what_the_deployment_runs_is_pending_with_that_word_and_a_failed_one_is_not()
      throws Exception {
    stores.migrations =
        Optional.of(
            new Migrations(
                Optional.empty(),
                Optional.of("db"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Migrations.Runner.DEPLOYMENT)));
    var check =
        new PostgresMigrations(
            rows,
            (_, _) ->
                Optional.of(
                    List.of(new Script("V1__first.sql", ""), new Script("V2__second.sql", ""))));
    RealPostgres.run(
        "create table flyway_schema_history"
            + " (installed_rank int, version text, type text, success boolean, description text)",
        "insert into flyway_schema_history values (1, '1', 'SQL', true)");
    try {
      assertThat(check.run(stores.postgres(), NONE))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              it -> {
                assertThat(it.signal()).isEqualTo(Signal.POSTGRES_MIGRATIONS_PENDING);
                assertThat(it.clues()).containsExactly(Clue.DONE_BY_DEPLOYMENT);
                assertThat(it.facts().get(CheckDoc.FIX)).contains("name it (--deploying");
              });
      RealPostgres.run("insert into flyway_schema_history values (2, '2', 'SQL', false)");
      assertFailed(check, NONE, Signal.POSTGRES_MIGRATIONS_FAILED, "failed: 2");
      RealPostgres.run(
          "delete from flyway_schema_history where not success",
          "insert into flyway_schema_history values (2, '2', 'SQL', true), (3, '3', 'SQL', true)");
      assertThat(check.run(stores.postgres(), NONE))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              it -> {
                assertThat(it.signal()).isEqualTo(Signal.POSTGRES_MIGRATIONS_UNKNOWN);
                assertThat(it.clues()).isEmpty();
              });
    } finally {
      RealPostgres.run("drop table flyway_schema_history");
    }
  }

  @Test
  void flyways_baseline_is_no_migration() throws Exception {
    stores.migrations = Optional.of(Migrations.of(Migrations.Tool.FLYWAY, "db"));
    RealPostgres.run(
        "create table flyway_schema_history"
            + " (installed_rank int, version text, type text, success boolean, description text)",
        "insert into flyway_schema_history values"
            + " (1, '1', 'BASELINE', true), (2, '2', 'SQL', true)");
    try {
      assertPassed(
          new PostgresMigrations(
              rows, (_, _) -> Optional.of(List.of(new Script("V2__second.sql", "")))),
          NONE,
          "at 2");
    } finally {
      RealPostgres.run("drop table flyway_schema_history");
    }
  }

  @Test
  void a_session_that_waits_for_a_lock_is_seen_with_its_culprit() throws Exception {
    RealPostgres.run("create table if not exists contended (id int)");
    var with = new PostgresLocks.With(Duration.ZERO, Duration.ofHours(1));
    try (var holder = RealPostgres.connect("postgres", "postgres");
        var waiter = RealPostgres.connect("postgres", "postgres")) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("lock table contended in access exclusive mode");
      var waiting =
          Thread.ofVirtual()
              .start(() -> {
                try (var statement = waiter.createStatement()) {
                  statement.execute(
                      "begin; lock table contended in access exclusive mode; rollback");
                } catch (java.sql.SQLException e) {
                  // Ends when the holder rolls back or the connection closes.
                  return;
                }
              });
      var check = new PostgresLocks(rows);
      long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
      while (check.run(stores.postgres(), with) instanceof Passed && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertFailed(check, with, Signal.POSTGRES_LOCKS, "1 sessions wait for a lock, 0");
      holder.rollback();
      waiting.join();
    }
  }

  private <W extends Record> void assertPassed(
      Check<Target<Postgres>, W> check, W with, String observed) throws InterruptedException {
    assertThat(check.run(stores.postgres(), with))
        .isInstanceOfSatisfying(Passed.class, it -> assertThat(it.observed()).contains(observed));
  }

  private <W extends Record> void assertFailed(
      Check<Target<Postgres>, W> check, W with, Signal signal, String observed)
      throws InterruptedException {
    assertThat(check.run(stores.postgres(), with))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(signal);
              assertThat(it.observed()).startsWith(observed);
            });
  }
}
