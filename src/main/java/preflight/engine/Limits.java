package preflight.engine;

import java.time.Duration;

/**
 * What a run may take.
 *
 * @param jobs checks at once
 * @param perTarget checks of one resource at once
 * @param deadline for the whole run
 */
public record Limits(int jobs, int perTarget, Duration deadline) {

  public Limits {
    if (jobs < 1 || perTarget < 1 || !deadline.isPositive()) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
