package preflight.report;

import java.time.Duration;
import java.util.Locale;

/** Writes how long something took. */
final class Times {

  private Times() {}

  /** For example {@code 0.3 ms}, {@code 48 ms}, {@code 1.25 s}. */
  static String text(Duration took) {
    return millis(took.toNanos() / 1e6);
  }

  static String millis(double millis) {
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    return millis < 1000
        ? Math.round(millis) + " ms"
        : String.format(Locale.ROOT, "%.2f s", millis / 1000);
  }
}
