package preflight.probe;

import preflight.probe.google.ApiTrouble;

/** Why a secret gives no value. */
public sealed interface Lack {

  /**
   * There is none, which the check of the secret itself says too.
   *
   * @param words what is not there, after {@code has no value:}
   */
  record Absent(String words) implements Lack {}

  /** Nobody knows whether there is one. */
  record Unanswered(ApiTrouble trouble) implements Lack {}

  /** Whoever keeps it does not say. */
  record Untold() implements Lack {}
}
