package preflight.catalog.run;

import java.util.Optional;
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
import preflight.probe.run.RevisionState;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "run-account",
    on = Service.class,
    ofJobs = true,
    about = Subject.PLANNED,
    expects = "The service runs as the declared account",
    why =
        """
        What was granted to the declared account does not help another one: secrets, Cloud SQL and other \
        services refuse it.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.RUN_ACCOUNT_DIFFERS,
    families = Family.CLOUD_RUN)
@Remedy(
    text = "Run it as the declared account, or declare the one that it runs as.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --service-account={declared}")
public final class RunAccount implements Check<Target<Service>, NoThresholds> {

  private final EachRevision revisions;

  public RunAccount(JudgedRevisions revisions) {
    this.revisions = new EachRevision(revisions);
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Optional<String> declared = target.resource().account();
    if (target.resource().cloudRun().isEmpty() || declared.isEmpty()) {
      return Outcome.notApplicable("no cloud-run with an account is declared");
    }
    return revisions.judge(
        target,
        declared.get(),
        it ->
            it.account().equals(declared.get())
                ? Outcome.passed(declared.get())
                : Outcome.failed(
                        Signal.RUN_ACCOUNT_DIFFERS,
                        declared.get(),
                        "%s: %s".formatted(JudgedRevisions.label(target.resource(), it), shown(it)))
                    .fact("declared", declared.get())
                    .saying("runs as %s, and another account is declared".formatted(shown(it))));
  }

  private static String shown(RevisionState revision) {
    return revision.account().isEmpty() ? "the project's default account" : revision.account();
  }
}
