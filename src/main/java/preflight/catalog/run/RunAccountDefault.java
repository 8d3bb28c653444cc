package preflight.catalog.run;

import preflight.catalog.platform.JudgedRevisions;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "run-account-default",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "The service runs as an account of its own, not as the default one of the project",
    why =
        """
        All services that name no account share one, which in many projects may edit everything. A stranger in \
        one of them is in all of the project, and a missing grant shows nowhere.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.RUN_ACCOUNT_DEFAULT,
    families = Family.CLOUD_RUN)
@Remedy(
    text = "Create an account for the service, grant it what it needs, and run it as that.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --service-account={ACCOUNT?the account of the service}")
public final class RunAccountDefault implements Check<Target<Service>, NoThresholds> {

  private static final String DEFAULT = "-compute@developer.gserviceaccount.com";

  private final EachRevision revisions;

  public RunAccountDefault(JudgedRevisions revisions) {
    this.revisions = new EachRevision(revisions);
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    if (target.resource().cloudRun().isEmpty() || target.resource().account().isPresent()) {
      return Outcome.notApplicable("an account is declared, or no cloud-run");
    }
    String expected = "an account of its own";
    return revisions.judge(
        target,
        expected,
        it ->
            it.account().isEmpty() || it.account().endsWith(DEFAULT)
                ? Outcome.failed(
                        Signal.RUN_ACCOUNT_DEFAULT,
                        expected,
                        it.label() + ": the default account of the project")
                    .saying("runs as the default account of the project")
                : Outcome.passed(it.account()));
  }
}
