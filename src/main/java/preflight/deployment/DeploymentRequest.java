package preflight.deployment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.probe.run.TemplateChange;
import preflight.probe.run.Workload;
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

  /** The jobs among what it deploys. */
  public List<Service> jobs() {
    return services.stream()
        .map(ServiceRequest::of)
        .filter(it -> it.kind() == Workload.Kind.JOB)
        .map(it -> Service.job(it.name()))
        .distinct()
        .toList();
  }

  /** This one, and the services of another one that are not in it. */
  public DeploymentRequest with(DeploymentRequest other) {
    Set<Workload> known = services.stream().map(ServiceRequest::of).collect(Collectors.toSet());
    return new DeploymentRequest(
        told + ", " + other.told,
        project,
        region,
        Stream.concat(
                services.stream(), other.services.stream().filter(it -> !known.contains(it.of())))
            .toList(),
        createdSecrets,
        Stream.concat(notes.stream(), other.notes.stream()).toList());
  }

  /**
   * What becomes of one service or job.
   *
   * @param change what becomes of its template; empty where only its name was told
   * @param serves whether the new revision gets requests as soon as it is ready
   * @param tag the tag that the new revision is reached by, besides
   * @param source the directory that gcloud builds its image of, where it does
   */
  public record ServiceRequest(
      Workload of,
      Optional<TemplateChange> change,
      boolean serves,
      Optional<String> tag,
      Optional<Path> source) {

    /** One whose image is built before. */
    public ServiceRequest(
        Workload of, Optional<TemplateChange> change, boolean serves, Optional<String> tag) {
      this(of, change, serves, tag, Optional.empty());
    }

    /** The same, whose image gcloud builds of a directory. */
    public ServiceRequest from(Path directory) {
      return new ServiceRequest(of, change, serves, tag, Optional.of(directory));
    }

    /** A service. */
    public ServiceRequest(
        String service, Optional<TemplateChange> change, boolean serves, Optional<String> tag) {
      this(Workload.service(service), change, serves, tag);
    }

    /** A job, which serves nobody. */
    public static ServiceRequest job(String name, Optional<TemplateChange> change) {
      return new ServiceRequest(Workload.job(name), change, /* serves= */ false, Optional.empty());
    }

    /** Its name on Cloud Run. */
    public String service() {
      return of.name();
    }

    /**
     * The service of an environment that it is, or the job; a service that is not on Cloud Run has
     * its own name.
     */
    public Optional<Service> in(Environment environment) {
      if (of.kind() == Workload.Kind.JOB) {
        return Optional.ofNullable(environment.jobs().get(of.name()));
      }
      return environment.services().values().stream()
          .filter(it -> it.cloudRun().orElse(it.name().name()).equals(of.name()))
          .findFirst();
    }
  }
}
