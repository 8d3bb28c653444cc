package preflight.catalog.postgres;

import java.util.List;
import java.util.Optional;
import preflight.catalog.Version;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.postgres.PostgresRows;
import preflight.resource.Postgres;
import preflight.resource.Target;

@CheckDoc(
    id = "postgres-version",
    on = Postgres.class,
    about = Subject.GROUND,
    expects = "Postgres has the declared version",
    why = "Syntax, planner and extensions differ between versions; tests ran against one.",
    signals = Signal.POSTGRES_WRONG_VERSION,
    permissions = Permission.SECRET_ACCESS,
    needs = PostgresReachable.class)
@Remedy(
    text =
        "Upgrade the instance, or declare the version that the services were tested"
            + " with. The command upgrades in place: the instance is down meanwhile and"
            + " cannot go back, so take a backup first.",
    commands =
        "gcloud sql instances patch {instance} --database-version={POSTGRES_VERSION?the"
            + " new version} --project={project}")
public final class PostgresVersion implements Check<Target<Postgres>, NoThresholds> {

  private static final String SQL = "select current_setting('server_version') as version";

  private final SqlQuestion postgres;

  public PostgresVersion(PostgresRows postgres) {
    this.postgres = new SqlQuestion(postgres);
  }

  @Override
  public Outcome run(Target<Postgres> target, NoThresholds with) throws InterruptedException {
    Optional<String> declared = target.resource().version();
    if (declared.isEmpty()) {
      return Outcome.notApplicable("no version is declared");
    }
    String expected = "version " + declared.get();
    return postgres.ask(
        target,
        expected,
        SQL,
        List.of(),
        rows -> {
          // A distribution appends its own, in brackets.
          PeerText version = rows.text("version").orElse(PeerText.NOTHING).before(" ");
          return Version.matches(version, declared.get())
              ? Outcome.passed("version " + version.shown())
              : Outcome.failed(
                      Signal.POSTGRES_WRONG_VERSION, expected, "version " + version.shown())
                  .at(Phase.QUERY);
        });
  }
}
