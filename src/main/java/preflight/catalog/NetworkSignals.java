package preflight.catalog;

import java.util.List;
import preflight.check.Measurement;
import preflight.check.Phase;
import preflight.check.signal.Signal;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;

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
      case NO_SOCKET, OTHER_SOCKETS, SOCKET_TOO_LONG -> Signal.SOCKET_NOT_FOUND;
      case SOCKET_LEFT, SOCKET_FORBIDDEN -> Signal.SOCKET_REFUSED;
      case RESET, CUT -> Signal.CONNECTION_RESET;
      case CLOSED -> Signal.CONNECTION_CLOSED;
      case SILENT -> Signal.PEER_SILENT;
      case TOO_SLOW -> Signal.HTTP_TOO_SLOW;
      case OTHER_PROTOCOL -> Signal.WRONG_PROTOCOL;
      case TLS_ABSENT -> Signal.TLS_REFUSED;
      case TLS_EXPECTED -> Signal.TLS_REQUIRED;
      case TLS_FAILED -> Signal.TLS_FAILED;
      case TLS_UNTRUSTED, NO_AUTHORITY -> Signal.TLS_UNTRUSTED;
      case CLIENT_UNUSABLE -> Signal.TLS_CLIENT_UNUSABLE;
      case CLIENT_REFUSED -> Signal.TLS_CLIENT_REFUSED;
      case TLS_WRONG_HOST -> Signal.TLS_WRONG_HOST;
      case TLS_EXPIRED -> Signal.TLS_EXPIRED;
      case TLS_NOT_YET_VALID -> Signal.TLS_NOT_YET_VALID;
      case MALFORMED -> Signal.HTTP_MALFORMED;
      case UNSENDABLE_HEADER -> Signal.SECRET_UNCLEAN;
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
      case REQUEST, RESPONSE -> Phase.RESPONSE;
      case BODY -> Phase.BODY;
    };
  }

  public static List<Measurement> measurements(List<Timing> timings) {
    return timings.stream().map(it -> new Measurement(it.rung().measured(), it.took())).toList();
  }
}
