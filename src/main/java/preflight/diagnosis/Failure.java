package preflight.diagnosis;

import preflight.check.CheckId;
import preflight.check.FailureClass;
import preflight.check.Outcome.Failed;
import preflight.check.Signal;
import preflight.engine.CheckResult;
import preflight.resource.Resource;

/**
 * A failed check together with what the decision table says of it.
 *
 * @param position in the plan; the tie-breaker that keeps reports deterministic
 */
record Failure(
    int position, CheckResult result, Failed failed, Resource resource, Classified classified) {

  CheckId id() {
    return result.id();
  }

  Signal signal() {
    return failed.signal();
  }

  /** What a row of the decision table made of a failure. */
  record Classified(String rule, FailureClass to, double confidence, String because) {}
}
