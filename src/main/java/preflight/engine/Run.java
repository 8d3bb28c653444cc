package preflight.engine;

import java.time.Duration;
import java.util.List;
import preflight.check.plan.Plan.Notice;
import preflight.check.plan.Weakening;

/** A finished run; results in the order of the plan. */
public record Run(
    List<CheckResult> results,
    List<Notice> notices,
    List<Weakening> weakenings,
    Duration took,
    boolean interrupted) {

  public Run {
    results = List.copyOf(results);
    notices = List.copyOf(notices);
    weakenings = List.copyOf(weakenings);
  }

  public Run(List<CheckResult> results, List<Notice> notices, Duration took, boolean interrupted) {
    this(results, notices, List.of(), took, interrupted);
  }
}
