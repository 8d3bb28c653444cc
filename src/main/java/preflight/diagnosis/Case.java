package preflight.diagnosis;

import java.util.Optional;
import preflight.check.Outcome.Failed;
import preflight.check.Phase;
import preflight.check.signal.Clue;
import preflight.diagnosis.attribution.Observations;
import preflight.engine.CheckResult;
import preflight.resource.Endpoint;
import preflight.resource.Resource;
import preflight.resource.Service;

/** What the rows of the decision table may look at: one failure, and the run around it. */
record Case(
    Failed failed, CheckResult result, Resource resource, Observations observations, Graph graph) {

  boolean saw(Clue clue) {
    return failed.clues().contains(clue);
  }

  boolean in(Phase phase) {
    return failed.phase().equals(Optional.of(phase));
  }

  /** Whether it is reached through Google's front ends, which a program on loopback is not. */
  boolean atCloudRun() {
    return service().filter(it -> it.cloudRun().isPresent() && !it.isOnThisMachine()).isPresent();
  }

  /** Whether the same service answers, somewhere else than here. */
  boolean anotherRouteAnswers() {
    return service().filter(it -> observations.answers(it, resource.name())).isPresent();
  }

  private Optional<Service> service() {
    return switch (resource) {
      case Service it -> Optional.of(it);
      case Endpoint it -> Optional.of(graph.environment().serviceOf(it));
      default -> Optional.empty();
    };
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
