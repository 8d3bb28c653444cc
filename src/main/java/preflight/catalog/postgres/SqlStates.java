package preflight.catalog.postgres;

import preflight.catalog.StoreFailure;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.signal.Signal;
import preflight.probe.Trouble;
import preflight.probe.postgres.SqlError;
import preflight.resource.Postgres;
import preflight.resource.Target;

/** What SQLSTATEs mean to a check (PostgreSQL documentation, appendix A). */
final class SqlStates {

  private SqlStates() {}

  static Outcome outcome(Trouble<SqlError> trouble, Target<Postgres> target, String expected) {
    return new StoreFailure(target, expected, "Postgres")
        .of(trouble, error -> failed(error, target, expected));
  }

  private static Outcome failed(SqlError error, Target<Postgres> target, String expected) {
    var failed =
        Outcome.failed(signal(error.state()), expected, observed(error, target))
            .with(new Evidence(target.name().toString(), "SQLSTATE " + error.state()))
            .fact("sqlstate", error.state());
    return target
        .resource()
        .password()
        .flatMap(target.environment()::find)
        .map(it -> failed.fact("id", it.facts().getOrDefault("id", it.name().name())))
        .orElse(failed);
  }

  private static String observed(SqlError error, Target<Postgres> target) {
    return signal(error.state()) == Signal.POSTGRES_AUTH_REQUIRED
            && target.resource().password().isEmpty()
        ? "the server asks for a password, and the profile declares none"
        : "the server answers: "
            + error.message().shown()
            + error.password().map(it -> "; of the password that was sent: " + it).orElse("");
  }

  static Signal signal(String state) {
    return switch (state) {
      case "28P01" -> Signal.POSTGRES_AUTH_REJECTED;
      case "28000" -> Signal.POSTGRES_NOT_ALLOWED;
      case "08004" -> Signal.POSTGRES_AUTH_REQUIRED;
      case "3D000" -> Signal.POSTGRES_NO_DATABASE;
      case "42501" -> Signal.POSTGRES_FORBIDDEN;
      case "42P01", "42703", "42883" -> Signal.POSTGRES_MISSING_OBJECT;
      case "53300" -> Signal.POSTGRES_TOO_MANY_CONNECTIONS;
      case "53000", "53100", "53200" -> Signal.POSTGRES_OUT_OF_RESOURCES;
      case "57P01", "57P02", "57P03" -> Signal.POSTGRES_STARTING;
      case "25006" -> Signal.POSTGRES_READ_ONLY;
      case "57014" -> Signal.POSTGRES_STATEMENT_TIMEOUT;
      case "55P03", "40P01" -> Signal.POSTGRES_LOCKS;
      default -> Signal.POSTGRES_ERROR;
    };
  }
}
