package preflight.diagnosis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import preflight.check.CheckId;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.SkipReason;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Severity;
import preflight.check.plan.PlannedCheck;

/**
 * Finds the checks of which nobody knows the answer: those that could not be checked, and those
 * behind a rung that did not pass and weighs less than they do. What that rung says would let a
 * deployment pass which they might have stopped.
 */
final class Unanswered {

  private final Map<CheckId, Diagnosed> byId = new HashMap<>();
  private final List<Diagnosed> checks;

  Unanswered(List<Diagnosed> checks) {
    this.checks = checks;
    checks.forEach(it -> byId.put(it.id(), it));
  }

  /** In the order of the plan, those of at least a severity. */
  List<Diagnosed> of(Severity least) {
    return checks.stream()
        .filter(it -> it.severity().compareTo(least) >= 0)
        .filter(this::isOpen)
        .toList();
  }

  private boolean isOpen(Diagnosed check) {
    return switch (check.result().outcome()) {
      case Unknown _ -> true;
      case Skipped(SkipReason reason, _) when reason == SkipReason.PREREQUISITE ->
          rungs(check.result().planned()).noneMatch(it -> it.compareTo(check.severity()) >= 0);
      case Passed _, Failed _, Skipped _ -> false;
    };
  }

  /** What the rungs weigh that stopped a check, before waivers: a waiver is for all behind it. */
  private Stream<Severity> rungs(PlannedCheck check) {
    return check.needs().stream()
        .map(byId::get)
        .filter(Objects::nonNull)
        .flatMap(it ->
            switch (it.result().outcome()) {
              case Failed _, Unknown _ -> Stream.of(it.result().planned().severity());
              case Skipped(SkipReason reason, _) when reason == SkipReason.PREREQUISITE ->
                  rungs(it.result().planned());
              case Passed _, Skipped _ -> Stream.of();
            });
  }

  /** Why nobody knows the answer of a check. */
  static String obstacle(Diagnosed open) {
    return switch (open.result().outcome()) {
      case Unknown unknown -> unknown.observed();
      case Skipped skipped -> "it " + skipped.detail() + ", which did not pass";
      case Outcome other -> throw new IllegalArgumentException("answered: " + other);
    };
  }

  /** What would tell its answer. */
  static String decides(Diagnosed open) {
    return open.result().outcome() instanceof Unknown unknown
        ? Sentences.decides(unknown)
        : "repair what it needs";
  }
}
