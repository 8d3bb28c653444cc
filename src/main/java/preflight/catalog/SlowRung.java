package preflight.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Phase;
import preflight.check.signal.Signal;
import preflight.probe.network.Ladder;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;

/** Looks through several climbs for a rung on which each of them waited for the same timer. */
public final class SlowRung {

  private SlowRung() {}

  /**
   * One climb.
   *
   * @param exchange how long the first exchange at the top took
   */
  public record Sample(Ladder ladder, Duration exchange) {}

  /** How long one climb took, from the look-up to the first answer. */
  public static Duration total(Ladder ladder, Duration exchange) {
    return way(ladder).plus(exchange);
  }

  /** All rungs up to the exchanges at the top, which are several and measured one by one. */
  public static Duration way(Ladder ladder) {
    return ladder.timings().stream()
        .filter(it -> it.rung() != Rung.QUERY)
        .map(Timing::took)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * A failure where there is such a timer.
   *
   * @param top the phase of the exchange at the top
   */
  public static Optional<Outcome> timer(List<Sample> samples, String expected, Phase top) {
    for (Rung rung : EnumSet.complementOf(EnumSet.of(Rung.QUERY))) {
      var took = samples.stream().flatMap(it -> on(rung, it).stream()).toList();
      Optional<Outcome> found = waited(took, expected, NetworkSignals.phase(rung));
      if (found.isPresent()) {
        return found;
      }
    }
    return waited(samples.stream().map(Sample::exchange).toList(), expected, top);
  }

  private static Optional<Outcome> waited(List<Duration> took, String expected, Phase phase) {
    return FixedTimer.of(took).map(timer -> failed(timer, took, expected, phase));
  }

  private static Outcome failed(
      FixedTimer timer, List<Duration> took, String expected, Phase phase) {
    String name = phase.name().toLowerCase(Locale.ROOT);
    var each = new ArrayList<String>();
    took.forEach(it -> each.add(Percentiles.words(it)));
    return Outcome.failed(
            Signal.LATENCY_TIMER,
            expected,
            "%s takes %s every time: a timer of %d s, not load"
                .formatted(name, String.join(", ", each), timer.after().toSeconds()))
        .at(phase)
        .with(new Evidence(name, "the timer is likely " + timer.meaning()))
        .fact("timer", timer.after().toSeconds() + "s");
  }

  private static Optional<Duration> on(Rung rung, Sample sample) {
    return sample.ladder().timings().stream()
        .filter(it -> it.rung() == rung)
        .map(Timing::took)
        .findFirst();
  }
}
