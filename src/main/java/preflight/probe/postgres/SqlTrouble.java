package preflight.probe.postgres;

import java.io.IOException;
import java.net.ProtocolException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import preflight.probe.Redaction;
import preflight.probe.Trouble;
import preflight.probe.network.Greeting;
import preflight.probe.network.Ladder;
import preflight.probe.network.Rung;

/** Maps what pgjdbc throws, by SQLSTATE and type. */
final class SqlTrouble {

  private static final String PROTOCOL_VIOLATION = "08P01";

  // What the driver says where a peer announces more than fits.
  private static final String OUT_OF_MEMORY = "53200";

  private SqlTrouble() {}

  /** Something that does not speak the protocol, or not all of it. */
  static Trouble<SqlError> stranger(Rung rung, Ladder ladder) {
    return new Trouble.Stranger<>(rung, Greeting.OTHER, ladder);
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, it -> it != null, Throwable::getCause);
  }

  static Trouble<SqlError> of(SQLException e, Rung rung, Ladder ladder, Redaction redaction) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("");
    if (e instanceof PSQLException told && told.getServerErrorMessage() != null) {
      String message = String.valueOf(told.getServerErrorMessage().getMessage());
      return new Trouble.Rejected<>(rung, new SqlError(state, redaction.heard(message)), ladder);
    }
    boolean tooMuch = causes(e).anyMatch(ProtocolException.class::isInstance);
    if (state.equals(PROTOCOL_VIOLATION) || state.equals(OUT_OF_MEMORY) || tooMuch) {
      return stranger(rung, ladder);
    }
    Optional<IOException> cause =
        causes(e).filter(IOException.class::isInstance).map(IOException.class::cast).findFirst();
    // What the driver says of its own accord may repeat what it was given, so only its code counts.
    return cause.isPresent()
        ? Trouble.Broken.cut(cause.get(), rung, "in time", ladder, redaction)
        : new Trouble.Rejected<>(
            rung, new SqlError(state, redaction.heard("SQLSTATE " + state)), ladder);
  }
}
