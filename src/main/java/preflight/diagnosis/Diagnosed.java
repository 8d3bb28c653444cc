package preflight.diagnosis;

import java.util.Optional;
import preflight.check.CheckId;
import preflight.check.FailureClass;
import preflight.check.Severity;
import preflight.diagnosis.standing.Standing;
import preflight.engine.CheckResult;

/**
 * A result with what the diagnosis made of it.
 *
 * @param severity after waivers, and by its standing
 * @param standing what it means for what is deployed
 * @param to present where it failed
 * @param explainedBy the root cause, where it is another one
 * @param via the failure next to it on the way to that root cause
 * @param decider the unanswered check whose answer would tell whether it has a deeper cause
 */
public record Diagnosed(
    CheckResult result,
    Severity severity,
    Standing standing,
    Optional<FailureClass> to,
    Optional<CheckId> explainedBy,
    Optional<CheckId> via,
    Optional<CheckId> decider) {

  /** A result that was not looked at together with the others. */
  static Diagnosed alone(CheckResult result) {
    return new Diagnosed(
        result,
        result.planned().severityAfterWaiver(),
        Standing.COUNTS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public CheckId id() {
    return result.id();
  }
}
