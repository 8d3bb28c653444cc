package preflight.deployment.command;

import java.io.Serial;

/** Ends the reading of a command that is not of a kind that is known. */
final class Unread extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final String why;

  /**
   * @param why without a full stop, and without a value
   */
  Unread(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  String why() {
    return why;
  }
}
