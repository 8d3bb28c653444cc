package preflight.probe.run;

import java.util.Optional;
import preflight.probe.Instances;
import preflight.probe.google.Answer;
import preflight.resource.Service;
import preflight.resource.Target;

/** How many instances the serving revisions of a Cloud Run service may have, all taken together. */
public final class RunInstances implements Instances {

  private final CloudRun run;

  public RunInstances(CloudRun run) {
    this.run = run;
  }

  @Override
  public Optional<Integer> most(Target<Service> service) throws InterruptedException {
    Optional<String> name = service.resource().cloudRun();
    if (name.isEmpty()
        || !(run.service(name.get()) instanceof Answer.Got<ServiceState>(ServiceState state))) {
      return Optional.empty();
    }
    int most = 0;
    for (String revision : state.serving()) {
      if (run.revision(name.get(), revision)
          instanceof Answer.Got<RevisionState>(RevisionState serving)) {
        most += serving.maxInstances();
      }
    }
    return most > 0 ? Optional.of(most) : Optional.empty();
  }
}
