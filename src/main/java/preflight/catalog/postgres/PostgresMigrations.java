package preflight.catalog.postgres;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.Answer;
import preflight.probe.PeerText;
import preflight.probe.Trouble;
import preflight.probe.postgres.MigrationScripts;
import preflight.probe.postgres.MigrationScripts.Depth;
import preflight.probe.postgres.MigrationScripts.Script;
import preflight.probe.postgres.PostgresRows;
import preflight.probe.postgres.PostgresRows.Rows;
import preflight.probe.postgres.SqlError;
import preflight.resource.Migrations;
import preflight.resource.Postgres;
import preflight.resource.Target;

@CheckDoc(
    id = "postgres-migrations",
    on = Postgres.class,
    about = Subject.GROUND,
    expects = "The database has run exactly the migrations of the repository, which have one head",
    why =
        """
        Code that is deployed before its migration fails on the first query that needs it; a database
        ahead of the repository was migrated by a commit that is not here. A migration that failed halfway
        keeps its tool from running any other.
        """,
    signals = {
      Signal.POSTGRES_MIGRATIONS_PENDING,
      Signal.POSTGRES_MIGRATIONS_FAILED,
      Signal.POSTGRES_MIGRATIONS_UNKNOWN,
      Signal.POSTGRES_MIGRATIONS_FORKED
    },
    permissions = Permission.SECRET_ACCESS,
    needs = PostgresReachable.class)
@Remedy(
    on = Signal.POSTGRES_MIGRATIONS_PENDING,
    text =
        "Run the migrations before the deployment. The command changes the database:"
            + " have a backup, and see that the code that runs now works with the new schema.",
    commands = "{upgrade}")
@Remedy(
    on = Signal.POSTGRES_MIGRATIONS_FAILED,
    text =
        "Undo by hand what the failed migration did, correct it, and then run the command: it"
            + " removes the failed one from Flyway's history, so that it runs again.",
    commands = "flyway repair")
@Remedy(
    on = Signal.POSTGRES_MIGRATIONS_UNKNOWN,
    text =
        "Deploy the commit that holds the migration, or find out who ran it. The"
            + " command searches the repository for it.",
    commands = "git log --all --oneline -S{migration}")
@Remedy(
    on = Signal.POSTGRES_MIGRATIONS_FORKED,
    text =
        "Merge the heads into one. The command writes a new migration file; read and"
            + " commit it.",
    commands = "alembic merge heads -m 'merge heads'")
public final class PostgresMigrations implements Check<Target<Postgres>, NoThresholds> {

  private static final String UNDEFINED_TABLE = "42P01";
  private static final String ALEMBIC = "select version_num as version from alembic_version";
  private static final String FLYWAY =
      """
      select case when success then version end as version,
      case when success and type like '%BASELINE' then version end as baseline,
      case when not success then coalesce(version, description) end as failed
      from flyway_schema_history where version is not null or not success order by installed_rank\
      """;

  private final SqlQuestion postgres;
  private final MigrationScripts scripts;

  public PostgresMigrations(PostgresRows postgres, MigrationScripts scripts) {
    this.postgres = new SqlQuestion(postgres);
    this.scripts = scripts;
  }

  @Override
  public Outcome run(Target<Postgres> target, NoThresholds with) throws InterruptedException {
    Optional<Migrations> declared = target.resource().migrations();
    boolean deployed = declared.flatMap(Migrations::runBy).isPresent();
    Optional<String> alembic = declared.flatMap(Migrations::alembic);
    Optional<String> flyway = declared.flatMap(Migrations::flyway);
    if (alembic.isPresent()) {
      return told(
          compare(target, alembic.get(), ALEMBIC, Depth.DIRECTORY, PostgresMigrations::alembic),
          deployed);
    }
    return flyway.isPresent()
        ? told(
            compare(target, flyway.get(), FLYWAY, Depth.TREE, PostgresMigrations::flyway), deployed)
        : Outcome.notApplicable("no migrations are declared");
  }

  /** Whether a deployment is about to run what is pending; without one, it did not. */
  private static Outcome told(Outcome outcome, boolean byDeployment) {
    return byDeployment
            && outcome instanceof Outcome.Failed failed
            && failed.signal() == Signal.POSTGRES_MIGRATIONS_PENDING
        ? failed
            .clue(Clue.DONE_BY_DEPLOYMENT)
            .saying("has migrations pending, which the deployment is to run")
        : outcome;
  }

  /** Judges what the repository holds by what the database has run. */
  private interface Judge {
    Outcome judge(List<Script> repository, Rows history);
  }

  private Outcome compare(
      Target<Postgres> target, String directory, String sql, Depth depth, Judge judge)
      throws InterruptedException {
    String expected = "the migrations of " + directory;
    Optional<List<Script>> repository = scripts.in(directory, depth);
    if (repository.isEmpty()) {
      return Outcome.unknown(
          Outcome.UnknownReason.PERMISSION,
          expected,
          "the directory " + directory + " cannot be read",
          Command.of("ls -- {directory}").with("directory", directory));
    }
    if (!holdsMigrations(repository.get())) {
      return Outcome.unknown(
          Outcome.UnknownReason.PERMISSION,
          expected,
          "%s holds no migration; declare the directory that does, such as alembic/versions"
              .formatted(directory),
          Command.of("ls -- {directory}").with("directory", directory));
    }
    return switch (postgres.rows(target, sql, List.of())) {
      case Answer.Given<Rows, SqlError>(Rows rows, _) -> judge.judge(repository.get(), rows);
      // Without the table, no migration has ever run.
      case Answer.NotGiven<Rows, SqlError>(Trouble.Rejected<SqlError>(_, SqlError error, _))
          when error.state().equals(UNDEFINED_TABLE) ->
          judge.judge(repository.get(), new Rows(List.of()));
      case Answer.NotGiven<Rows, SqlError>(var trouble) ->
          SqlStates.outcome(trouble, target, expected);
    };
  }

  private static boolean holdsMigrations(List<Script> scripts) {
    return !AlembicScripts.of(scripts).parents().isEmpty()
        || !FlywayScripts.of(scripts).versions().isEmpty();
  }

  private static Outcome alembic(List<Script> repository, Rows recorded) {
    var history = AlembicScripts.of(repository);
    List<PeerText> recordedOnes = recorded.column("version");
    Known applied = Known.of(recordedOnes, List.copyOf(history.parents().keySet()));
    List<String> heads = history.heads();
    if (heads.size() > 1) {
      return Outcome.failed(
              Signal.POSTGRES_MIGRATIONS_FORKED,
              "one head",
              "%d heads: %s".formatted(heads.size(), String.join(", ", heads)))
          .at(Phase.QUERY);
    }
    return judge(
        applied.strange(),
        history.beyond(applied.ours()),
        applied.ours(),
        Command.of("alembic upgrade head"));
  }

  private static Outcome flyway(List<Script> repository, Rows history) {
    List<PeerText> failed = history.column("failed");
    if (!failed.isEmpty()) {
      return Outcome.failed(
              Signal.POSTGRES_MIGRATIONS_FAILED, "no failed migration", "failed: " + shown(failed))
          .at(Phase.QUERY);
    }
    List<String> versions = FlywayScripts.of(repository).versions();
    List<PeerText> recorded = history.column("version");
    // A baseline is no migration: it says which ones the database had before Flyway came.
    List<PeerText> baselines = history.column("baseline");
    Known applied = Known.of(recorded, versions);
    List<PeerText> unknown =
        applied.strange().stream().filter(it -> !baselines.contains(it)).toList();
    List<String> pending =
        versions.stream()
            .filter(it -> !applied.ours().contains(it))
            .filter(it -> baselines.stream().allMatch(base -> FlywayScripts.isLater(it, base)))
            .toList();
    List<String> known =
        applied.ours().isEmpty()
            ? baselines.stream().map(PeerText::shown).toList()
            : applied.ours();
    return judge(unknown, pending, known, Command.of("flyway migrate"));
  }

  /**
   * The migrations that a database has run.
   *
   * @param ours those that the repository holds, in its words
   * @param strange the others
   */
  private record Known(List<String> ours, List<PeerText> strange) {

    static Known of(List<PeerText> recorded, List<String> repository) {
      return new Known(
          recorded.stream().flatMap(it -> repository.stream().filter(it::is).limit(1)).toList(),
          recorded.stream().filter(it -> repository.stream().noneMatch(it::is)).toList());
    }
  }

  private static String shown(List<PeerText> names) {
    return names.stream().map(PeerText::shown).collect(Collectors.joining(", "));
  }

  private static Outcome judge(
      List<PeerText> unknown, List<String> pending, List<String> applied, Command upgrade) {
    if (!unknown.isEmpty()) {
      return Outcome.failed(
              Signal.POSTGRES_MIGRATIONS_UNKNOWN,
              "migrations of the repository only",
              "the repository does not hold " + shown(unknown))
          .at(Phase.QUERY)
          .fact("migration", unknown.getFirst().shown());
    }
    return pending.isEmpty()
        ? Outcome.passed("at " + (applied.isEmpty() ? "nothing" : applied.getLast()))
        : Outcome.failed(
                Signal.POSTGRES_MIGRATIONS_PENDING,
                "every migration of the repository",
                "%d pending: %s".formatted(pending.size(), String.join(", ", pending)))
            .at(Phase.QUERY)
            .fact("upgrade", upgrade);
  }
}
