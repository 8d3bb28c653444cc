package preflight.check;

import java.time.Duration;

/** How often a question is asked again when the answer was transient. */
public record Retry(int attempts, Duration backoff) {

  public static final Retry NONE = new Retry(1, Duration.ZERO);
}
