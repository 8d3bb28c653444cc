package preflight.catalog.http;

import java.util.List;
import java.util.stream.Stream;
import preflight.catalog.NetworkSignals;
import preflight.check.Evidence;
import preflight.check.Measurement;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Phase;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.http.Exchange.Answer.Broken;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Timing;
import preflight.text.Durations;

/** Turns a broken connection into an outcome. */
public final class BrokenExchange {

  private BrokenExchange() {}

  static Failed outcome(Broken broken, List<Broken> elsewhere, String expected) {
    if (broken.trouble() == NetworkTrouble.NO_AUTHORITY) {
      return Outcome.failed(Signal.TLS_UNTRUSTED, expected, broken.detail())
          .at(Phase.TLS)
          .saying("declares a certificate authority (ca) that cannot be used");
    }
    if (broken.trouble() == NetworkTrouble.CLIENT_UNUSABLE) {
      return Outcome.failed(Signal.TLS_CLIENT_UNUSABLE, expected, broken.detail()).at(Phase.TLS);
    }
    var failed =
        Outcome.failed(NetworkSignals.of(broken.trouble()), expected, observed(broken))
            .at(NetworkSignals.phase(broken.rung()))
            .clue(Clue.PRIVATE_ADDRESS, broken.privateAddress() && mayBeRouting(broken.trouble()))
            .measured(measurements(broken.timings()));
    if (!broken.detail().isEmpty() && !broken.detail().equals(broken.trouble().words())) {
      failed = failed.with(new Evidence("connection", Excerpt.of(broken.detail())));
    }
    return failed.with(addresses(broken, elsewhere));
  }

  /** With the address at which nothing listens, or with how long was waited. */
  private static String observed(Broken broken) {
    String words = broken.trouble().words();
    return switch (broken.trouble()) {
      case REFUSED ->
          broken.address().isEmpty()
              ? words
              : "nothing listens on %s: %s".formatted(broken.address(), words);
      case SILENT, TOO_SLOW ->
          broken.timings().isEmpty()
              ? words
              : "%s, after %s"
                  .formatted(words, Durations.measured(broken.timings().getLast().took()));
      default -> words;
    };
  }

  public static List<Measurement> measurements(List<Timing> timings) {
    return NetworkSignals.measurements(timings);
  }

  /** What each address did that was tried. */
  private static Evidence[] addresses(Broken broken, List<Broken> elsewhere) {
    return Stream.concat(Stream.of(broken), elsewhere.stream())
        .filter(it -> !it.address().isEmpty())
        .map(it -> new Evidence(it.address(), it.trouble().words()))
        .toArray(Evidence[]::new);
  }

  private static boolean mayBeRouting(NetworkTrouble trouble) {
    return trouble == NetworkTrouble.REFUSED
        || trouble == NetworkTrouble.TIMED_OUT
        || trouble == NetworkTrouble.UNREACHABLE;
  }
}
