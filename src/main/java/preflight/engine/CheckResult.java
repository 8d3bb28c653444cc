package preflight.engine;

import java.time.Duration;
import java.util.Optional;
import preflight.check.CheckId;
import preflight.check.Outcome;
import preflight.check.plan.PlannedCheck;

/**
 * What came of one planned check.
 *
 * @param defect what it threw, where it did
 */
public record CheckResult(
    PlannedCheck planned,
    Outcome outcome,
    Duration took,
    int attempts,
    Optional<Throwable> defect) {

  public CheckId id() {
    return planned.id();
  }
}
