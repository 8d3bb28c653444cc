package preflight.resource;

import java.util.Optional;
import preflight.resource.field.Field;

/** Where the repository keeps the migrations of a database. */
public record Migrations(
    @Field(value = "Directory of Alembic's versions", example = "migrations/versions", path = true)
        Optional<String> alembic,
    @Field(value = "Directory of Flyway's scripts", example = "db/migration", path = true)
        Optional<String> flyway,
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

  public Migrations {
    if (alembic.isPresent() == flyway.isPresent()) {
      throw new IllegalArgumentException("migrations are exactly one of alembic and flyway");
    }
  }
}
