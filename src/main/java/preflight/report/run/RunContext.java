package preflight.report.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import preflight.check.Vantage;
import preflight.check.plan.Rollout;
import preflight.diagnosis.Diagnosis;
import preflight.report.ReportDocument;
import preflight.report.comparison.Aftermath;
import preflight.resource.Environment;
import preflight.resource.Relation;

/**
 * What a report says of the run besides its results.
 *
 * @param apiCalls to Google's APIs
 * @param after where the run is after a deployment
 * @param relations who depends on whom
 */
public record RunContext(
    String version,
    String environment,
    String profile,
    String profileDigest,
    Optional<String> gitCommit,
    Vantage vantage,
    Instant startedAt,
    int apiCalls,
    Optional<After> after,
    List<Relation> relations) {

  public RunContext {
    relations = List.copyOf(relations);
  }

  /** A run that is not after a deployment, in an environment in which nobody uses another. */
  public RunContext(
      String version,
      String environment,
      String profile,
      String profileDigest,
      Optional<String> gitCommit,
      Vantage vantage,
      Instant startedAt,
      int apiCalls) {
    this(
        version,
        environment,
        profile,
        profileDigest,
        gitCommit,
        vantage,
        startedAt,
        apiCalls,
        Optional.empty(),
        List.of());
  }

  /**
   * What a run after a deployment is compared with.
   *
   * @param before the report from before
   */
  public record After(ReportDocument before, List<Rollout> rollouts, Environment environment) {
    public After {
      rollouts = List.copyOf(rollouts);
    }

    /** What the deployment did, by what is seen now. */
    public Aftermath aftermath(Diagnosis now) {
      return Aftermath.of(before, rollouts, now, environment);
    }
  }
}
