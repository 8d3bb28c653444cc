package preflight.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.check.Outcome.Failed;
import preflight.check.Phase;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.diagnosis.attribution.Observations;
import preflight.engine.CheckResult;
import preflight.resource.Endpoint;
import preflight.resource.Kind;
import preflight.resource.Resource;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.service.ServiceAuth;

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

  /** Whether a check asked the platform for the state of the revision, and it is ready. */
  boolean revisionReady() {
    return service()
        .filter(it -> observations.rulesOut(it.name(), Signal.RUN_REVISION_FAILED))
        .isPresent();
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

  /** Whether the service is told to use the very stores that our probes reach. */
  boolean settingsCompared() {
    return service()
        .filter(it -> observations.rulesOut(it.name(), Signal.ENV_MISMATCH))
        .isPresent();
  }

  /**
   * Whether checks looked at what the service holds, and at which version. Of a process elsewhere
   * than on Cloud Run nobody can: its file may have changed since it started.
   */
  boolean secretsCompared() {
    return service().filter(it -> it.cloudRun().isPresent()).filter(this::compared).isPresent();
  }

  private boolean compared(Service service) {
    Optional<ResourceName> own = service.auth().flatMap(ServiceAuth::secret);
    List<ResourceName> secrets =
        own.map(List::of)
            .orElseGet(() ->
                graph.ancestors(service.name()).stream()
                    .filter(it -> it.kind() == Kind.SECRETS)
                    .toList());
    return !secrets.isEmpty()
        && secrets.stream()
            .allMatch(secret ->
                Stream.of(Signal.SECRET_DIFFERS, Signal.SECRET_NOT_MAPPED, Signal.SECRET_STALE)
                    .allMatch(it -> observations.rulesOut(secret, it)));
  }

  /** Whether probes of our own reached every store that this service uses. */
  boolean dependenciesAnswerUs() {
    var stores = graph.storesBelow(resource.name());
    return !stores.isEmpty() && stores.stream().allMatch(observations::reached);
  }
}
