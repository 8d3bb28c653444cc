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
    id = "postgres-privileges",
    on = Postgres.class,
    about = Subject.GROUND,
    expects = "The role has every declared privilege",
    why =
        """
        A role that may read may not create: since Postgres 15 nobody but its owner creates tables in
        the schema public, and the first migration fails.
        """,
    signals = Signal.POSTGRES_FORBIDDEN,
    permissions = Permission.SECRET_ACCESS,
    needs = PostgresReachable.class)
@Remedy(
    text =
        "Grant what is missing, as the owner or an administrator. The command gives the role CREATE and"
            + " USAGE in the schema; privileges in a database or in tables are granted alike.",
    commands =
        "psql -h {host} -p {port} -U {ADMIN?owner of the schema} -d {database}"
            + " -c 'GRANT CREATE, USAGE ON SCHEMA \"{schema:identifier}\" TO"
            + " \"{user:identifier}\"'")
public final class PostgresPrivileges implements Check<Target<Postgres>, NoThresholds> {

  // What has no answer, such as a schema that does not exist, is missing.
  private static final String SQL =
      """
      select wanted.name, coalesce(current_schema(), '') as schema
      from unnest(string_to_array(?, ',')) as wanted(name)
      where not coalesce(case
        when wanted.name in ('CREATE', 'USAGE')
          then has_schema_privilege(current_schema(), wanted.name)
        when wanted.name in ('CONNECT', 'TEMPORARY')
          then has_database_privilege(current_database(), wanted.name)
        else (select bool_and(has_table_privilege(to_regclass(name), wanted.name))
          from unnest(string_to_array(?, ',')) as declared(name))
      end, false)\
      """;

  private final SqlQuestion postgres;

  public PostgresPrivileges(PostgresRows postgres) {
    this.postgres = new SqlQuestion(postgres);
  }

  @Override
  public Outcome run(Target<Postgres> target, NoThresholds with) throws InterruptedException {
    List<String> declared = target.resource().privileges();
    if (declared.isEmpty()) {
      return Outcome.notApplicable("no privilege is declared");
    }
    String expected = "privileges " + String.join(", ", declared);
    return postgres.ask(
        target,
        expected,
        SQL,
        List.of(String.join(",", declared), String.join(",", target.resource().tables())),
        rows -> {
          List<String> missing = rows.column("name").stream().map(PeerText::shown).toList();
          if (missing.isEmpty()) {
            return Outcome.passed("has " + String.join(", ", declared));
          }
          var failed =
              Outcome.failed(
                      Signal.POSTGRES_FORBIDDEN,
                      expected,
                      "the role lacks " + String.join(", ", missing))
                  .at(Phase.QUERY);
          return rows.text("schema")
              .filter(it -> !it.is(""))
              .map(it -> failed.fact("schema", it.shown()))
              .orElse(failed);
        });
  }
}
