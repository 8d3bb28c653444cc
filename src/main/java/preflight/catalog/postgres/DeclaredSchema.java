package preflight.catalog.postgres;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import preflight.check.Outcome;
import preflight.check.Phase;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.postgres.PostgresRows.Rows;
import preflight.resource.Postgres;
import preflight.resource.Target;
import preflight.text.Listing;

/**
 * Looks for the schema that a profile names. Postgres searches one that does not exist, or that the
 * role may not use, in silence. Whether the profile or the database is right is told by what else
 * is there: the schemas of the database, and what its role is set to search.
 */
record DeclaredSchema(SqlQuestion postgres, Target<Postgres> target, String schema) {

  // A role's setting in one database counts before its own, and that before one of the database.
  private static final String SQL =
      """
      select nspname = ? as declared, has_schema_privilege(oid, 'USAGE') as usable, nspname as name,
        (select split_part(setting, '=', 2)
          from pg_db_role_setting, unnest(setconfig) as setting
          where setting like 'search\\_path=%'
            and setdatabase in (0, (select oid from pg_database where datname = current_database()))
            and setrole in (0, (select oid from pg_roles where rolname = current_user))
          order by setrole <> 0 desc, setdatabase <> 0 desc limit 1) as path
      from pg_namespace
      where nspname not like 'pg\\_%' and nspname <> all (string_to_array(?, ',')) or nspname = ?
      order by nspname\
      """;

  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
  private static final int SHOWN = 5;

  Outcome search() throws InterruptedException {
    String expected = "schema " + schema;
    return postgres.ask(
        target,
        expected,
        SQL,
        List.of(schema, PostgresSchema.OF_OTHERS, schema),
        rows -> {
          Optional<Boolean> usable =
              rows.rows().stream()
                  .filter(it -> is(it.get("declared")))
                  .map(it -> is(it.get("usable")))
                  .findFirst();
          if (usable.isEmpty()) {
            return missing(rows, expected);
          }
          return usable.get()
              ? Outcome.passed("schema %s is there".formatted(schema))
              : Outcome.failed(
                      Signal.POSTGRES_FORBIDDEN,
                      expected,
                      "the role lacks USAGE in schema " + schema)
                  .at(Phase.QUERY)
                  .fact("schema", schema);
        });
  }

  private static boolean is(@Nullable PeerText value) {
    return value != null && value.is("t");
  }

  private Outcome missing(Rows rows, String expected) {
    List<String> there = rows.column("name").stream().map(PeerText::shown).toList();
    List<String> searched =
        rows.column("path").stream()
            .limit(1)
            .flatMap(it -> COMMA.splitAsStream(it.shown()))
            .map(it -> it.replace("\"", ""))
            .toList();
    boolean searchesIt = searched.contains(schema);
    Optional<String> another =
        searched.stream().filter(it -> !it.equals("public")).filter(there::contains).findFirst();
    Optional<String> alike =
        there.stream().filter(it -> plain(it).equals(plain(schema))).findFirst();
    String observed =
        "there is no schema %s; there is %s%s"
            .formatted(
                schema,
                there.isEmpty() ? "none of anybody's" : Listing.line(there, SHOWN),
                searched.isEmpty()
                    ? ""
                    : ", and the role is set to search " + String.join(", ", searched));
    return Outcome.failed(Signal.POSTGRES_NO_SCHEMA, expected, observed)
        .at(Phase.QUERY)
        .clue(Clue.SCHEMA_SEARCHED, searchesIt)
        .clue(Clue.OTHER_SCHEMA, !searchesIt && another.or(() -> alike).isPresent())
        .fact("schema", schema);
  }

  /** As somebody may have written it by mistake. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
  }
}
