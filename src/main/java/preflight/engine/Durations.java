package preflight.engine;

import java.time.Duration;

/** Writes durations as profiles do. */
public final class Durations {

  private Durations() {}

  /** For example {@code 250ms}, {@code 5s}, {@code 2m}. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 60_000 == 0 && millis > 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1000 == 0 && millis > 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
