package preflight.diagnosis;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.ExitCode;
import preflight.check.FailureClass;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Severity;
import preflight.resource.Kind;

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
    List<Diagnosed> open = unanswered.of(Severity.BLOCKER);
    if (!open.isEmpty() && !(policy.allowUnknown() && enoughIsKnown(open, checks))) {
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

  /**
   * Whether a deployment may rest on the rest: at most a half is open, each service gave at least
   * one answer, and nothing is open for lack of time. Time can be given, and a target that hangs is
   * seen as such only by who waits for it.
   */
  private static boolean enoughIsKnown(List<Diagnosed> open, List<Diagnosed> checks) {
    List<Diagnosed> answered =
        checks.stream()
            .filter(it -> it.severity() == Severity.BLOCKER)
            .filter(it -> isAnswered(it.result().outcome()))
            .toList();
    Set<String> known = answered.stream().flatMap(Verdicts::service).collect(Collectors.toSet());
    return open.size() <= answered.size()
        && open.stream().flatMap(Verdicts::service).allMatch(known::contains)
        && open.stream().noneMatch(Verdicts::isCutOff);
  }

  /** The service that a check asks about, itself or by one of its endpoints. */
  private static Stream<String> service(Diagnosed check) {
    String[] name = check.id().resource().split("\\.", -1);
    return name.length > 1 && name[0].equals(Kind.SERVICES.key())
        ? Stream.of(name[1])
        : Stream.of();
  }

  /** The end of the run overtook it. */
  private static boolean isCutOff(Diagnosed check) {
    return check.result().outcome() instanceof Unknown(UnknownReason reason, _, _, _)
        && (reason == UnknownReason.DEADLINE || reason == UnknownReason.INTERRUPTED)
        && check.result().attempts() == 0;
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
