package preflight.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A check of one resource, with everything decided about it.
 *
 * @param needs ids in the same plan without whose pass this one is skipped
 * @param excluded who or what switched it off
 * @param waiver one that holds today
 */
public record PlannedCheck<T, W extends Record>(
    CheckId id,
    Check<T, W> check,
    T target,
    W with,
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

  public Outcome ask() throws InterruptedException {
    return check.run(target, with);
  }

  /** The same check, switched off. */
  public PlannedCheck<T, W> excludedBy(String whom) {
    return new PlannedCheck<>(
        id,
        check,
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

  /** The same question, asked through another instance of its check. */
  PlannedCheck<T, W> through(Check<?, ?> other) {
    if (other.getClass() != check.getClass()) {
      throw new IllegalArgumentException(id + " is no " + other.id());
    }
    // An instance of the same final class asks the same kind of question.
    @SuppressWarnings("unchecked")
    var same = (Check<T, W>) other;
    return new PlannedCheck<>(
        id,
        same,
        target,
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
}
