package preflight.check;

/**
 * One kind of question that can be asked of a resource before a deployment.
 *
 * @param <T> what the question is about
 * @param <W> the thresholds that packs and profiles choose; its components are the keys of {@code
 *     with}
 */
public interface Check<T, W extends Record> {

  /** The shape of {@code with}, from which decoding, schema and reference are derived. */
  Class<W> withType();

  /**
   * Asks the question once. Timing out and retrying belong to the engine, which interrupts the
   * calling thread; an exception is a defect of the check and becomes {@code UNKNOWN}.
   */
  Outcome run(T target, W with) throws InterruptedException;

  /** The documentation every check carries. */
  default CheckDoc doc() {
    return CheckDoc.Reader.of(getClass());
  }

  /** The name of this check, for ever. */
  default String id() {
    return doc().id();
  }
}
