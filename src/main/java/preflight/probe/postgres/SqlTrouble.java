package preflight.probe.postgres;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import preflight.probe.Greeting;
import preflight.probe.Ladder;
import preflight.probe.Redaction;
import preflight.probe.Rung;
import preflight.probe.Trouble;

/** Maps what pgjdbc throws, by SQLSTATE and type. */
final class SqlTrouble {

  private static final String PROTOCOL_VIOLATION = "08P01";

  private SqlTrouble() {}

  static Trouble<SqlError> of(SQLException e, Rung rung, Ladder ladder, Redaction redaction) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("");
    if (e instanceof PSQLException told && told.getServerErrorMessage() != null) {
      String message = String.valueOf(told.getServerErrorMessage().getMessage());
      return new Trouble.Rejected<>(rung, new SqlError(state, redaction.heard(message)), ladder);
    }
    if (state.equals(PROTOCOL_VIOLATION)) {
      return new Trouble.Stranger<>(rung, Greeting.OTHER, ladder);
    }
    Optional<IOException> cause =
        Stream.<Throwable>iterate(e, it -> it != null, Throwable::getCause)
            .filter(IOException.class::isInstance)
            .map(IOException.class::cast)
            .findFirst();
    // What the driver says of its own accord may repeat what it was given, so only its code counts.
    return cause.isPresent()
        ? Trouble.Broken.cut(cause.get(), rung, "in time", ladder, redaction)
        : new Trouble.Rejected<>(
            rung, new SqlError(state, redaction.heard("SQLSTATE " + state)), ladder);
  }
}
