package preflight.catalog.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.catalog.WorstOutcome;
import preflight.catalog.platform.JudgedRevisions;
import preflight.catalog.platform.NotDeployed;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.run.CloudRun;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceDoor;
import preflight.probe.run.ServiceState;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.ServiceInstances;

@CheckDoc(
    id = "run-scaling",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "The service may have as many instances as the profile says",
    why =
        """
        Too few, and requests get 429 as soon as all of them are busy. Too many, and their pools ask a database \
        for more connections than it has. None that is kept, and the first request waits for a start.
        """,
    detail =
        """
        The limits of the service and of the revision count together, as Cloud Run takes them: the lower \
        maximum, the higher minimum. A service that is scaled by hand has as many as it was told.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.RUN_SCALING_DIFFERS,
    families = Family.CLOUD_RUN)
@Remedy(
    text = "Set the declared number, or declare the one that the service has.",
    commands = "{set}")
public final class RunScaling implements Check<Target<Service>, NoThresholds> {

  /** What Cloud Run takes as most where neither says anything. */
  private static final int USUAL = 100;

  private final CloudRun run;
  private final JudgedRevisions revisions;

  public RunScaling(CloudRun run, JudgedRevisions revisions) {
    this.run = run;
    this.revisions = revisions;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Service service = target.resource();
    Optional<ServiceInstances> declared = service.instances();
    if (service.cloudRun().isEmpty() || declared.isEmpty()) {
      return Outcome.notApplicable("no cloud-run with instances is declared");
    }
    ServiceDoor door =
        run.service(service.cloudRun().get()) instanceof ApiAnswer.Got<ServiceState>(var state)
            ? state.door()
            : ServiceDoor.USUAL;
    String expected = shown(declared.get().min(), declared.get().max());
    return NotDeployed.orJudge(
        revisions.of(service),
        service,
        target.environment(),
        expected,
        judged -> {
          var outcomes = new ArrayList<Outcome>();
          for (RevisionState revision : judged) {
            outcomes.add(judge(target, door, revision, declared.get(), expected));
          }
          return WorstOutcome.of(outcomes).orElseGet(() -> Outcome.passed(expected));
        });
  }

  private static Outcome judge(
      Target<Service> target,
      ServiceDoor door,
      RevisionState revision,
      ServiceInstances declared,
      String expected) {
    int most = door.manualInstances().orElse(most(door.maxInstances(), revision.maxInstances()));
    int least =
        door.manualInstances().orElse(Math.max(door.minInstances(), revision.minInstances()));
    boolean same =
        declared.max().map(it -> it == most).orElse(true)
            && declared.min().map(it -> it == least).orElse(true);
    String observed = shown(declared.min().map(_ -> least), declared.max().map(_ -> most));
    return same
        ? Outcome.passed(observed)
        : Outcome.failed(Signal.RUN_SCALING_DIFFERS, expected, revision.label() + ": " + observed)
            .fact("set", set(target, declared))
            .saying("has %s, and %s are declared".formatted(observed, expected));
  }

  private static int most(int ofService, int ofRevision) {
    if (ofService > 0 && ofRevision > 0) {
      return Math.min(ofService, ofRevision);
    }
    return ofService + ofRevision > 0 ? ofService + ofRevision : USUAL;
  }

  private static String shown(Optional<Integer> min, Optional<Integer> max) {
    return List.of(
            min.map(it -> "at least " + it).orElse(""), max.map(it -> "at most " + it).orElse(""))
        .stream()
        .filter(it -> !it.isEmpty())
        .reduce((one, other) -> one + " and " + other)
        .map(it -> it + " instances")
        .orElse("any number of instances");
  }

  private static Command set(Target<Service> target, ServiceInstances declared) {
    Command command =
        Command.of("gcloud run services update {service} --region={region} --project={project}");
    for (Map.Entry<String, Optional<Integer>> each :
        List.of(
            Map.entry(" --min-instances={number}", declared.min()),
            Map.entry(" --max-instances={number}", declared.max()))) {
      if (each.getValue().isPresent()) {
        command =
            command.then(
                Command.of(each.getKey()).with("number", each.getValue().get().toString()));
      }
    }
    return command
        .with(target.environment().facts())
        .with("service", target.resource().cloudRun().orElseThrow());
  }
}
