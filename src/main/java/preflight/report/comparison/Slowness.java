package preflight.report.comparison;

import java.time.Duration;

/**
 * From when on a check counts as slower than before: both must hold.
 *
 * @param factor how many times as long it takes, at least
 * @param longer how much longer it takes, at least
 */
public record Slowness(double factor, Duration longer) {

  public static final Slowness DEFAULT = new Slowness(2, Duration.ofMillis(50));

  public boolean between(double beforeMillis, double afterMillis) {
    return afterMillis >= factor * beforeMillis
        && afterMillis - beforeMillis >= longer.toNanos() / 1e6;
  }
}
