package preflight.diagnosis.standing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import preflight.check.Outcome.Failed;
import preflight.check.Subject;
import preflight.check.plan.Deployment;
import preflight.check.plan.Deployment.Change;
import preflight.check.signal.Clue;
import preflight.diagnosis.Graph;
import preflight.engine.CheckResult;
import preflight.resource.Endpoint;
import preflight.resource.Resource;
import preflight.resource.Service;

/** The services that get a new revision; none where nothing is deployed, or nobody knows what. */
public final class DeployedServices {

  private final Graph graph;
  private final Optional<Deployment> deployment;
  private final Map<String, Change> changes;

  public DeployedServices(Graph graph, Optional<Deployment> deployment) {
    this.graph = graph;
    this.deployment = deployment;
    this.changes =
        deployment.map(Deployment::services).orElse(List.of()).stream()
            .collect(Collectors.toMap(Change::service, Function.identity()));
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Whether there are some, and of each only the name is known. */
  boolean areNamesOnly() {
    return !changes.isEmpty() && changes.values().stream().noneMatch(Change::known);
  }

  boolean contains(Service service) {
    return changes.containsKey(service.name().toString());
  }

  /** The same of several, by the names of their resources. */
  boolean containsAll(List<String> services) {
    return changes.keySet().containsAll(services);
  }

  /** What becomes of the service that a resource is, or is an endpoint of. */
  Optional<Change> change(Resource resource) {
    return service(resource).map(it -> changes.get(it.name().toString()));
  }

  Optional<Service> service(Resource resource) {
    return switch (resource) {
      case Service it -> Optional.of(it);
      case Endpoint it -> Optional.of(graph.environment().serviceOf(it));
      default -> Optional.empty();
    };
  }

  /** By what the deployment was told whose new revision an answer is about; else empty. */
  public Optional<String> toldOfPlan(CheckResult result) {
    boolean planned =
        result.planned().definition().doc().about() == Subject.PLANNED
            && graph.find(result).filter(it -> isOfPlanned(result, it)).isPresent();
    return planned ? deployment.map(Deployment::told) : Optional.empty();
  }

  /** What several services are given, its check knows of which of them it failed. */
  private boolean isOfPlanned(CheckResult result, Resource resource) {
    return service(resource).isEmpty()
        ? result.outcome() instanceof Failed failed && failed.clues().contains(Clue.OF_THE_PLANNED)
        : change(resource).filter(Change::known).isPresent();
  }
}
