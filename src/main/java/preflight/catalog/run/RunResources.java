package preflight.catalog.run;

import java.util.List;
import java.util.Optional;
import preflight.catalog.platform.JudgedRevisions;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.run.RevisionState;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.ServiceResources;

@CheckDoc(
    id = "run-resources",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "An instance has at least the memory and the processors that the profile declares",
    why =
        """
        A limit that somebody lowered ends the container in the middle of its work, or makes all of it slow. \
        It looks like an error of the code.
        """,
    detail =
        """
        The container that requests go to is compared. One that names no limit has what Cloud Run gives: one \
        processor and 512Mi.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.RUN_RESOURCES_DIFFER,
    families = Family.CLOUD_RUN)
@Remedy(text = "Give it what is declared, or declare what it needs.", commands = "{raise}")
public final class RunResources implements Check<Target<Service>, NoThresholds> {

  private final EachRevision revisions;

  public RunResources(JudgedRevisions revisions) {
    this.revisions = new EachRevision(revisions);
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Optional<ServiceResources> declared = target.resource().resources();
    if (target.resource().cloudRun().isEmpty() || declared.isEmpty()) {
      return Outcome.notApplicable("no cloud-run with resources is declared");
    }
    String expected =
        "at least "
            + String.join(
                " and ",
                List.of(
                        declared.get().cpu().map(it -> it + " CPU").orElse(""),
                        declared.get().memory().map(it -> it + " memory").orElse(""))
                    .stream()
                    .filter(it -> !it.isEmpty())
                    .toList());
    return revisions.judge(target, expected, it -> judge(target, it, declared.get(), expected));
  }

  private static Outcome judge(
      Target<Service> target, RevisionState revision, ServiceResources declared, String expected) {
    Limits limits = Limits.of(EachRevision.main(revision));
    Limits asked = Limits.of(declared);
    if (!limits.tells(asked)) {
      return Outcome.unknown(
          UnknownReason.DEFECT, expected, "nobody here can read the limits of " + revision.label());
    }
    List<String> less = limits.below(asked);
    return less.isEmpty()
        ? Outcome.passed(expected)
        : Outcome.failed(
                Signal.RUN_RESOURCES_DIFFER,
                expected,
                "%s: %s".formatted(revision.label(), String.join(", ", less)))
            .fact("raise", raise(target, declared))
            .saying("has " + String.join(" and ", less));
  }

  private static Command raise(Target<Service> target, ServiceResources declared) {
    Command command =
        Command.of("gcloud run services update {service} --region={region} --project={project}");
    if (declared.cpu().isPresent()) {
      command = command.then(Command.of(" --cpu={cpu}").with("cpu", declared.cpu().get()));
    }
    if (declared.memory().isPresent()) {
      command =
          command.then(
              Command.of(" --memory={memory}").with("memory", declared.memory().get().toString()));
    }
    return command
        .with(target.environment().facts())
        .with("service", target.resource().cloudRun().orElseThrow());
  }
}
