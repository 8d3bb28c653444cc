package preflight.check.plan;

import java.util.function.Consumer;
import preflight.check.Outcome;

/** Asks the world what a plan only names. */
public interface Asker {

  /**
   * Asks once; throws what the check throws.
   *
   * @param soFar hears what stands where no time is left
   */
  Outcome ask(PlannedCheck check, Consumer<Outcome> soFar) throws InterruptedException;
}
