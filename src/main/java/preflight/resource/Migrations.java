package preflight.resource;

import java.util.Optional;
import java.util.stream.Stream;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;

/** Where the repository keeps the migrations of a database. */
public record Migrations(
    @Field(value = "Directory of Alembic's versions", example = "migrations/versions", path = true)
        Optional<String> alembic,
    @Field(value = "Directory of Flyway's scripts", example = "db/migration", path = true)
        Optional<String> flyway,
    @Field(
            value = "The tool that runs them, where it is another one; then `directory` is wanted",
            example = "prisma")
        Optional<Tool> tool,
    @Field(
            value =
                "Directory of the tool's migrations; of Django the directory with `manage.py`, of"
                    + " Drizzle the one with `meta/_journal.json`",
            example = "prisma/migrations",
            path = true)
        Optional<String> directory,
    @Field(
            value = "Table where the tool writes down what it ran, where it has another name",
            grammar = Grammar.TABLE,
            example = "audit.schema_version")
        Optional<String> table,
    @Field(
            value =
                "Who runs them: `deployment` where the pipeline does, before the new revision gets"
                    + " requests. Then pending ones do not block a deployment; without one, they are"
                    + " a failure",
            example = "deployment")
        Optional<Runner> runBy) {

  /** Who runs migrations. */
  public enum Runner {
    DEPLOYMENT
  }

  /** Tools that run migrations. */
  public enum Tool {
    ALEMBIC,
    FLYWAY,
    LIQUIBASE,
    DJANGO,
    RAILS,
    PRISMA,
    TYPEORM,
    KNEX,
    DRIZZLE,
    EF_CORE,
    GOLANG_MIGRATE,
    GOOSE,
    SQLX,
    DBMATE
  }

  public Migrations {
    if (Stream.of(alembic, flyway, tool).filter(Optional::isPresent).count() != 1) {
      throw new IllegalArgumentException("migrations are exactly one of alembic, flyway and tool");
    }
    if (tool.isPresent() != directory.isPresent()) {
      throw new IllegalArgumentException("tool and directory come together");
    }
  }

  /** Those of a tool that calls its table as it does by itself, and that nobody runs for us. */
  public static Migrations of(Tool tool, String directory) {
    return new Migrations(
        Optional.empty(),
        Optional.empty(),
        Optional.of(tool),
        Optional.of(directory),
        Optional.empty(),
        Optional.empty());
  }

  /** The tool, however it was said. */
  public Tool usedTool() {
    return tool.orElse(alembic.isPresent() ? Tool.ALEMBIC : Tool.FLYWAY);
  }

  /** Its directory, however it was said. */
  public String usedDirectory() {
    return alembic.or(() -> flyway).or(() -> directory).orElseThrow();
  }
}
