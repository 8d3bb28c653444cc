package preflight.diagnosis;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import preflight.check.ExitCode;
import preflight.check.FailureClass;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Severity;

/** Derives the verdict and the exit code; the same for every output format. */
final class Verdicts {

  private Verdicts() {}

  static Verdict of(
      List<RootCause> roots, List<Diagnosed> checks, boolean interrupted, Policy policy) {
    if (interrupted) {
      return Verdict.INCONCLUSIVE;
    }
    if (roots.stream().anyMatch(it -> it.severity() == Severity.BLOCKER)) {
      return Verdict.NO_GO;
    }
    List<Severity> unknown =
        checks.stream()
            .filter(it -> it.result().outcome() instanceof Unknown)
            .map(Diagnosed::severity)
            .filter(it -> it != Severity.INFO)
            .toList();
    if (unknown.contains(Severity.BLOCKER) && !policy.allowUnknown()) {
      return Verdict.INCONCLUSIVE;
    }
    // Where nothing was asked, nothing is known.
    if (checks.stream().allMatch(it -> it.result().outcome() instanceof Skipped)) {
      return Verdict.INCONCLUSIVE;
    }
    boolean warned = roots.stream().anyMatch(it -> it.severity() == Severity.WARNING);
    return warned || !unknown.isEmpty() ? Verdict.GO_WITH_WARNINGS : Verdict.GO;
  }

  static ExitCode exitCode(
      Verdict verdict, List<RootCause> roots, boolean interrupted, Policy policy) {
    if (interrupted) {
      return ExitCode.INTERRUPTED;
    }
    return switch (verdict) {
      case GO -> ExitCode.GO;
      case GO_WITH_WARNINGS -> policy.failOnWarning() ? ExitCode.WARNINGS : ExitCode.GO;
      case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
      case NO_GO -> refusal(roots);
    };
  }

  private static ExitCode refusal(List<RootCause> roots) {
    Set<FailureClass> classes =
        roots.stream()
            .filter(it -> it.severity() == Severity.BLOCKER)
            .map(RootCause::to)
            .collect(Collectors.toSet());
    if (classes.size() != 1) {
      return ExitCode.MIXED;
    }
    return switch (classes.iterator().next()) {
      case INFRA -> ExitCode.INFRA;
      case CONFIG -> ExitCode.CONFIG;
      case CODE -> ExitCode.CODE;
      case UNDETERMINED -> ExitCode.MIXED;
    };
  }
}
