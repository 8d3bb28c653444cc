package preflight.probe.postgres;

import java.util.Optional;
import java.util.Set;
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

  /** What fronts have for whatever they mean, and what says no more than that. */
  private static final Set<String> UNTOLD =
      Set.of("", "08P01", "08000", "08006", "XX000", "58000", "28000", "0A000", "26000", "57000");

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

  /**
   * Whether no rule of the server admits the user as he came (invalid_authorization_specification,
   * for which libpq tries the other encryption, too).
   */
  boolean refusesAsHeCame() {
    return state.equals("28000");
  }

  /** What a pooler means by it, under a SQLSTATE that tells nothing. */
  public Optional<FrontError> front() {
    return UNTOLD.contains(state) ? FrontError.of(message) : Optional.empty();
  }
}
