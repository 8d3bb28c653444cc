package preflight.check;

import java.util.function.Consumer;

/**
 * One kind of question that can be asked of a resource before a deployment. What is known of it
 * without asking stands in its {@link CheckDefinition}.
 *
 * @param <T> what the question is about
 * @param <W> the thresholds that packs and profiles choose; its components are the keys of {@code
 *     with}
 */
public interface Check<T, W extends Record> {

  /**
   * Asks the question once. Timing out and retrying belong to the engine, which interrupts the
   * calling thread; an exception is a defect of the check and becomes {@code UNKNOWN}.
   */
  Outcome run(T target, W with) throws InterruptedException;

  /**
   * Asks the same of a check that takes long: what it says meanwhile stands where no time is left
   * for the rest.
   */
  default Outcome run(T target, W with, Consumer<Outcome> soFar) throws InterruptedException {
    return run(target, with);
  }
}
