package preflight.catalog.platform;

import java.util.Optional;
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
import preflight.probe.run.TemplateChange.Applied;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "run-change",
    on = Service.class,
    ofJobs = true,
    about = Subject.PLANNED,
    expects = "The deployment makes a revision of what the service is today",
    why =
        """
        A deployment that gcloud or Cloud Run refuses changes nothing, and the pipeline stops halfway, \
        perhaps after its migrations.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.RUN_CHANGE_REFUSED,
    families = Family.CLOUD_RUN)
@Remedy(
    text = "Correct what you deploy. The command shows what the service is today.",
    commands = "{today}")
public final class RunChange implements Check<Target<Service>, NoThresholds> {

  private final JudgedRevisions revisions;

  public RunChange(JudgedRevisions revisions) {
    this.revisions = revisions;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Optional<ApiAnswer<Applied>> planned = revisions.planned(target.resource());
    if (planned.isEmpty()) {
      return Outcome.notApplicable("nobody said what is deployed");
    }
    String expected = "a revision";
    return NotDeployed.orJudge(
        planned.get(),
        target.resource(),
        target.environment(),
        expected,
        applied ->
            switch (applied) {
              case Applied.Planned _ -> Outcome.passed("it makes a revision");
              case Applied.Refused(String why) ->
                  Outcome.failed(Signal.RUN_CHANGE_REFUSED, expected, "it " + why)
                      .fact("today", today(target))
                      .saying("cannot be deployed like this: it " + why);
            });
  }

  private static Command today(Target<Service> target) {
    return Command.of(
            target.resource().isJob()
                ? "gcloud run jobs describe {service} --region={region} --project={project}"
                    + " --format=export"
                : "gcloud run services describe {service} --region={region} --project={project}"
                    + " --format=export")
        .with(target.environment().facts())
        .with("service", target.resource().cloudRun().orElseThrow());
  }
}
