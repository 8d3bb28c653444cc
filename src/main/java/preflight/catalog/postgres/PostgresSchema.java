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
    id = "postgres-schema",
    on = Postgres.class,
    about = Subject.GROUND,
    expects = "Every declared table is there, as the role sees it",
    why = "Code that was deployed before its migration ran fails on the first query that needs it.",
    signals = Signal.POSTGRES_MISSING_OBJECT,
    permissions = Permission.SECRET_ACCESS,
    needs = PostgresReachable.class)
@Remedy(
    text =
        "Run the migrations before the deployment. If they ran, the table is in a schema that the role"
            + " does not search; the second command shows both.",
    commands = {
      "sh -c {MIGRATE?the command that runs the migrations}",
      "psql -h {host} -p {port} -U {user} -d {database} -c 'SHOW search_path'"
          + " -c 'SELECT schemaname, tablename FROM pg_tables ORDER BY 2'"
    })
public final class PostgresSchema implements Check<Target<Postgres>, NoThresholds> {

  private static final String SQL =
      """
      select name from unnest(string_to_array(?, ',')) as declared(name)
      where to_regclass(name) is null\
      """;

  private final SqlQuestion postgres;

  public PostgresSchema(PostgresRows postgres) {
    this.postgres = new SqlQuestion(postgres);
  }

  @Override
  public Outcome run(Target<Postgres> target, NoThresholds with) throws InterruptedException {
    List<String> declared = target.resource().tables();
    if (declared.isEmpty()) {
      return Outcome.notApplicable("no table is declared");
    }
    String expected = "tables " + String.join(", ", declared);
    return postgres.ask(
        target,
        expected,
        SQL,
        List.of(String.join(",", declared)),
        rows -> {
          List<String> missing = rows.column("name").stream().map(PeerText::shown).toList();
          return missing.isEmpty()
              ? Outcome.passed(declared.size() + " tables are there")
              : Outcome.failed(
                      Signal.POSTGRES_MISSING_OBJECT,
                      expected,
                      "missing: " + String.join(", ", missing))
                  .at(Phase.QUERY)
                  .fact("table", missing.getFirst());
        });
  }
}
