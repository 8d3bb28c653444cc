package preflight.text;

import java.time.Duration;
import java.util.Locale;

/** Writes durations: limits as profiles write them, and measured times with their digits. */
public final class Durations {

  private Durations() {}

  /** A limit, for example {@code 250ms}, {@code 5s}, {@code 2m}. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 60_000 == 0 && millis > 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1000 == 0 && millis > 0 ? millis / 1000 + "s" : millis + "ms";
  }

  /** A measured time, for example {@code 0.3 ms}, {@code 48 ms}, {@code 1.25 s}. */
  public static String measured(Duration took) {
    return measured(took.toNanos() / 1e6);
  }

  /** A measured time in milliseconds. */
  public static String measured(double millis) {
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    return millis < 1000
        ? Math.round(millis) + " ms"
        : String.format(Locale.ROOT, "%.2f s", millis / 1000);
  }
}
