package preflight.probe.run;

import java.util.Optional;
import preflight.probe.google.ApiAnswer;
import preflight.resource.Service;

/** How many instances the serving revisions of a Cloud Run service may have, all taken together. */
public final class RunInstances implements Instances {

  private final CloudRun run;

  public RunInstances(CloudRun run) {
    this.run = run;
  }

  @Override
  public ApiAnswer<Integer> most(Service service) throws InterruptedException {
    Optional<String> name = service.cloudRun();
    if (name.isEmpty()) {
      return new ApiAnswer.Absent<>("cloud-run of " + service.name());
    }
    return switch (run.service(name.get())) {
      case ApiAnswer.Got<ServiceState>(ServiceState state) -> ofRevisions(name.get(), state);
      case ApiAnswer<ServiceState> other -> other.map(_ -> 0);
    };
  }

  private ApiAnswer<Integer> ofRevisions(String service, ServiceState state)
      throws InterruptedException {
    int most = 0;
    for (String name : state.serving()) {
      switch (run.revision(service, name)) {
        case ApiAnswer.Got<RevisionState>(RevisionState revision) ->
            most += revision.maxInstances();
        case ApiAnswer<RevisionState> other -> {
          return other.map(_ -> 0);
        }
      }
    }
    return most > 0 ? new ApiAnswer.Got<>(most) : new ApiAnswer.Absent<>("limit of " + service);
  }
}
