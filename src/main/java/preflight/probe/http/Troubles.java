package preflight.probe.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Maps what a client throws to {@link Trouble}: by type, by step and by what the wire carried. */
final class Troubles {

  private Troubles() {}

  static Trouble of(IOException thrown, Step step, Wiretap tap) {
    return switch (step) {
      case RESOLVE -> Trouble.NAME_NOT_FOUND;
      case TCP -> whileConnecting(thrown);
      case TLS -> whileShakingHands(thrown, tap);
      case REQUEST, RESPONSE, BODY -> whileAnswering(thrown, step, tap);
    };
  }

  private static Trouble whileConnecting(IOException thrown) {
    return switch (thrown) {
      case UnknownHostException _ -> Trouble.NAME_NOT_FOUND;
      case InterruptedIOException _ -> Trouble.CONNECT_TIMEOUT;
      case ConnectException _ -> Trouble.REFUSED;
      // EHOSTUNREACH has a type of its own, ENETUNREACH is a plain SocketException.
      default -> Trouble.UNREACHABLE;
    };
  }

  private static Trouble whileShakingHands(IOException thrown, Wiretap tap) {
    if (thrown instanceof SSLPeerUnverifiedException) {
      return Trouble.WRONG_HOST;
    }
    if (caused(thrown, CertificateExpiredException.class)) {
      return Trouble.EXPIRED;
    }
    if (caused(thrown, CertificateNotYetValidException.class)) {
      return Trouble.NOT_YET_VALID;
    }
    if (caused(thrown, GeneralSecurityException.class)) {
      return Trouble.UNTRUSTED;
    }
    if (thrown instanceof InterruptedIOException) {
      return Trouble.SILENT;
    }
    if (tap.received() > 0 && !tap.beganWithTls()) {
      return Trouble.NOT_TLS;
    }
    if (tap.received() == 0 && (tap.ended() || caused(thrown, EOFException.class))) {
      return Trouble.NOT_TLS;
    }
    if (thrown instanceof SSLException && !caused(thrown, SocketException.class)) {
      return Trouble.TLS_FAILED;
    }
    return Trouble.RESET;
  }

  private static Trouble whileAnswering(IOException thrown, Step step, Wiretap tap) {
    if (thrown instanceof InterruptedIOException) {
      return step == Step.BODY || tap.answered() ? Trouble.TOO_SLOW : Trouble.SILENT;
    }
    if (step != Step.BODY && tap.plain() && tap.received() > 1) {
      if (tap.beganWithTls()) {
        return Trouble.TLS_EXPECTED;
      }
      if (!tap.beganWithHttp()) {
        return Trouble.OTHER_PROTOCOL;
      }
    }
    if (tap.ended()) {
      return step == Step.BODY || tap.answered() ? Trouble.CUT : Trouble.CLOSED;
    }
    return switch (thrown) {
      case ProtocolException _ -> Trouble.MALFORMED;
      case EOFException _ -> Trouble.CUT;
      case SocketException _ -> Trouble.RESET;
      case SSLException _ -> Trouble.CUT;
      default -> caused(thrown, EOFException.class) ? Trouble.CLOSED : Trouble.MALFORMED;
    };
  }

  private static boolean caused(Throwable thrown, Class<? extends Throwable> type) {
    return Stream.iterate(thrown, it -> it != null, Throwable::getCause).anyMatch(type::isInstance);
  }
}
