package preflight.catalog.http;

import java.util.List;
import java.util.stream.Stream;
import preflight.check.Clue;
import preflight.check.Evidence;
import preflight.check.Measurement;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Phase;
import preflight.check.Signal;
import preflight.probe.http.Exchange.Answer.Broken;
import preflight.probe.http.Step;
import preflight.probe.http.Timing;
import preflight.probe.http.Trouble;

/** Turns a broken connection into an outcome. */
final class Broke {

  private Broke() {}

  static Failed outcome(Broken broken, List<Broken> elsewhere, String expected) {
    if (broken.trouble() == Trouble.NO_AUTHORITY) {
      return Outcome.failed(Signal.TLS_UNTRUSTED, expected, broken.detail())
          .at(Phase.TLS)
          .saying("declares a certificate authority (ca) that cannot be used");
    }
    var failed =
        Outcome.failed(signalOf(broken.trouble()), expected, broken.trouble().words())
            .at(phaseOf(broken.step()))
            .clue(Clue.PRIVATE_ADDRESS, broken.privateAddress() && mayBeRouting(broken.trouble()))
            .measured(measurements(broken.timings()));
    if (!broken.detail().isEmpty() && !broken.detail().equals(broken.trouble().words())) {
      failed = failed.with(new Evidence("connection", Excerpt.of(broken.detail())));
    }
    return failed.with(addresses(broken, elsewhere));
  }

  static List<Measurement> measurements(List<Timing> timings) {
    return timings.stream().map(it -> new Measurement(it.name(), it.took())).toList();
  }

  /** What each address did that was tried. */
  private static Evidence[] addresses(Broken broken, List<Broken> elsewhere) {
    return Stream.concat(Stream.of(broken), elsewhere.stream())
        .filter(it -> !it.address().isEmpty())
        .map(it -> new Evidence(it.address(), it.trouble().words()))
        .toArray(Evidence[]::new);
  }

  private static boolean mayBeRouting(Trouble trouble) {
    return trouble == Trouble.REFUSED
        || trouble == Trouble.CONNECT_TIMEOUT
        || trouble == Trouble.UNREACHABLE;
  }

  static Phase phaseOf(Step step) {
    return switch (step) {
      case RESOLVE -> Phase.RESOLVE;
      case TCP -> Phase.TCP;
      case TLS -> Phase.TLS;
      case REQUEST, RESPONSE -> Phase.RESPONSE;
      case BODY -> Phase.BODY;
    };
  }

  static Signal signalOf(Trouble trouble) {
    return switch (trouble) {
      case NAME_NOT_FOUND -> Signal.DNS_NOT_FOUND;
      case RESOLVER_FAILED -> Signal.DNS_FAILED;
      case REFUSED -> Signal.TCP_REFUSED;
      case CONNECT_TIMEOUT -> Signal.TCP_TIMEOUT;
      case UNREACHABLE -> Signal.TCP_UNREACHABLE;
      case RESET, CUT -> Signal.CONNECTION_RESET;
      case CLOSED -> Signal.CONNECTION_CLOSED;
      case SILENT -> Signal.PEER_SILENT;
      case TOO_SLOW -> Signal.HTTP_TOO_SLOW;
      case OTHER_PROTOCOL -> Signal.WRONG_PROTOCOL;
      case NOT_TLS -> Signal.TLS_REFUSED;
      case TLS_EXPECTED -> Signal.TLS_REQUIRED;
      case TLS_FAILED -> Signal.TLS_FAILED;
      case UNTRUSTED, NO_AUTHORITY -> Signal.TLS_UNTRUSTED;
      case WRONG_HOST -> Signal.TLS_WRONG_HOST;
      case EXPIRED -> Signal.TLS_EXPIRED;
      case NOT_YET_VALID -> Signal.TLS_NOT_YET_VALID;
      case MALFORMED -> Signal.HTTP_MALFORMED;
      case UNSENDABLE_HEADER -> Signal.SECRET_UNCLEAN;
    };
  }
}
