package preflight.probe.secret.overlap;

/**
 * What one comparison of credentials may cost. It counts work and not time, so that the same
 * credentials are compared as far on every machine.
 */
public final class Budget {

  /** Some seconds of one processor. */
  private static final long STEPS = 1L << 30;

  /** Ten thousand credentials of a kilobyte each. */
  private static final long BYTES = 20L << 20;

  private final long bytes;
  private long steps;
  private volatile boolean stopped;

  /**
   * @param bytes of the values that are held side by side
   * @param steps looks at a byte
   */
  Budget(long bytes, long steps) {
    this.bytes = bytes;
    this.steps = steps;
  }

  public static Budget usual() {
    return new Budget(BYTES, STEPS);
  }

  long bytes() {
    return bytes;
  }

  /** Takes away what is about to be done; false where too little is left for it. */
  boolean spend(long more) {
    steps -= more;
    return !isSpent();
  }

  boolean isSpent() {
    return stopped || steps < 0;
  }

  /** Ends the comparison from another thread. */
  public void stop() {
    stopped = true;
  }
}
