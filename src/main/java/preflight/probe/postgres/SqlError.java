package preflight.probe.postgres;

import java.util.Optional;
import java.util.regex.Pattern;
import preflight.probe.PeerText;
import preflight.probe.SecretValue;
import preflight.probe.secret.text.PasswordForm;

/**
 * An error that Postgres answered with, or that the driver gave the standard code of one.
 *
 * @param state SQLSTATE, five characters (PostgreSQL documentation, appendix A)
 * @param message the server's own words
 * @param password what the password that was refused looks like, a clause
 */
public record SqlError(String state, PeerText message, Optional<String> password) {

  private static final String INVALID_PASSWORD = "28P01";
  private static final Pattern STATE = Pattern.compile("[0-9A-Z]{5}");

  /** What is no state may be anything. */
  public SqlError {
    state = STATE.matcher(state).matches() ? state : "";
  }

  /** One that is about no password. */
  public SqlError(String state, PeerText message) {
    this(state, message, Optional.empty());
  }

  /** The same about a password, where it is the password that was refused. */
  SqlError about(Optional<SecretValue> sent) {
    return state.equals(INVALID_PASSWORD)
        ? new SqlError(state, message, sent.flatMap(PasswordForm::of))
        : this;
  }
}
