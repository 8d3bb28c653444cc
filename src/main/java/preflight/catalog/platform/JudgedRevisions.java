package preflight.catalog.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.CloudRun;
import preflight.probe.run.PlannedRevisions;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceState;
import preflight.probe.run.TemplateChange.Applied;
import preflight.probe.run.Workload;
import preflight.resource.Environment;
import preflight.resource.Service;

/**
 * The revisions of a service by which an environment is judged: the one that a deployment would
 * make, or else those that answer requests.
 */
public final class JudgedRevisions {

  private final CloudRun run;
  private final PlannedRevisions planned;

  public JudgedRevisions(CloudRun run, PlannedRevisions planned) {
    this.run = run;
    this.planned = planned;
  }

  /** In the platform's order; the service must be on Cloud Run. */
  public ApiAnswer<List<RevisionState>> of(Service service) throws InterruptedException {
    Optional<ApiAnswer<Applied>> future = planned.of(Workload.of(service));
    if (future.isEmpty()) {
      return serving(service);
    }
    return switch (future.get()) {
      case ApiAnswer.Got<Applied>(Applied.Planned(RevisionState revision)) ->
          new ApiAnswer.Got<>(List.of(revision));
      case ApiAnswer.Got<Applied>(Applied.Refused(String why)) ->
          new ApiAnswer.Refused<>(new ApiTrouble.ChangeRefused(why));
      case ApiAnswer<Applied> other -> other.map(_ -> List.of());
    };
  }

  /** Judges the environment as it is. */
  public static JudgedRevisions asTheyAre(CloudRun run) {
    return new JudgedRevisions(run, PlannedRevisions.none(run));
  }

  /**
   * Those of some services of which one is judged; before a deployment, those that are deployed,
   * and those that such a one uses.
   */
  public List<Service> concerned(List<Service> services) {
    return services.stream()
        .filter(it -> it.cloudRun().filter(planned::concerns).isPresent())
        .toList();
  }

  /** Whether a deployment creates a secret of this id, with a value. */
  public boolean creates(String secret) {
    return planned.creates(secret);
  }

  /** The one that a deployment would make. */
  public Optional<ApiAnswer<Applied>> planned(Service service) throws InterruptedException {
    return service.cloudRun().isEmpty() ? Optional.empty() : planned.of(Workload.of(service));
  }

  /** The number of the project, where one of its services tells it. */
  public Optional<String> projectNumber(Environment environment) throws InterruptedException {
    for (Service each : environment.services().values()) {
      if (each.cloudRun().isPresent()
          && run.service(each.cloudRun().get())
              instanceof ApiAnswer.Got<ServiceState>(ServiceState state)
          && state.projectNumber().isPresent()) {
        return state.projectNumber();
      }
    }
    return Optional.empty();
  }

  /** As a sentence has it: a job has no revisions. */
  public static String label(Service service, RevisionState revision) {
    return service.isJob()
        ? revision.name().isEmpty() ? "the planned job" : "the job " + revision.name()
        : revision.label();
  }

  /** Those that answer requests today, whatever is about to be deployed. */
  public ApiAnswer<List<RevisionState>> serving(Service service) throws InterruptedException {
    String name = service.cloudRun().orElseThrow();
    if (service.isJob()) {
      return run.job(name).map(List::of);
    }
    return switch (run.service(name)) {
      case ApiAnswer.Got<ServiceState>(ServiceState state) -> revisions(name, state);
      case ApiAnswer<ServiceState> other -> other.map(_ -> List.of());
    };
  }

  private ApiAnswer<List<RevisionState>> revisions(String service, ServiceState state)
      throws InterruptedException {
    var found = new ArrayList<RevisionState>();
    for (String name : state.serving().isEmpty() ? newest(state) : state.serving()) {
      switch (run.revision(service, name)) {
        case ApiAnswer.Got<RevisionState>(RevisionState revision) -> found.add(revision);
        case ApiAnswer<RevisionState> other -> {
          return other.map(_ -> List.of());
        }
      }
    }
    return found.isEmpty()
        ? new ApiAnswer.Absent<>("serving revision of " + service)
        : new ApiAnswer.Got<>(List.copyOf(found));
  }

  /** Before the first revision is ready, what would serve is the newest. */
  private static List<String> newest(ServiceState state) {
    return state.latestCreated().isEmpty() ? List.of() : List.of(state.latestCreated());
  }
}
