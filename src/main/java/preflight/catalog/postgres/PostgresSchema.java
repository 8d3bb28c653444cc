package preflight.catalog.postgres;

import java.util.List;
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
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.postgres.PostgresRows;
import preflight.probe.postgres.PostgresRows.Rows;
import preflight.resource.Postgres;
import preflight.resource.Target;

@CheckDoc(
    id = "postgres-schema",
    on = Postgres.class,
    about = Subject.GROUND,
    expects = "Every declared table is there, as the role sees it",
    why = "Code that was deployed before its migration ran fails on the first query that needs it.",
    signals = {
      Signal.POSTGRES_MISSING_OBJECT,
      Signal.POSTGRES_NO_SCHEMA,
      Signal.POSTGRES_OUTSIDE_SEARCH_PATH,
      Signal.POSTGRES_FORBIDDEN
    },
    permissions = Permission.SECRET_ACCESS,
    needs = PostgresReachable.class)
@Remedy(
    on = Signal.POSTGRES_OUTSIDE_SEARCH_PATH,
    text =
        "Name the schema where the clients connect (currentSchema of JDBC, options=-csearch_path=… of"
            + " libpq) and in `schema` of the profile, or write it before the table: schema.table. The"
            + " command sets it for the role, from its next connection on.",
    commands =
        "psql -h {host} -p {port} -U {user} -d {database}"
            + " -c 'ALTER ROLE \"{user:identifier}\" SET search_path = \"{schema:identifier}\", public'")
@Remedy(
    on = Signal.POSTGRES_NO_SCHEMA,
    text =
        "Write the schema that the application uses in `schema` of the profile, or run the migrations"
            + " that create it in this database. The command shows the schemas that are there and"
            + " which of them the role searches.",
    commands =
        "psql -h {host} -p {port} -U {user} -d {database} -c 'SHOW search_path'"
            + " -c 'SELECT nspname FROM pg_namespace ORDER BY 1'")
@Remedy(
    on = Signal.POSTGRES_FORBIDDEN,
    text = "Let the role use the schema, as its owner or an administrator. The command does.",
    commands =
        "psql -h {host} -p {port} -U {ADMIN?owner of the schema} -d {database}"
            + " -c 'GRANT USAGE ON SCHEMA \"{schema:identifier}\" TO \"{user:identifier}\"'")
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
      select name, string_agg(distinct n.nspname, ', ') as elsewhere, min(n.nspname) as schema,
        current_setting('search_path') as path
      from unnest(string_to_array(?, ',')) as declared(name)
      left join pg_class c on c.relname = trim(both '"' from name) and c.relkind in ('r', 'p', 'v', 'm', 'f')
      left join pg_namespace n on n.oid = c.relnamespace
        and n.nspname not like 'pg\\_%' and n.nspname <> all (string_to_array(?, ','))
      where to_regclass(name) is null
      group by name order by name\
      """;

  /** Schemas of Postgres, of extensions and of Supabase: their tables are nobody else's. */
  static final String OF_OTHERS =
      "information_schema,auth,storage,realtime,extensions,graphql,vault,cron,net,tiger,topology";

  private final SqlQuestion postgres;

  public PostgresSchema(PostgresRows postgres) {
    this.postgres = new SqlQuestion(postgres);
  }

  @Override
  public Outcome run(Target<Postgres> target, NoThresholds with) throws InterruptedException {
    List<String> declared = target.resource().tables();
    Optional<String> schema = target.resource().schema();
    if (declared.isEmpty() && schema.isEmpty()) {
      return Outcome.notApplicable("no table and no schema is declared");
    }
    if (schema.isPresent()) {
      Outcome there = new DeclaredSchema(postgres, target, schema.get()).search();
      if (declared.isEmpty() || !(there instanceof Outcome.Passed)) {
        return there;
      }
    }
    String expected = "tables " + String.join(", ", declared);
    return postgres.ask(
        target,
        expected,
        SQL,
        List.of(String.join(",", declared), OF_OTHERS),
        rows -> {
          List<String> missing = rows.column("name").stream().map(PeerText::shown).toList();
          if (missing.isEmpty()) {
            return Outcome.passed(declared.size() + " tables are there");
          }
          // What stands nowhere else needs its migration first.
          boolean elsewhere = rows.column("elsewhere").size() == missing.size();
          return elsewhere
              ? outside(rows, expected)
              : Outcome.failed(
                      Signal.POSTGRES_MISSING_OBJECT,
                      expected,
                      "missing: " + String.join(", ", missing))
                  .at(Phase.QUERY)
                  .fact("table", missing.getFirst());
        });
  }

  private static Outcome outside(Rows rows, String expected) {
    String found =
        rows.rows().stream()
            .map(it -> "%s is in schema %s".formatted(shown(it, "name"), shown(it, "elsewhere")))
            .collect(Collectors.joining("; "));
    return Outcome.failed(
            Signal.POSTGRES_OUTSIDE_SEARCH_PATH,
            expected,
            "%s, and the search path is %s".formatted(found, shown(rows.rows().getFirst(), "path")))
        .at(Phase.QUERY)
        .fact("table", shown(rows.rows().getFirst(), "name"))
        .fact("schema", shown(rows.rows().getFirst(), "schema"));
  }

  private static String shown(Map<String, PeerText> row, String column) {
    return Optional.ofNullable(row.get(column)).map(PeerText::shown).orElse("?");
  }
}
