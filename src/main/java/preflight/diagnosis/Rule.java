package preflight.diagnosis;

import java.util.Set;
import preflight.check.FailureClass;
import preflight.check.signal.Signal;

/**
 * One row of the decision table.
 *
 * @param id the number by which reports and documentation name it
 * @param because the sentence that a report shows
 */
public record Rule(
    String id,
    Set<Signal> signals,
    Condition when,
    FailureClass to,
    double confidence,
    String because) {

  /** In words; empty where the signal alone decides. */
  public String condition() {
    return when.words();
  }

  boolean matches(Case failure) {
    return signals.contains(failure.failed().signal()) && when.holds(failure);
  }
}
