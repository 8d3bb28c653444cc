package preflight.diagnosis;

import java.util.List;
import java.util.Optional;
import preflight.check.Outcome.Failed;
import preflight.check.Phase;
import preflight.check.signal.Clue;
import preflight.diagnosis.attribution.Observations;
import preflight.engine.CheckResult;
import preflight.resource.Kind;
import preflight.resource.Resource;

/** What the rows of the decision table may look at: one failure, and the run around it. */
record Case(
    Failed failed, CheckResult result, Resource resource, Observations observations, Graph graph) {

  boolean on(Kind... kinds) {
    return List.of(kinds).contains(resource.name().kind());
  }

  boolean saw(Clue clue) {
    return failed.clues().contains(clue);
  }

  boolean in(Phase phase) {
    return failed.phase().equals(Optional.of(phase));
  }

  boolean noNameResolves() {
    return observations.noNameResolves();
  }

  /** Whether probes of our own reached every store that this service uses. */
  boolean dependenciesAnswerUs() {
    var stores = graph.storesBelow(resource.name());
    return !stores.isEmpty() && stores.stream().allMatch(observations::reached);
  }
}
