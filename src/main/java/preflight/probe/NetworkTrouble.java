package preflight.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What goes wrong below any protocol. */
public enum NetworkTrouble {
  /** A resolver knows no such name. */
  NOT_FOUND,
  /** Text that can be no name, so that no resolver was asked. */
  NO_NAME,
  /** No name either, and an address but for what is around it or for one character. */
  ALMOST_ADDRESS,
  /** The resolver gave no answer. */
  RESOLVER_FAILED,
  /** The host answered with a reset: nothing listens. */
  REFUSED,
  /** No answer to the attempt to connect. */
  TIMED_OUT,
  /** The system knows no way to the host, or forbids it. */
  UNREACHABLE,
  /** The peer cut an open connection. */
  RESET,
  /** The peer ended an open connection. */
  CLOSED,
  /** The peer keeps the connection and says nothing, or not enough in time. */
  SILENT,
  /** The peer answered a TLS greeting with something else than TLS, or declined TLS. */
  TLS_ABSENT,
  /** The handshake failed for another reason than the certificate. */
  TLS_FAILED,
  /** Nobody who is trusted here vouches for the certificate. */
  TLS_UNTRUSTED,
  /** The file with the authorities to trust cannot be used, so nothing was sent. */
  NO_AUTHORITY,
  TLS_WRONG_HOST,
  TLS_EXPIRED,
  TLS_NOT_YET_VALID;

  /**
   * What ended an exchange over an open connection. TLS reports what happens to the connection
   * below it as an error of its own, so that only one without such a cause is about TLS.
   */
  public static NetworkTrouble of(IOException e) {
    if (because(e, SocketTimeoutException.class)) {
      return SILENT;
    }
    if (because(e, EOFException.class)) {
      return CLOSED;
    }
    return !because(e, SocketException.class) && because(e, SSLException.class)
        ? TLS_FAILED
        : RESET;
  }

  private static boolean because(IOException e, Class<? extends IOException> type) {
    return Stream.<Throwable>iterate(e, it -> it != null, Throwable::getCause)
        .anyMatch(type::isInstance);
  }
}
