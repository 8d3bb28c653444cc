package preflight.catalog.run;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    id = "run-reserved-env",
    on = Service.class,
    ofJobs = true,
    about = Subject.PLANNED,
    expects = "No variable is set that Cloud Run sets itself",
    why =
        """
        Cloud Run refuses a revision that sets `PORT` or its own name by hand, after everything else of the \
        pipeline is done.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.RUN_VARIABLE_RESERVED,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Take the variable out of what you deploy. The port is a setting of the container, and the container reads"
            + " it from `PORT`. The command shows what is set today, and changes nothing.",
    commands =
        "gcloud run services describe {service} --region={region} --project={project}"
            + " --format='value(spec.template.spec.containers[].env[].name)'")
public final class RunReservedEnv implements Check<Target<Service>, NoThresholds> {

  /** Cloud Run, container runtime contract: environment variables of services and of jobs. */
  private static final Set<String> OF_SERVICES =
      Set.of("PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION");

  private static final Set<String> OF_JOBS =
      Set.of(
          "CLOUD_RUN_JOB",
          "CLOUD_RUN_EXECUTION",
          "CLOUD_RUN_TASK_INDEX",
          "CLOUD_RUN_TASK_ATTEMPT",
          "CLOUD_RUN_TASK_COUNT");

  private final EachRevision revisions;

  public RunReservedEnv(JudgedRevisions revisions) {
    this.revisions = new EachRevision(revisions);
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    if (target.resource().cloudRun().isEmpty()) {
      return Outcome.notApplicable("no cloud-run is declared");
    }
    Set<String> reserved = target.resource().isJob() ? OF_JOBS : OF_SERVICES;
    String expected = "none of " + String.join(", ", new TreeSet<>(reserved));
    return revisions.judge(target, expected, it -> judge(target, it, reserved, expected));
  }

  private static Outcome judge(
      Target<Service> target, RevisionState revision, Set<String> reserved, String expected) {
    List<String> set =
        revision.containers().stream()
            .flatMap(it -> it.variables().keySet().stream())
            .filter(reserved::contains)
            .distinct()
            .sorted()
            .toList();
    return set.isEmpty()
        ? Outcome.passed(expected)
        : Outcome.failed(
                Signal.RUN_VARIABLE_RESERVED,
                expected,
                "%s sets %s"
                    .formatted(
                        JudgedRevisions.label(target.resource(), revision), String.join(", ", set)))
            .saying(
                "sets %s, which Cloud Run sets itself and refuses"
                    .formatted(String.join(", ", set)));
  }
}
