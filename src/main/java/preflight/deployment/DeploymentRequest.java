package preflight.deployment;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.probe.run.TemplateChange;
import preflight.resource.Environment;
import preflight.resource.Service;

/**
 * What somebody is about to deploy, as it was told to the gate.
 *
 * @param told by what, as a report names it: {@code --deploying}, {@code service.yaml}, {@code
 *     gcloud run deploy}
 * @param project the project that it goes to, where it says so
 * @param region the same of the region
 * @param services each once
 * @param createdSecrets ids of secrets that it creates with a value, so that they need not exist
 * @param notes what it holds that nobody looks at, each as a sentence without a full stop
 */
public record DeploymentRequest(
    String told,
    Optional<String> project,
    Optional<String> region,
    List<ServiceRequest> services,
    Set<String> createdSecrets,
    List<String> notes) {

  public DeploymentRequest {
    services = List.copyOf(services);
    createdSecrets = Set.copyOf(createdSecrets);
    notes = List.copyOf(notes);
  }

  /** This one, and the services of another one that are not in it. */
  public DeploymentRequest with(DeploymentRequest other) {
    Set<String> known = services.stream().map(ServiceRequest::service).collect(Collectors.toSet());
    return new DeploymentRequest(
        told + ", " + other.told,
        project,
        region,
        Stream.concat(
                services.stream(),
                other.services.stream().filter(it -> !known.contains(it.service())))
            .toList(),
        createdSecrets,
        Stream.concat(notes.stream(), other.notes.stream()).toList());
  }

  /**
   * What becomes of one service.
   *
   * @param service its name on Cloud Run
   * @param change what becomes of its template; empty where only its name was told
   * @param serves whether the new revision gets requests as soon as it is ready
   * @param tag the tag that the new revision is reached by, besides
   */
  public record ServiceRequest(
      String service, Optional<TemplateChange> change, boolean serves, Optional<String> tag) {

    /** The service of an environment that it is; one that is not on Cloud Run has its own name. */
    public Optional<Service> in(Environment environment) {
      return environment.services().values().stream()
          .filter(it -> it.cloudRun().orElse(it.name().name()).equals(service))
          .findFirst();
    }
  }
}
