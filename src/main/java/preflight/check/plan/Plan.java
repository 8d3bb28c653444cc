package preflight.check.plan;

import java.util.List;
import java.util.stream.Stream;
import preflight.check.Place;

/**
 * What a run will ask, in the order of the report.
 *
 * @param notices what its author should know though it stops nothing, such as an expired waiver
 * @param weakenings what makes it ask for less than it would by itself
 */
public record Plan(List<PlannedCheck> checks, List<Notice> notices, List<Weakening> weakenings) {

  public Plan {
    checks = List.copyOf(checks);
    notices = List.copyOf(notices);
    weakenings = List.copyOf(weakenings);
  }

  public Plan(List<PlannedCheck> checks, List<Notice> notices) {
    this(checks, notices, List.of());
  }

  /** The same plan with other checks in their place, and with more that weakens it. */
  public Plan with(List<PlannedCheck> others, List<Weakening> more) {
    return new Plan(others, notices, Stream.concat(weakenings.stream(), more.stream()).toList());
  }

  /** Something to be told with every report. */
  public record Notice(String text, Place place) {}
}
