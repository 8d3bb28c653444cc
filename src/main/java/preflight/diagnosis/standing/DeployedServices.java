package preflight.diagnosis.standing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.Outcome.Failed;
import preflight.check.Subject;
import preflight.check.plan.Deployment;
import preflight.check.plan.Deployment.Change;
import preflight.check.signal.Clue;
import preflight.check.signal.Part;
import preflight.check.signal.Signal;
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
  private final Set<String> creates;

  public DeployedServices(Graph graph, Optional<Deployment> deployment) {
    this.graph = graph;
    this.deployment = deployment;
    this.creates = deployment.map(Deployment::creates).orElse(Set.of());
    this.changes =
        deployment.map(Deployment::services).orElse(List.of()).stream()
            .collect(Collectors.toMap(Change::service, Function.identity()));
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Whether a resource comes about with the deployment. */
  boolean create(Resource resource) {
    return !creates.isEmpty() && creates.contains(resource.name().toString());
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
    return changes.isEmpty()
        ? Optional.empty()
        : service(resource).map(it -> changes.get(it.name().toString()));
  }

  Optional<Service> service(Resource resource) {
    return switch (resource) {
      case Service it -> Optional.of(it);
      case Endpoint it -> Optional.of(graph.environment().serviceOf(it));
      default -> Optional.empty();
    };
  }

  /**
   * By what the deployment was told that itself brings a failure about; empty where it changes
   * nothing that the failure is about, so that today's revision has it, too.
   */
  public Optional<String> toldOfPlan(CheckResult result) {
    boolean planned =
        result.planned().definition().doc().about() == Subject.PLANNED
            && graph.find(result).filter(it -> isOfPlanned(result, it)).isPresent();
    return planned ? deployment.map(Deployment::told) : Optional.empty();
  }

  /** What several services are given, its check knows of which of them it failed. */
  private boolean isOfPlanned(CheckResult result, Resource resource) {
    if (!(result.outcome() instanceof Failed failed)) {
      return false;
    }
    Stream<Change> concerned =
        service(resource).isPresent()
            ? change(resource).stream()
            : changes.values().stream().filter(_ -> failed.clues().contains(Clue.OF_THE_PLANNED));
    return concerned.filter(Change::known).anyMatch(it -> touches(it, failed.signal()));
  }

  private static boolean touches(Change change, Signal signal) {
    boolean ofImage = signal == Signal.RUN_IMAGE_MISSING || signal == Signal.RUN_IMAGE_DENIED;
    return change.first()
        || signal == Signal.RUN_CHANGE_REFUSED
        || change.parts().isEmpty()
        || change.parts().get().stream().anyMatch(it -> (it == Part.IMAGE) == ofImage);
  }
}
