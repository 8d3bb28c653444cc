package preflight.catalog.postgres;

import java.util.List;
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
    id = "postgres-extensions",
    on = Postgres.class,
    about = Subject.GROUND,
    expects = "Every declared extension is installed in the database",
    why = "A query that needs a missing extension fails at run time, often on one page only.",
    signals = Signal.POSTGRES_MISSING_EXTENSION,
    permissions = Permission.SECRET_ACCESS,
    needs = PostgresReachable.class)
@Remedy(
    text =
        "Install the extension in the database. The command needs a role that may create extensions, such as postgres.",
    commands =
        "printf '%s\\n' 'CREATE EXTENSION IF NOT EXISTS \"{extension:identifier}\";' | gcloud sql"
            + " connect {instance} --user=postgres --database={database} --project={project}")
public final class PostgresExtensions implements Check<Target<Postgres>, NoThresholds> {

  private final SqlQuestion postgres;

  public PostgresExtensions(PostgresRows postgres) {
    this.postgres = new SqlQuestion(postgres);
  }

  @Override
  public Outcome run(Target<Postgres> target, NoThresholds with) throws InterruptedException {
    List<String> declared = target.resource().extensions();
    if (declared.isEmpty()) {
      return Outcome.notApplicable("no extension is declared");
    }
    String expected = "extensions " + String.join(", ", declared);
    return postgres.ask(
        target,
        expected,
        "select extname from pg_extension",
        List.of(),
        rows -> {
          List<PeerText> installed = rows.column("extname");
          List<String> missing =
              declared.stream()
                  .filter(it -> installed.stream().noneMatch(at -> at.is(it)))
                  .toList();
          return missing.isEmpty()
              ? Outcome.passed(declared.size() + " installed")
              : Outcome.failed(
                      Signal.POSTGRES_MISSING_EXTENSION,
                      expected,
                      "not installed: " + String.join(", ", missing))
                  .at(Phase.QUERY)
                  .fact("extension", missing.getFirst());
        });
  }
}
