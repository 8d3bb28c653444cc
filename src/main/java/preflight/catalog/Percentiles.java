package preflight.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import preflight.check.Measurement;
import preflight.resource.Budget;

/** Percentiles by nearest rank, and what a budget says about them. */
public record Percentiles(Duration p50, Duration p95, Duration p99) {

  /** Of at least one sample. */
  public static Percentiles of(List<Duration> samples) {
    List<Duration> sorted = samples.stream().sorted().toList();
    return new Percentiles(rank(sorted, 50), rank(sorted, 95), rank(sorted, 99));
  }

  private static Duration rank(List<Duration> sorted, int percent) {
    return sorted.get(Math.max(0, (sorted.size() * percent + 99) / 100 - 1));
  }

  /** Those that are over the budget, in words; where the budget is silent, {@code p95} counts. */
  public List<String> over(Budget budget, Duration defaultP95) {
    boolean silent = budget.p50().isEmpty() && budget.p95().isEmpty() && budget.p99().isEmpty();
    var over = new ArrayList<String>();
    compare("p50", p50, budget.p50(), over);
    compare("p95", p95, silent ? Optional.of(defaultP95) : budget.p95(), over);
    compare("p99", p99, budget.p99(), over);
    return over;
  }

  private static void compare(
      String name, Duration measured, Optional<Duration> allowed, List<String> over) {
    if (allowed.isPresent() && measured.compareTo(allowed.get()) > 0) {
      over.add("%s %s, allowed %s".formatted(name, words(measured), words(allowed.get())));
    }
  }

  /** {@code p95} and so on of what was measured. */
  public List<Measurement> measurements(String what) {
    return List.of(
        new Measurement(what + " p50", p50),
        new Measurement(what + " p95", p95),
        new Measurement(what + " p99", p99));
  }

  /** A duration as a report writes it: {@code 0.3 ms}, {@code 12 ms}, {@code 5.02 s}. */
  public static String words(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis >= 1000) {
      return String.format(java.util.Locale.ROOT, "%.2f s", millis / 1000);
    }
    return millis >= 10
        ? Math.round(millis) + " ms"
        : String.format(java.util.Locale.ROOT, "%.1f ms", millis);
  }
}
