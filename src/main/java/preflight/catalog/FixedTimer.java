package preflight.catalog;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells a timer from load: load spreads and is skewed to the right, while a timer that runs out
 * before something falls back delays every attempt by the same time. Pure.
 *
 * @param after how long the timer runs
 * @param meaning whose timer it is likely to be
 */
public record FixedTimer(Duration after, String meaning) {

  private static final int FEWEST = 3;
  private static final Duration SLACK = Duration.ofMillis(250);
  private static final NavigableMap<Duration, String> KNOWN = known();

  /** Below this no timer is known, and a second look is not worth its time. */
  public static final Duration SHORTEST = Duration.ofSeconds(1);

  /** The timer that all samples waited for; needs at least three of them. */
  public static Optional<FixedTimer> of(List<Duration> samples) {
    if (samples.size() < FEWEST) {
      return Optional.empty();
    }
    List<Duration> sorted = samples.stream().sorted().toList();
    Duration shortest = sorted.getFirst();
    Duration longest = sorted.getLast();
    Duration median = sorted.get(sorted.size() / 2);
    Map.Entry<Duration, String> timer = KNOWN.floorEntry(shortest);
    if (timer == null) {
      return Optional.empty();
    }
    boolean sharp = longest.minus(shortest).multipliedBy(20).compareTo(median) < 0;
    return sharp && longest.compareTo(timer.getKey().plus(slack(timer.getKey()))) <= 0
        ? Optional.of(new FixedTimer(timer.getKey(), timer.getValue()))
        : Optional.empty();
  }

  /** What comes on top of the timer: a quarter of a second, or a twentieth of a long one. */
  private static Duration slack(Duration timer) {
    Duration twentieth = timer.dividedBy(20);
    return twentieth.compareTo(SLACK) > 0 ? twentieth : SLACK;
  }

  private static NavigableMap<Duration, String> known() {
    var known = new TreeMap<Duration, String>();
    for (int seconds : new int[] {1, 3, 7, 15, 31, 63}) {
      known.put(Duration.ofSeconds(seconds), "lost SYN packets that Linux sends again");
    }
    for (int seconds : new int[] {2, 8, 20, 30, 60, 120}) {
      known.put(Duration.ofSeconds(seconds), "a client's timeout before it falls back");
    }
    known.put(Duration.ofSeconds(5), "a resolver's timeout, or a client's, before it falls back");
    known.put(
        Duration.ofSeconds(10), "two timeouts of a resolver, or a client's, before it falls back");
    known.put(
        Duration.ofSeconds(15),
        "three timeouts of a resolver, or lost SYN packets, or a client's timeout");
    known.put(Duration.ofMinutes(4), "the startup probe of Cloud Run");
    known.put(Duration.ofMinutes(5), "the request timeout of Cloud Run");
    return Collections.unmodifiableNavigableMap(known);
  }
}
