package preflight.check.plan;

import preflight.check.Outcome;

/** Asks the world what a plan only names. */
public interface Asker {

  /** Asks once; throws what the check throws. */
  Outcome ask(PlannedCheck check) throws InterruptedException;
}
