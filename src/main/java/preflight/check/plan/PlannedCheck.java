package preflight.check.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import preflight.check.Check;
import preflight.check.CheckDefinition;
import preflight.check.CheckId;
import preflight.check.Outcome;
import preflight.check.Place;
import preflight.check.Severity;

/**
 * A check of one resource, with everything decided about it.
 *
 * @param target of the type that the check asks about
 * @param with thresholds, of the check's own type
 * @param needs ids in the same plan without whose pass this one is skipped
 * @param excluded who or what switched it off
 * @param waiver one that holds today
 */
public record PlannedCheck(
    CheckId id,
    CheckDefinition definition,
    Object target,
    Record with,
    Severity severity,
    Duration timeout,
    Retry retry,
    List<CheckId> needs,
    Optional<String> excluded,
    Optional<Waiver> waiver,
    Optional<ClassOverride> classOverride,
    Place place) {

  public PlannedCheck {
    needs = List.copyOf(needs);
  }

  /** A waiver that holds lowers to a warning, and nothing below that. */
  public Severity severityAfterWaiver() {
    return waiver.isPresent() && severity == Severity.BLOCKER ? Severity.WARNING : severity;
  }

  /** Asks the question through a check that can. */
  public Outcome ask(Check<?, ?> check, Consumer<Outcome> soFar) throws InterruptedException {
    return definition.ask(check, target, with, soFar);
  }

  /** The same check, about another target of its type. */
  public PlannedCheck about(Object other) {
    return of(id, other);
  }

  /** The same check of another resource. */
  public PlannedCheck of(String resource, Object other) {
    return of(new CheckId(id.check(), resource), other);
  }

  private PlannedCheck of(CheckId name, Object other) {
    return new PlannedCheck(
        name,
        definition,
        other,
        with,
        severity,
        timeout,
        retry,
        needs,
        excluded,
        waiver,
        classOverride,
        place);
  }

  /** The same check, switched off. */
  public PlannedCheck excludedBy(String whom) {
    return new PlannedCheck(
        id,
        definition,
        target,
        with,
        severity,
        timeout,
        retry,
        needs,
        Optional.of(whom),
        waiver,
        classOverride,
        place);
  }
}
