package preflight.report.run;

import java.util.List;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.diagnosis.Diagnosed;

/** How many checks had which outcome; a waived check counts under its outcome too. */
record Counts(int passed, int failed, int unknown, int skipped, int waived) {

  static Counts of(List<Diagnosed> checks) {
    int passed = 0;
    int failed = 0;
    int unknown = 0;
    int skipped = 0;
    int waived = 0;
    for (Diagnosed check : checks) {
      switch (check.result().outcome()) {
        case Passed _ -> passed++;
        case Failed _ -> failed++;
        case Unknown _ -> unknown++;
        case Skipped _ -> skipped++;
      }
      if (check.result().planned().waiver().isPresent()) {
        waived++;
      }
    }
    return new Counts(passed, failed, unknown, skipped, waived);
  }
}
