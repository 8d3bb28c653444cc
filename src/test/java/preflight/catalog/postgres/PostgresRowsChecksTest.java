package preflight.catalog.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.command.Command;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.Answer;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.Trouble;
import preflight.probe.network.Ladder;
import preflight.probe.network.Rung;
import preflight.probe.postgres.PostgresRows;
import preflight.probe.postgres.SqlError;
import preflight.probe.postgres.migration.MigrationScripts.Script;
import preflight.probe.run.Instances;
import preflight.resource.Migrations;
import preflight.resource.service.ConnectionPool;

/** The checks that judge Postgres by one query, over what a fake answers. */
class PostgresRowsChecksTest {

  private static final Ladder LADDER =
      new Ladder("127.0.0.1:5432", Optional.empty(), Optional.empty(), List.of(), List.of());
  private static final Instances UNLIMITED =
      _ -> new preflight.probe.google.ApiAnswer.Absent<>("limit");

  private final Stores stores = Stores.at(5432);

  @Test
  void connections_are_left() throws Exception {
    assertThat(connections("100", "3", "20"))
        .isEqualTo(Outcome.passed("20 of 100 in use, 3 reserved"));
  }

  @Test
  void nine_of_ten_connections_in_use_are_too_many() throws Exception {
    assertFailed(
        connections("100", "0", "90"),
        Signal.POSTGRES_TOO_MANY_CONNECTIONS,
        "90 of 100 in use, 0 reserved");
  }

  @Test
  void pools_times_instances_must_fit() throws Exception {
    stores.services.put("backend", Stores.pooling("backend", 20));
    stores.services.put("auth", Stores.pooling("auth", 10));
    var rows = saying(Map.of("most", "100", "reserved", "3", "used", "5"));
    var with = new PostgresConnections.With(90, 1);
    assertThat(counting(rows, 3).run(stores.postgres(), with))
        .isEqualTo(Outcome.passed("5 of 100 in use, 3 reserved; pools can ask for 90"));
    Outcome tooMany = counting(rows, 4).run(stores.postgres(), with);
    assertFailed(
        tooMany,
        Signal.POSTGRES_POOLS_TOO_LARGE,
        "the services can ask for 120; 5 of 100 in use, 3 reserved");
    assertThat(((Failed) tooMany).facts())
        .containsEntry("largest", "backend")
        .containsEntry("fitting", "2")
        .containsEntry("demand", "123");
  }

  @Test
  void every_process_of_an_instance_has_a_pool_that_may_overflow() throws Exception {
    stores.services.put("backend", Stores.pooling("backend", new ConnectionPool(4, 10, 2)));
    var rows = saying(Map.of("most", "100", "reserved", "3", "used", "5"));
    var with = new PostgresConnections.With(90, 1);
    assertThat(counting(rows, 2).run(stores.postgres(), with))
        .isEqualTo(Outcome.passed("5 of 100 in use, 3 reserved; pools can ask for 96"));
    Outcome tooMany = counting(rows, 3).run(stores.postgres(), with);
    assertFailed(
        tooMany,
        Signal.POSTGRES_POOLS_TOO_LARGE,
        "the services can ask for 144; 5 of 100 in use, 3 reserved");
    assertThat(((Failed) tooMany).evidence())
        .extracting("fact")
        .containsExactly("[services.backend 4 × (10 + 2) × 3]");
    assertThat(((Failed) tooMany).facts()).containsEntry("fitting", "2");
  }

  @Test
  void pools_of_a_service_whose_instances_may_not_be_asked_for_are_not_known_to_fit()
      throws Exception {
    stores.services.put("backend", Stores.pooling("backend", 20));
    var rows = saying(Map.of("most", "100", "reserved", "3", "used", "5"));
    Instances refused =
        _ ->
            new preflight.probe.google.ApiAnswer.Refused<>(
                new preflight.probe.google.ApiTrouble.Forbidden(""));
    assertThat(
            new PostgresConnections(rows, refused)
                .run(stores.postgres(), new PostgresConnections.With(90, 1)))
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> assertThat(it.reason()).isEqualTo(Outcome.UnknownReason.PERMISSION));
  }

  private static PostgresConnections counting(PostgresRows rows, int instances) {
    return new PostgresConnections(
        rows, _ -> new preflight.probe.google.ApiAnswer.Got<>(instances));
  }

  @Test
  void a_primary_accepts_writes() throws Exception {
    assertThat(writable("f", "f")).isEqualTo(Outcome.passed("primary, accepts writes"));
  }

  @Test
  void a_standby_does_not_and_is_the_wrong_host() throws Exception {
    Outcome outcome = writable("t", "f");
    assertFailed(
        outcome, Signal.POSTGRES_READ_ONLY, "a standby that replays another server's changes");
    assertThat(((Failed) outcome).clues()).contains(Clue.STEADY_REPLICA);
  }

  @Test
  void a_role_that_is_read_only_by_default_does_not_and_was_made_so() throws Exception {
    Outcome outcome = writable("f", "t");
    assertFailed(
        outcome, Signal.POSTGRES_READ_ONLY, "transactions of the role are read-only by default");
    assertThat(((Failed) outcome).clues()).contains(Clue.READ_ONLY_BY_SETTING);
  }

  @Test
  void a_server_that_is_read_only_as_a_whole_may_have_become_so_by_itself() throws Exception {
    Outcome outcome =
        new PostgresWritable(saying(Map.of("standby", "f", "read_only", "t", "declared", "f")))
            .run(stores.postgres(), new NoThresholds());
    assertFailed(outcome, Signal.POSTGRES_READ_ONLY, "all transactions are read-only by default");
    assertThat(((Failed) outcome).facts()).isEmpty();
  }

  @Test
  void a_version_matches_by_its_beginning_and_without_the_distribution() throws Exception {
    stores.version = Optional.of("16");
    assertThat(version("16.3 (Debian 16.3-1)")).isEqualTo(Outcome.passed("version 16.3"));
    assertFailed(version("160.1"), Signal.POSTGRES_WRONG_VERSION, "version 160.1");
  }

  @Test
  void what_is_not_declared_is_not_checked() throws Exception {
    assertThat(version("16.3")).isInstanceOf(Skipped.class);
    var none = new NoThresholds();
    assertThat(new PostgresExtensions(saying()).run(stores.postgres(), none))
        .isInstanceOf(Skipped.class);
    assertThat(new PostgresSchema(saying()).run(stores.postgres(), none))
        .isInstanceOf(Skipped.class);
    assertThat(migrations(List.of())).isInstanceOf(Skipped.class);
  }

  @Test
  void a_missing_extension_is_named() throws Exception {
    stores.extensions = List.of("plpgsql", "pgcrypto");
    var rows = saying(Map.of("extname", "plpgsql"));
    assertFailed(
        new PostgresExtensions(rows).run(stores.postgres(), new NoThresholds()),
        Signal.POSTGRES_MISSING_EXTENSION,
        "not installed: pgcrypto");
  }

  @Test
  void one_pending_migration_is_pending() throws Exception {
    stores.migrations = alembic();
    assertFailed(
        migrations(List.of(revision("a", "None"), revision("b", "'a'")), "a"),
        Signal.POSTGRES_MIGRATIONS_PENDING,
        "1 pending: b");
  }

  @Test
  void a_database_at_the_head_is_fine() throws Exception {
    stores.migrations = alembic();
    assertThat(migrations(List.of(revision("a", "None"), revision("b", "'a'")), "b"))
        .isEqualTo(Outcome.passed("at b"));
  }

  @Test
  void a_migration_that_the_repository_does_not_hold_is_unknown() throws Exception {
    stores.migrations = alembic();
    assertFailed(
        migrations(List.of(revision("a", "None")), "z"),
        Signal.POSTGRES_MIGRATIONS_UNKNOWN,
        "the repository does not hold z");
  }

  @Test
  void two_heads_are_a_fork_and_a_merge_ends_it() throws Exception {
    stores.migrations = alembic();
    var a = revision("a", "None");
    var b = revision("b", "'a'");
    var c = revision("c", "'a'  # not \"b\"");
    assertFailed(
        migrations(List.of(a, b, c), "a"), Signal.POSTGRES_MIGRATIONS_FORKED, "2 heads: b, c");
    assertThat(migrations(List.of(a, b, c, revision("d", "('b', 'c')")), "d"))
        .isEqualTo(Outcome.passed("at d"));
  }

  @Test
  void flyway_compares_versions_of_file_names() throws Exception {
    stores.migrations = Optional.of(Migrations.of(Migrations.Tool.FLYWAY, "db/migration"));
    var files =
        List.of(
            new Script("V1__first.sql", ""),
            new Script("V1_1__second.sql", ""),
            new Script("R__view.sql", ""));
    assertThat(migrations(files, "1", "1.1")).isEqualTo(Outcome.passed("at 1.1"));
    assertFailed(migrations(files, "1"), Signal.POSTGRES_MIGRATIONS_PENDING, "1 pending: 1.1");
  }

  @Test
  void what_a_baseline_stands_for_is_neither_unknown_nor_pending() throws Exception {
    stores.migrations = Optional.of(Migrations.of(Migrations.Tool.FLYWAY, "db/migration"));
    var baseline = saying(Map.of("version", "1.10", "baseline", "1.10"));
    var later = new Script("V2__second.sql", "");
    assertFailed(
        migrations(List.of(later), baseline), Signal.POSTGRES_MIGRATIONS_PENDING, "1 pending: 2");
    assertThat(migrations(List.of(new Script("V1_9__first.sql", "")), baseline))
        .isEqualTo(Outcome.passed("at 1.10"));
  }

  @Test
  void a_directory_without_migrations_is_not_the_one_to_declare() throws Exception {
    stores.migrations = alembic();
    assertThat(migrations(List.of(new Script("env.py", "")), failing("42P01")))
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> assertThat(it.observed()).contains("holds no migration of alembic; declare"));
  }

  @Test
  void without_the_table_every_migration_is_pending() throws Exception {
    stores.migrations = alembic();
    assertFailed(
        migrations(List.of(revision("a", "None")), failing("42P01")),
        Signal.POSTGRES_MIGRATIONS_PENDING,
        "1 pending: a");
  }

  @Test
  void a_directory_that_cannot_be_read_tells_nothing() throws Exception {
    stores.migrations = alembic();
    var check = new PostgresMigrations(saying(), (_, _) -> Optional.empty());
    assertThat(check.run(stores.postgres(), new NoThresholds()))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.observed()).contains("migrations/versions"));
  }

  @Test
  void nobody_waits_and_nobody_idles() throws Exception {
    assertThat(locks(saying())).isEqualTo(Outcome.passed("none"));
  }

  @Test
  void a_session_that_waits_names_the_one_that_holds_it_up() throws Exception {
    assertThat(
            locks(
                saying(
                    List.of(
                        Map.of("pid", "7", "culprit", "5", "seconds", "61", "waits", "t"),
                        Map.of("pid", "5", "culprit", "5", "seconds", "90", "waits", "f")))))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.POSTGRES_LOCKS);
              assertThat(it.observed())
                  .isEqualTo("1 sessions wait for a lock, 1 transactions idle; the first for 61 s");
              assertThat(it.facts()).containsEntry("pid", "5");
            });
  }

  @Test
  void sessions_of_other_roles_that_are_hidden_tell_nothing() throws Exception {
    assertThat(locks(saying(Map.of("pid", "7", "culprit", "7", "hidden", "t", "asker", "app"))))
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> {
              assertThat(it.reason()).isEqualTo(Outcome.UnknownReason.PERMISSION);
              assertThat(it.commands())
                  .extracting(Command::toString)
                  .singleElement()
                  .asString()
                  .startsWith("psql -h ")
                  .endsWith(" -c 'GRANT pg_read_all_stats TO \"app\";'");
            });
  }

  @Test
  void where_a_secret_holds_the_address_the_grant_asks_for_it() throws Exception {
    var rows = saying(Map.of("pid", "7", "culprit", "7", "hidden", "t", "asker", "app"));
    assertThat(
            new PostgresLocks(rows)
                .run(
                    Stores.byUrl("postgres://127.0.0.1:1/app").postgres(),
                    new PostgresLocks.With(Duration.ofSeconds(5), Duration.ofMinutes(1))))
        .isInstanceOfSatisfying(
            Unknown.class,
            it ->
                assertThat(it.commands().getFirst().toString())
                    .startsWith(
                        "psql -h \"${HOST_IN_STORE_URL:?the host in the secret STORE_URL}\" -p"
                            + " \"${PORT_IN_STORE_URL:?the port in the secret STORE_URL}\" -U postgres -d"
                            + " \"${DATABASE_IN_STORE_URL:?the database in the secret STORE_URL}\""));
  }

  @Test
  void a_lock_that_is_seen_counts_whatever_else_is_hidden() throws Exception {
    assertThat(
            locks(
                saying(
                    List.of(
                        Map.of("pid", "7", "culprit", "5", "seconds", "61", "waits", "t"),
                        Map.of("pid", "9", "culprit", "9", "hidden", "t")))))
        .isInstanceOfSatisfying(
            Failed.class,
            it ->
                assertThat(it.observed())
                    .isEqualTo(
                        "1 sessions wait for a lock, 0 transactions idle; the first for 61 s"));
  }

  @Test
  void an_error_of_the_server_keeps_its_sqlstate() throws Exception {
    assertThat(locks(failing("57014")))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.POSTGRES_STATEMENT_TIMEOUT);
              assertThat(it.facts()).containsEntry("sqlstate", "57014");
            });
  }

  private Outcome connections(String most, String reserved, String used)
      throws InterruptedException {
    var rows = saying(Map.of("most", most, "reserved", reserved, "used", used));
    return new PostgresConnections(rows, UNLIMITED)
        .run(stores.postgres(), new PostgresConnections.With(90, 1));
  }

  private Outcome writable(String standby, String readOnly) throws InterruptedException {
    return new PostgresWritable(
            saying(Map.of("standby", standby, "read_only", readOnly, "declared", readOnly)))
        .run(stores.postgres(), new NoThresholds());
  }

  private Outcome version(String version) throws InterruptedException {
    return new PostgresVersion(saying(Map.of("version", version)))
        .run(stores.postgres(), new NoThresholds());
  }

  private Outcome migrations(List<Script> repository, String... applied)
      throws InterruptedException {
    var rows =
        new PostgresRows.Rows(
            Arrays.stream(applied).map(it -> Said.said(Map.of("version", it))).toList());
    return migrations(repository, (_, _, _, _) -> new Answer.Given<>(rows, LADDER));
  }

  private Outcome migrations(List<Script> repository, PostgresRows rows)
      throws InterruptedException {
    return new PostgresMigrations(rows, (_, _) -> Optional.of(repository))
        .run(stores.postgres(), new NoThresholds());
  }

  private Outcome locks(PostgresRows rows) throws InterruptedException {
    return new PostgresLocks(rows)
        .run(
            stores.postgres(),
            new PostgresLocks.With(Duration.ofSeconds(5), Duration.ofMinutes(1)));
  }

  private static Optional<Migrations> alembic() {
    return Optional.of(Migrations.of(Migrations.Tool.ALEMBIC, "migrations/versions"));
  }

  private static Script revision(String revision, String revises) {
    return new Script(
        revision + "_something.py",
        """
        \"\"\"something

        Revision ID: %1$s
        \"\"\"
        from alembic import op

        revision: str = '%1$s'
        down_revision: Union[str, None] = %2$s
        """
            .formatted(revision, revises));
  }

  private static PostgresRows saying() {
    return saying(List.of());
  }

  private static PostgresRows saying(Map<String, String> row) {
    return saying(List.of(row));
  }

  private static PostgresRows saying(List<Map<String, String>> rows) {
    return (_, _, _, _) ->
        new Answer.Given<>(new PostgresRows.Rows(rows.stream().map(Said::said).toList()), LADDER);
  }

  private static PostgresRows failing(String state) {
    return (_, _, _, _) ->
        new Answer.NotGiven<>(
            new Trouble.Rejected<>(Rung.QUERY, new SqlError(state, Said.said("as told")), LADDER));
  }

  private static void assertFailed(Outcome outcome, Signal signal, String observed) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(signal);
              assertThat(it.observed()).isEqualTo(observed);
            });
    assertThat(outcome).isNotInstanceOf(Passed.class);
  }
}
