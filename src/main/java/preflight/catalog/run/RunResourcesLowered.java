package preflight.catalog.run;

import java.util.List;
import java.util.Optional;
import preflight.catalog.platform.JudgedRevisions;
import preflight.catalog.platform.NotDeployed;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.run.RevisionState;
import preflight.probe.run.TemplateChange.Applied;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "run-resources-lowered",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "A new revision has as much memory and as many processors as the one that serves",
    why =
        """
        A manifest or a command that leaves the limits out takes those of Cloud Run, and what was raised after \
        an incident is back where it was.
        """,
    detail =
        """
        Only before a deployment, and only for a service of which the profile declares no resources; those that \
        it declares, `run-resources` compares.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.RUN_RESOURCES_LOWERED,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Name the limits in what you deploy. If less is enough, declare the resources of the service. The"
            + " command shows what it has today, and changes nothing.",
    commands =
        "gcloud run services describe {service} --region={region} --project={project}"
            + " --format='value(spec.template.spec.containers[].resources.limits)'")
public final class RunResourcesLowered implements Check<Target<Service>, NoThresholds> {

  private final JudgedRevisions revisions;

  public RunResourcesLowered(JudgedRevisions revisions) {
    this.revisions = revisions;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Service service = target.resource();
    Optional<ApiAnswer<Applied>> planned = revisions.planned(service);
    if (planned.isEmpty() || service.resources().isPresent()) {
      return Outcome.notApplicable("nobody said what is deployed, or resources are declared");
    }
    if (!(planned.get() instanceof ApiAnswer.Got<Applied>(Applied.Planned(RevisionState next)))) {
      return Outcome.notApplicable("the deployment makes no revision");
    }
    String expected = "no less than today";
    ApiAnswer<List<RevisionState>> serving = revisions.serving(service);
    return serving instanceof ApiAnswer.Absent<List<RevisionState>>
        ? Outcome.notApplicable("there is no such service yet")
        : NotDeployed.orJudge(
            serving,
            service,
            target.environment(),
            expected,
            today -> judge(next, today.getFirst(), expected));
  }

  private static Outcome judge(RevisionState next, RevisionState today, String expected) {
    Limits before = Limits.of(EachRevision.main(today));
    Limits after = Limits.of(EachRevision.main(next));
    if (!after.tells(before) || !before.tells(after)) {
      return Outcome.unknown(
          UnknownReason.DEFECT, expected, "nobody here can read the limits of both revisions");
    }
    List<String> less = after.below(before);
    return less.isEmpty()
        ? Outcome.passed(expected)
        : Outcome.failed(Signal.RUN_RESOURCES_LOWERED, expected, String.join(", ", less))
            .saying("would get " + String.join(" and ", less));
  }
}
