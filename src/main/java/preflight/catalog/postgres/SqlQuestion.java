package preflight.catalog.postgres;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import preflight.check.Outcome;
import preflight.probe.Answer;
import preflight.probe.network.Limits;
import preflight.probe.postgres.PostgresRows;
import preflight.probe.postgres.PostgresRows.Rows;
import preflight.probe.postgres.SqlError;
import preflight.resource.Postgres;
import preflight.resource.Target;

/** What the checks share that judge Postgres by the answer to one query. */
record SqlQuestion(PostgresRows postgres) {

  private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(6));

  Outcome ask(
      Target<Postgres> target,
      String expected,
      String sql,
      List<String> parameters,
      Function<Rows, Outcome> judge)
      throws InterruptedException {
    return switch (rows(target, sql, parameters)) {
      case Answer.Given<Rows, SqlError>(Rows rows, _) -> judge.apply(rows);
      case Answer.NotGiven<Rows, SqlError>(var trouble) ->
          SqlStates.outcome(trouble, target, expected);
    };
  }

  Answer<Rows, SqlError> rows(Target<Postgres> target, String sql, List<String> parameters)
      throws InterruptedException {
    return postgres.ask(target, sql, parameters, LIMITS);
  }
}
