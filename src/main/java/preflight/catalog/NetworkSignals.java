package preflight.catalog;

import java.util.List;
import preflight.check.Measurement;
import preflight.check.Phase;
import preflight.check.Signal;
import preflight.probe.NetworkTrouble;
import preflight.probe.Rung;
import preflight.probe.Timing;

/** Puts what a connection showed into the vocabulary of checks. */
public final class NetworkSignals {

  private NetworkSignals() {}

  public static Signal of(NetworkTrouble trouble) {
    return switch (trouble) {
      case NOT_FOUND, NO_NAME, ALMOST_ADDRESS -> Signal.DNS_NOT_FOUND;
      case RESOLVER_FAILED -> Signal.DNS_FAILED;
      case REFUSED -> Signal.TCP_REFUSED;
      case TIMED_OUT -> Signal.TCP_TIMEOUT;
      case UNREACHABLE -> Signal.TCP_UNREACHABLE;
      case RESET -> Signal.CONNECTION_RESET;
      case CLOSED -> Signal.CONNECTION_CLOSED;
      case SILENT -> Signal.PEER_SILENT;
      case TLS_ABSENT -> Signal.TLS_REFUSED;
      case TLS_FAILED -> Signal.TLS_FAILED;
      case TLS_UNTRUSTED, NO_AUTHORITY -> Signal.TLS_UNTRUSTED;
      case TLS_WRONG_HOST -> Signal.TLS_WRONG_HOST;
      case TLS_EXPIRED -> Signal.TLS_EXPIRED;
      case TLS_NOT_YET_VALID -> Signal.TLS_NOT_YET_VALID;
    };
  }

  public static Phase phase(Rung rung) {
    return switch (rung) {
      case RESOLVE -> Phase.RESOLVE;
      case TCP -> Phase.TCP;
      case TLS -> Phase.TLS;
      case AUTH -> Phase.AUTH;
      case PING -> Phase.PING;
      case QUERY -> Phase.QUERY;
    };
  }

  public static List<Measurement> measurements(List<Timing> timings) {
    return timings.stream()
        .map(it ->
            new Measurement(phase(it.rung()).name().toLowerCase(java.util.Locale.ROOT), it.took()))
        .toList();
  }
}
