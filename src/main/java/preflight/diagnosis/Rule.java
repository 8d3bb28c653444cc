package preflight.diagnosis;

import java.util.Set;
import java.util.function.Predicate;
import preflight.check.FailureClass;
import preflight.check.Signal;

/**
 * One row of the decision table.
 *
 * @param id the number by which reports and documentation name it
 * @param condition in words; empty where the signal alone decides
 * @param because the sentence that a report shows
 */
public record Rule(
    String id,
    Set<Signal> signals,
    String condition,
    Test test,
    FailureClass to,
    double confidence,
    String because) {

  /** A condition over a failure and the run around it. */
  interface Test extends Predicate<Case> {}

  boolean matches(Case failure) {
    return signals.contains(failure.failed().signal()) && test.test(failure);
  }
}
