package preflight.check.plan;

import java.time.Duration;

/**
 * How often a question is asked again when the answer was transient.
 *
 * @param backoff the pause after the first attempt; each later one is twice as long
 */
public record Retry(int attempts, Duration backoff) {

  public static final Retry NONE = new Retry(1, Duration.ZERO);

  /** No run lasts as long; doubling it further would overflow. */
  private static final Duration LONGEST = Duration.ofDays(7);

  /** The pause after an attempt, of which the first is 1. */
  public Duration pauseAfter(int attempt) {
    Duration pause = backoff;
    for (int i = 1; i < attempt && !pause.isZero() && pause.compareTo(LONGEST) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause;
  }
}
