package preflight.catalog;

import java.util.List;
import java.util.Optional;
import preflight.check.Outcome;

/** Several answers to one question as one. */
public final class WorstOutcome {

  private WorstOutcome() {}

  /**
   * What stands in the way of a pass: what is proven wrong is wrong, whatever else could not be
   * looked at; empty where nothing does.
   */
  public static Optional<Outcome> of(List<Outcome> outcomes) {
    return first(Outcome.Failed.class, outcomes).or(() -> first(Outcome.Unknown.class, outcomes));
  }

  private static Optional<Outcome> first(Class<? extends Outcome> type, List<Outcome> outcomes) {
    return outcomes.stream().filter(type::isInstance).findFirst();
  }
}
