package preflight.probe.postgres;

import java.util.regex.Pattern;
import preflight.probe.PeerText;

/**
 * An error that Postgres answered with, or that the driver gave the standard code of one.
 *
 * @param state SQLSTATE, five characters (PostgreSQL documentation, appendix A)
 * @param message the server's own words
 */
public record SqlError(String state, PeerText message) {

  private static final Pattern STATE = Pattern.compile("[0-9A-Z]{5}");

  /** What is no state may be anything. */
  public SqlError {
    state = STATE.matcher(state).matches() ? state : "";
  }

  /**
   * Whether no rule of the server admits the user as he came (invalid_authorization_specification,
   * for which libpq tries the other encryption, too).
   */
  boolean refusesAsHeCame() {
    return state.equals("28000");
  }
}
