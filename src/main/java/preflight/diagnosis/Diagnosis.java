package preflight.diagnosis;

import java.util.List;
import preflight.check.ExitCode;
import preflight.engine.Run;

/**
 * A run, understood.
 *
 * @param headline the verdict, and what decides it
 * @param roots the worst first
 * @param checks in the order of the plan
 */
public record Diagnosis(
    Run run,
    Verdict verdict,
    ExitCode exitCode,
    Headline headline,
    List<RootCause> roots,
    List<Diagnosed> checks) {

  public Diagnosis {
    roots = List.copyOf(roots);
    checks = List.copyOf(checks);
  }
}
