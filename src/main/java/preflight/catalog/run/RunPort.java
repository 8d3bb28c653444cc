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
    id = "run-port",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "Cloud Run sends requests to the port that the container listens on",
    why =
        """
        A container that listens on another port than the one that Cloud Run asks never becomes ready, unless \
        it reads `PORT`.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.RUN_PORT_NOT_DECLARED,
    families = Family.CLOUD_RUN)
@Remedy(
    text = "Set the declared port, or declare the one that the container listens on.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --port={port}")
public final class RunPort implements Check<Target<Service>, NoThresholds> {

  /** What Cloud Run asks where nothing is said. */
  private static final int USUAL = 8080;

  private final EachRevision revisions;

  public RunPort(JudgedRevisions revisions) {
    this.revisions = new EachRevision(revisions);
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Optional<Integer> declared = target.resource().port();
    if (target.resource().cloudRun().isEmpty() || declared.isEmpty()) {
      return Outcome.notApplicable("no cloud-run with a port is declared");
    }
    String expected = "port " + declared.get();
    return revisions.judge(target, expected, it -> judge(it, declared.get(), expected));
  }

  private static Outcome judge(RevisionState revision, int declared, String expected) {
    int port = EachRevision.main(revision).port().orElse(USUAL);
    return port == declared
        ? Outcome.passed(expected)
        : Outcome.failed(
                Signal.RUN_PORT_NOT_DECLARED,
                expected,
                "%s: port %d".formatted(revision.label(), port))
            .fact("port", String.valueOf(declared))
            .saying("is told to listen on port %d, and %d is declared".formatted(port, declared));
  }
}
