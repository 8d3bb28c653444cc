package preflight.diagnosis;

import java.util.List;
import java.util.Optional;
import preflight.check.ExitCode;
import preflight.check.plan.Deployment;
import preflight.engine.Run;

/**
 * A run, understood.
 *
 * @param headline the verdict, and what decides it
 * @param roots the worst first
 * @param checks in the order of the plan
 * @param deployment what is about to change; empty where the environment is judged as it is
 */
public record Diagnosis(
    Run run,
    Verdict verdict,
    ExitCode exitCode,
    Headline headline,
    List<RootCause> roots,
    List<Diagnosed> checks,
    Optional<Deployment> deployment) {

  /** A run that there was no time to understand: inconclusive, whatever its checks say. */
  public static Diagnosis without(Run run, String why) {
    return new Diagnosis(
        run,
        Verdict.INCONCLUSIVE,
        ExitCode.INCONCLUSIVE,
        new Headline(
            Verdict.INCONCLUSIVE.words() + " · " + why, "Run it again with a longer --deadline."),
        List.of(),
        run.results().stream().map(Diagnosed::alone).toList(),
        Optional.empty());
  }

  public Diagnosis {
    roots = List.copyOf(roots);
    checks = List.copyOf(checks);
  }
}
