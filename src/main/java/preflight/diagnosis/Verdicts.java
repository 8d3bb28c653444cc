package preflight.diagnosis;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import preflight.check.ExitCode;
import preflight.check.FailureClass;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
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
    var unanswered = new Unanswered(checks);
    int open = unanswered.of(Severity.BLOCKER).size();
    // What may be unknown is at most a half.
    if (open > 0 && !(policy.allowUnknown() && open <= answered(checks))) {
      return Verdict.INCONCLUSIVE;
    }
    if (checks.stream().noneMatch(it -> isAnswered(it.result().outcome()))) {
      return Verdict.INCONCLUSIVE;
    }
    boolean warned = roots.stream().anyMatch(it -> it.severity() == Severity.WARNING);
    return warned || !unanswered.of(Severity.WARNING).isEmpty()
        ? Verdict.GO_WITH_WARNINGS
        : Verdict.GO;
  }

  /** How many checks that could block gave an answer. */
  private static long answered(List<Diagnosed> checks) {
    return checks.stream()
        .filter(it -> it.severity() == Severity.BLOCKER)
        .filter(it -> isAnswered(it.result().outcome()))
        .count();
  }

  private static boolean isAnswered(Outcome outcome) {
    return outcome instanceof Passed || outcome instanceof Failed;
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
