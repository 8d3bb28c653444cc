package preflight.diagnosis;

import preflight.check.CheckId;
import preflight.check.FailureClass;
import preflight.check.Outcome.Failed;
import preflight.check.signal.Signal;
import preflight.engine.CheckResult;
import preflight.resource.Resource;

/**
 * A failed check together with what the decision table says of it.
 *
 * @param position in the plan; the tie-breaker that keeps reports deterministic
 */
public record Failure(
    int position, CheckResult result, Failed failed, Resource resource, Classified classified) {

  public CheckId id() {
    return result.id();
  }

  public Signal signal() {
    return failed.signal();
  }

  /** What a row of the decision table made of a failure. */
  public record Classified(String rule, FailureClass to, double confidence, String because) {}
}
