package preflight.probe.postgres.migration;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import preflight.file.PackedTable;
import preflight.probe.postgres.migration.MigrationScripts.Script;
import preflight.probe.postgres.migration.MigrationScripts.Wanted;
import preflight.resource.Migrations;

/**
 * How a tool keeps and runs migrations: a row of {@code tools.tsv}, which says what each part is.
 *
 * @param upgrade a template of a command
 * @param repair after a failed migration
 * @param merge of two heads
 */
public record MigrationTool(
    String table,
    Wanted wanted,
    Order order,
    Stray stray,
    String upgrade,
    Optional<String> repair,
    Optional<String> merge,
    String query) {

  private static final int COLUMNS = 10;

  private static final Map<Migrations.Tool, MigrationTool> ALL =
      PackedTable.lines(MigrationTool.class, "tools.tsv").stream()
          .map(it -> Arrays.asList(it.split("\t", COLUMNS)))
          .collect(
              Collectors.toMap(
                  it -> Migrations.Tool.valueOf(constant(it.getFirst())), MigrationTool::of));

  /** What a tool runs next. */
  public enum Order {
    GRAPH,
    VERSIONS,
    NAMES,
    NUMBERS,
    SET,
    LAST,
    RISING,
    NEWER
  }

  /** What it does with a row that no file belongs to. */
  public enum Stray {
    REFUSED,
    LEFT,
    LATER
  }

  public static MigrationTool of(Migrations.Tool tool) {
    return Objects.requireNonNull(ALL.get(tool), tool.name());
  }

  private static MigrationTool of(List<String> row) {
    return new MigrationTool(
        row.get(1),
        new Wanted(
            !row.get(3).equals("1"),
            row.get(3).equals("whole"),
            Pattern.compile("(?:.*/)?" + row.get(2))),
        Order.valueOf(constant(row.get(4))),
        Stray.valueOf(constant(row.get(5))),
        row.get(6),
        given(row.get(7)),
        given(row.get(8)),
        row.get(9));
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static Optional<String> given(String cell) {
    return Optional.of(cell).filter(it -> !it.equals("-"));
  }

  /**
   * The question for what a database has run.
   *
   * @param named a table of another name
   */
  public String query(Optional<String> named) {
    String quoted =
        Arrays.stream(named.orElse(table).split("\\.", -1))
            .map(it -> '"' + it.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining("."));
    return query.replace("{table}", quoted);
  }

  /** What the files of a repository say. */
  public static Repository read(Migrations.Tool tool, List<Script> scripts) {
    MigrationTool row = of(tool);
    return switch (tool) {
      case ALEMBIC -> AlembicScripts.read(scripts);
      case DJANGO -> DjangoScripts.read(scripts);
      case LIQUIBASE -> Changelogs.read(scripts);
      case DRIZZLE -> DrizzleJournal.read(scripts);
      case FLYWAY ->
          Repository.named(
              scripts,
              it ->
                  Optional.of(it)
                      .filter(one -> row.wanted.files().matcher(one.path()).matches())
                      .map(one -> FlywayVersions.of(one.name())),
              it -> it,
              false);
      case RAILS, PRISMA, TYPEORM, KNEX, EF_CORE, GOLANG_MIGRATE, GOOSE, SQLX, DBMATE ->
          Repository.named(scripts, it -> row.id(it.path()), row.plain(), row.order == Order.NAMES);
    };
  }

  private Optional<String> id(String path) {
    var matched = wanted.files().matcher(path);
    return matched.matches() ? Optional.of(matched.group(1)) : Optional.empty();
  }

  /** As the table writes it: a number has no zeros before it. */
  private Function<String, String> plain() {
    return order == Order.NAMES ? it -> it : it -> new BigInteger(it).toString();
  }
}
