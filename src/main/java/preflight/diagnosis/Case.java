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

  /** Whether the service is told to use the very stores that our probes reach. */
  boolean settingsCompared() {
    return observations.rulesOut(service(), Signal.ENV_MISMATCH);
  }

  /**
   * Whether checks looked at what the service holds, and at which version. Of a process elsewhere
   * than on Cloud Run nobody can: its file may have changed since it started.
   */
  boolean secretsCompared() {
    Service service = graph.environment().services().get(service().name());
    if (service == null || service.cloudRun().isEmpty()) {
      return false;
    }
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

  private ResourceName service() {
    return resource instanceof Endpoint endpoint ? endpoint.service() : resource.name();
  }

  /** Whether probes of our own reached every store that this service uses. */
  boolean dependenciesAnswerUs() {
    var stores = graph.storesBelow(resource.name());
    return !stores.isEmpty() && stores.stream().allMatch(observations::reached);
  }
}
