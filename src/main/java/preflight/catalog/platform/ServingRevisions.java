package preflight.catalog.platform;

import java.util.ArrayList;
import java.util.List;
import preflight.probe.google.ApiAnswer;
import preflight.probe.run.CloudRun;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceState;
import preflight.resource.Service;

/** The revisions of a service that answer requests: what counts, and not its template. */
public final class ServingRevisions {

  private final CloudRun run;

  public ServingRevisions(CloudRun run) {
    this.run = run;
  }

  /** In the platform's order; the service must be on Cloud Run. */
  public ApiAnswer<List<RevisionState>> of(Service service) throws InterruptedException {
    String name = service.cloudRun().orElseThrow();
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
