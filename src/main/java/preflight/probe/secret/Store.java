package preflight.probe.secret;

/** A place that keeps values. */
interface Store {

  /**
   * Reads one value.
   *
   * @param version a number, an alias or {@code latest}; places without versions ignore it
   */
  Reading<StoredValue> read(String id, String version) throws InterruptedException;

  /** Overwrites what it holds besides the values that were read. */
  default void wipe() {}
}
