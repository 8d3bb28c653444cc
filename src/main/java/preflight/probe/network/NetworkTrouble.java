package preflight.probe.network;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What goes wrong on the way to an answer, whatever the protocol, apart from how far one came. */
public enum NetworkTrouble {
  /** A resolver knows no such name. */
  NOT_FOUND("the name does not resolve"),
  /** Text that can be no name, so that no resolver was asked. */
  NO_NAME("the name does not resolve"),
  /** No name either, and an address but for what is around it or for one character. */
  ALMOST_ADDRESS("the name does not resolve"),
  RESOLVER_FAILED("the resolver gave no answer"),
  /** The host answered with a reset: nothing listens. */
  REFUSED("connection refused"),
  TIMED_OUT("no answer to the connection attempt"),
  /** The system knows no way to the host, or forbids it. */
  UNREACHABLE("no route to the host"),
  /** A Unix socket: nothing has its path. */
  NO_SOCKET("there is no such socket"),
  /** A Unix socket: nothing has its path, and others of its kind are beside it. */
  OTHER_SOCKETS("there is no such socket, and those of others are there"),
  /** A Unix socket whose path no system can open. */
  SOCKET_TOO_LONG("the path is longer than that of a socket may be"),
  /** A Unix socket is there, and whoever made it has gone. */
  SOCKET_LEFT("nobody listens on the socket"),
  /** A Unix socket is there, for other users than this one. */
  SOCKET_FORBIDDEN("this user may not open the socket"),
  RESET("the peer reset the connection"),
  CUT("the peer ended the connection in the middle of its answer"),
  CLOSED("the peer accepted the connection and closed it without an answer"),
  /** The peer keeps the connection and says nothing, or not enough in time. */
  SILENT("the peer accepted the connection and said nothing"),
  TOO_SLOW("the answer had begun and did not end in time"),
  OTHER_PROTOCOL("what answered does not speak HTTP"),
  /** The peer answered a TLS greeting with something else than TLS, or declined TLS. */
  TLS_ABSENT("the peer does not answer in TLS"),
  TLS_EXPECTED("the peer answered in TLS to plain text"),
  /** The handshake failed for another reason than the certificate. */
  TLS_FAILED("the TLS handshake failed"),
  /** Nobody who is trusted here vouches for the certificate. */
  TLS_UNTRUSTED("the certificate's issuer is not trusted"),
  /** The file with the authorities to trust cannot be used, so nothing was sent. */
  NO_AUTHORITY("the declared certificate authority cannot be used"),
  /** The certificate or the key of the client cannot be used, so nothing was sent. */
  CLIENT_UNUSABLE("the declared client certificate cannot be used"),
  /** The peer says that it takes no such certificate of a client, or insists on one. */
  CLIENT_REFUSED("the peer refuses the client's certificate, or wants one"),
  TLS_WRONG_HOST("the certificate is for another host"),
  TLS_EXPIRED("the certificate has expired"),
  TLS_NOT_YET_VALID("the certificate is not valid yet"),
  MALFORMED("the answer is not valid HTTP"),
  UNSENDABLE_HEADER("a header holds characters that cannot be sent");

  private static final Pattern ABOUT_CLIENT =
      Pattern.compile(
          "fatal alert: (certificate_required|bad_certificate|unsupported_certificate"
              + "|certificate_revoked|certificate_expired|certificate_unknown|unknown_ca)");

  private final String words;

  NetworkTrouble(String words) {
    this.words = words;
  }

  /** The trouble in words, without a full stop. */
  public String words() {
    return words;
  }

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
    if (because(e, SocketException.class) || !because(e, SSLException.class)) {
      return RESET;
    }
    return aboutClient(e) ? CLIENT_REFUSED : TLS_FAILED;
  }

  /** Alerts with which only a server speaks of the certificate of its client (RFC 8446, 6.2). */
  private static boolean aboutClient(IOException e) {
    return ABOUT_CLIENT.matcher(String.valueOf(e.getMessage())).find();
  }

  /** What ended an attempt to connect, by the JDK's own division of errno. */
  static NetworkTrouble whileConnecting(IOException e) {
    return switch (e) {
      case InterruptedIOException _ -> TIMED_OUT;
      case ConnectException _ -> REFUSED;
      // NoRouteToHostException is EHOSTUNREACH; ENETUNREACH and EPERM come as SocketException.
      default -> UNREACHABLE;
    };
  }

  /**
   * What ended an exchange over HTTP, by what a client threw and what the connection carried.
   *
   * @param rung {@code BODY} once the answer had begun
   */
  public static NetworkTrouble whileAnswering(IOException e, Rung rung, BoundedSocket connection) {
    boolean begun = rung == Rung.BODY || connection.received() > 0;
    if (aboutClient(e)) {
      return CLIENT_REFUSED;
    }
    if (e instanceof InterruptedIOException) {
      return begun ? TOO_SLOW : SILENT;
    }
    if (rung != Rung.BODY && connection.received() > 1 && !connection.beganWithHttp()) {
      return connection.beganWithTls() ? TLS_EXPECTED : OTHER_PROTOCOL;
    }
    if (connection.ended()) {
      return begun ? CUT : CLOSED;
    }
    return switch (e) {
      case ProtocolException _ -> MALFORMED;
      case EOFException _ -> CUT;
      case SocketException _ -> RESET;
      case SSLException _ -> CUT;
      default -> because(e, EOFException.class) ? CLOSED : MALFORMED;
    };
  }

  private static boolean because(IOException e, Class<? extends IOException> type) {
    return Stream.<Throwable>iterate(e, it -> it != null, Throwable::getCause)
        .anyMatch(type::isInstance);
  }
}
