package preflight.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a run will ask, in the order of the report.
 *
 * @param notices what its author should know though it stops nothing, such as an expired waiver
 */
public record Plan(List<PlannedCheck<?, ?>> checks, List<Notice> notices) {

  public Plan {
    checks = List.copyOf(checks);
    notices = List.copyOf(notices);
  }

  /** The same plan, asked through the checks of another catalogue that has them all. */
  public Plan through(List<Check<?, ?>> catalogue) {
    Map<String, Check<?, ?>> byId = new HashMap<>();
    catalogue.forEach(it -> byId.put(it.id(), it));
    return new Plan(
        checks.stream()
            .<PlannedCheck<?, ?>>map(
                it -> it.through(Objects.requireNonNull(byId.get(it.id().check()))))
            .toList(),
        notices);
  }

  /** Something to be told with every report. */
  public record Notice(String text, Place place) {}
}
