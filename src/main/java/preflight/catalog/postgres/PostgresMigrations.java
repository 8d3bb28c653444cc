package preflight.catalog.postgres;

import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import preflight.probe.postgres.PostgresRows;
import preflight.probe.postgres.PostgresRows.Rows;
import preflight.probe.postgres.SqlError;
import preflight.probe.postgres.migration.FlywayVersions;
import preflight.probe.postgres.migration.MigrationScripts;
import preflight.probe.postgres.migration.MigrationScripts.Script;
import preflight.probe.postgres.migration.MigrationTool;
import preflight.probe.postgres.migration.Repository;
import preflight.resource.Migrations;
import preflight.resource.Postgres;
import preflight.resource.Target;
import preflight.text.Listing;

@CheckDoc(
    id = "postgres-migrations",
    on = Postgres.class,
    about = Subject.GROUND,
    expects = "The database has run exactly the migrations of the repository, which have one head",
    why =
        """
        Code that is deployed before its migration fails on the first query that needs it; a database
        ahead of the repository was migrated by a commit that is not here. A migration that failed halfway
        keeps its tool from running any other; two files with one id, or one that comes too late, may keep it
        from running any at all.
        """,
    signals = {
      Signal.POSTGRES_MIGRATIONS_PENDING,
      Signal.POSTGRES_MIGRATIONS_FAILED,
      Signal.POSTGRES_MIGRATIONS_UNKNOWN,
      Signal.POSTGRES_MIGRATIONS_FORKED,
      Signal.POSTGRES_MIGRATIONS_REFUSED
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
        "Undo by hand what the failed migration did, and correct it. A command, where there is one, tells the tool"
            + " that it may run again; a tool without one wants its row to be corrected in the table.",
    commands = "{repair}")
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
    commands = "{merge}")
@Remedy(
    on = Signal.POSTGRES_MIGRATIONS_REFUSED,
    text =
        "Correct the files, since the tool's own commands fail or pass over them: give the younger of two with one"
            + " id another id, restore the file that is missing, or move one that comes too late behind the last one"
            + " that ran.")
public final class PostgresMigrations implements Check<Target<Postgres>, NoThresholds> {

  private static final String UNDEFINED_TABLE = "42P01";

  private static final int SHOWN = 10;

  private final SqlQuestion postgres;
  private final MigrationScripts scripts;

  public PostgresMigrations(PostgresRows postgres, MigrationScripts scripts) {
    this.postgres = new SqlQuestion(postgres);
    this.scripts = scripts;
  }

  @Override
  public Outcome run(Target<Postgres> target, NoThresholds with) throws InterruptedException {
    Optional<Migrations> declared = target.resource().migrations();
    return declared.isEmpty()
        ? Outcome.notApplicable("no migrations are declared")
        : told(compare(target, declared.get()), declared.get().runBy().isPresent());
  }

  /** Whether a deployment is about to run what is pending; without one, it did not. */
  private static Outcome told(Outcome outcome, boolean byDeployment) {
    return byDeployment
            && outcome instanceof Outcome.Failed failed
            && failed.signal() == Signal.POSTGRES_MIGRATIONS_PENDING
        ? failed
            .clue(Clue.DONE_BY_DEPLOYMENT)
            .saying("has migrations pending, which the deployment is to run")
            .fact(
                CheckDoc.FIX,
                "The profile says that the deployment runs them. Where it is about to, name it"
                    + " (--deploying, --manifest, or its command after --), and they do not block it."
                    + " Where it is over, it did not run them.")
        : outcome;
  }

  private Outcome compare(Target<Postgres> target, Migrations declared)
      throws InterruptedException {
    String directory = declared.usedDirectory();
    String expected = "the migrations of " + directory;
    MigrationTool tool = MigrationTool.of(declared.usedTool());
    Optional<List<Script>> files = scripts.in(directory, tool.wanted());
    if (files.isEmpty()) {
      return unread(directory, expected, "the directory %s cannot be read".formatted(directory));
    }
    Repository repository = MigrationTool.read(declared.usedTool(), files.get());
    // What the tool itself refuses is wrong whatever the database has run.
    if (!repository.refused().isEmpty()) {
      return refused(repository.refused());
    }
    if (repository.ids().isEmpty()) {
      return unread(
          directory,
          expected,
          "%s holds no migration of %s; declare the directory that does"
              .formatted(
                  directory,
                  declared.usedTool().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
    if (repository.heads().size() > 1) {
      return Outcome.failed(
              Signal.POSTGRES_MIGRATIONS_FORKED,
              "one head",
              "%d heads: %s"
                  .formatted(repository.heads().size(), String.join(", ", repository.heads())))
          .at(Phase.QUERY)
          .fact("merge", command(tool.merge().orElseThrow(), directory, ""));
    }
    return switch (postgres.rows(target, tool.query(declared.table()), List.of())) {
      case Answer.Given<Rows, SqlError>(Rows rows, _) -> judge(tool, directory, repository, rows);
      // Without the table, no migration has ever run.
      case Answer.NotGiven<Rows, SqlError>(Trouble.Rejected<SqlError>(_, SqlError error, _))
          when error.state().equals(UNDEFINED_TABLE) ->
          judge(tool, directory, repository, new Rows(List.of()));
      case Answer.NotGiven<Rows, SqlError>(var trouble) ->
          SqlStates.outcome(trouble, target, expected);
    };
  }

  private static Outcome unread(String directory, String expected, String observed) {
    return Outcome.unknown(
        Outcome.UnknownReason.PERMISSION,
        expected,
        observed,
        Command.of("ls -- {directory}").with("directory", directory));
  }

  private static Outcome refused(List<String> why) {
    return Outcome.failed(
            Signal.POSTGRES_MIGRATIONS_REFUSED,
            "migrations that their tool runs",
            Listing.line(why, SHOWN))
        .at(Phase.QUERY);
  }

  private static Outcome judge(
      MigrationTool tool, String directory, Repository repository, Rows history) {
    List<PeerText> failed = history.column("failed");
    if (!failed.isEmpty()) {
      var outcome =
          Outcome.failed(
                  Signal.POSTGRES_MIGRATIONS_FAILED,
                  "no failed migration",
                  "failed: " + shown(failed))
              .at(Phase.QUERY);
      return tool.repair().isEmpty()
          ? outcome
          : outcome.fact(
              "repair", command(tool.repair().get(), directory, failed.getFirst().shown()));
    }
    List<PeerText> recorded = history.column("version");
    // A baseline is no migration: it says which ones the database had before the tool came.
    List<PeerText> baselines = history.column("baseline");
    List<String> applied = applied(tool, repository, recorded);
    List<String> pending =
        repository.pending(applied).stream()
            .filter(it -> baselines.stream().allMatch(base -> FlywayVersions.isLater(it, base)))
            .toList();
    Optional<PeerText> last = Repository.last(recorded);
    List<String> late =
        pending.stream()
            .filter(it -> last.filter(row -> Repository.comesAfter(row, it)).isPresent())
            .toList();
    if (!late.isEmpty() && isRefusedLate(tool)) {
      return refused(
          late.stream()
              .map(it ->
                  "%s did not run and comes before %s, which did"
                      .formatted(it, last.orElseThrow().shown()))
              .toList());
    }
    List<PeerText> unknown =
        recorded.stream()
            .filter(it -> repository.ids().stream().noneMatch(it::is) && !baselines.contains(it))
            .filter(it -> isStray(tool, repository, it))
            .toList();
    if (!unknown.isEmpty()) {
      return Outcome.failed(
              Signal.POSTGRES_MIGRATIONS_UNKNOWN,
              "migrations of the repository only",
              "the repository does not hold " + shown(unknown))
          .at(Phase.QUERY)
          .fact("migration", unknown.getFirst().shown());
    }
    String at =
        !applied.isEmpty()
            ? applied.getLast()
            : baselines.isEmpty() ? "nothing" : baselines.getLast().shown();
    return pending.isEmpty()
        ? Outcome.passed("at " + at)
        : Outcome.failed(
                Signal.POSTGRES_MIGRATIONS_PENDING,
                "every migration of the repository",
                "%d pending: %s".formatted(pending.size(), Listing.line(pending, SHOWN)))
            .at(Phase.QUERY)
            .fact("upgrade", command(tool.upgrade(), directory, ""));
  }

  private static boolean isRefusedLate(MigrationTool tool) {
    return tool.order() == MigrationTool.Order.RISING || tool.order() == MigrationTool.Order.NEWER;
  }

  private static boolean isStray(MigrationTool tool, Repository repository, PeerText row) {
    return switch (tool.stray()) {
      case REFUSED -> true;
      case LEFT -> false;
      case LATER -> repository.endsBefore(row);
    };
  }

  /** Those of the repository that ran, in its words. */
  private static List<String> applied(
      MigrationTool tool, Repository repository, List<PeerText> recorded) {
    if (tool.order() != MigrationTool.Order.LAST) {
      return recorded.stream()
          .flatMap(it -> repository.ids().stream().filter(it::is).limit(1))
          .toList();
    }
    return repository.ids().stream()
        .filter(
            it -> recorded.stream().anyMatch(row -> row.is(it) || Repository.comesAfter(row, it)))
        .toList();
  }

  private static Command command(String template, String directory, String migration) {
    return Command.of(template).with(Map.of("directory", directory, "migration", migration));
  }

  private static String shown(List<PeerText> names) {
    return names.stream().limit(SHOWN).map(PeerText::shown).collect(Collectors.joining(", "));
  }
}
