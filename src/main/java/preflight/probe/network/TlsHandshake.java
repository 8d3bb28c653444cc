package preflight.probe.network;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import preflight.probe.Interruption;
import preflight.probe.Redaction;
import preflight.probe.network.certificate.ClientKeys;

/** Shakes hands over an open connection and says what exactly failed. */
final class TlsHandshake {

  private final TlsTerms terms;
  private final CertificateVerifier verifier;
  private final Redaction redaction;
  private final ClientKeys own;

  /**
   * Reads the authorities that the terms need, and what the client shows itself.
   *
   * @throws IOException where they are of no use; its message says why
   */
  TlsHandshake(TlsTerms terms, Trusts trusts, Redaction redaction) throws IOException {
    this.terms = terms;
    this.redaction = redaction;
    this.own = terms.identity().isPresent() ? terms.identity().get().keys() : new ClientKeys();
    this.verifier =
        new CertificateVerifier(
            terms.proof(),
            terms.proof() == TlsTerms.Proof.NOTHING
                ? Optional.empty()
                : Optional.of(trusts.with(terms.ca())),
            redaction);
  }

  /** Leaves the connection open when it succeeds, and closed otherwise. */
  TlsAnswer over(BoundedSocket plain, Duration limit) throws InterruptedException {
    plain.within(limit);
    plain.forget();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {own}, new TrustManager[] {verifier}, null);
      var socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(plain, terms.serverName(), plain.getPort(), true);
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(terms.protocols().toArray(String[]::new));
      if (terms.proof().host()) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
      }
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return new TlsAnswer.Agreed(
          BoundedSocket.layered(socket, plain, own.asked()), tls(socket.getSession()));
    } catch (IOException e) {
      Interruption.rethrow(plain);
      return failed(e, plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no TLS", e);
    }
  }

  private static Dial.Tls tls(SSLSession session) throws SSLPeerUnverifiedException {
    List<X509Certificate> chain =
        Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
    return new Dial.Tls(session.getProtocol(), chain);
  }

  private TlsAnswer failed(IOException e, BoundedSocket plain) {
    Optional<Greeting> greeting =
        Greeting.of(plain.heard()).filter(spoken -> spoken != Greeting.TLS);
    NetworkTrouble trouble;
    String detail;
    if (verifier.objection().isPresent()) {
      var objection = verifier.objection().get();
      return new TlsAnswer.Failed(
          objection.trouble(), objection.detail(), Optional.empty(), verifier.presented());
    } else if (greeting.isPresent()) {
      trouble = NetworkTrouble.TLS_ABSENT;
      detail = "the peer answered the TLS greeting with " + greeting.get().word();
    } else if (own.asked() && hungUp(e)) {
      trouble = NetworkTrouble.CLIENT_REFUSED;
      detail = "the peer asks for a certificate of its client, and hangs up on what it gets";
    } else {
      trouble = NetworkTrouble.of(e);
      detail =
          switch (trouble) {
            case SILENT -> "no answer to the TLS greeting";
            case CLOSED -> "the peer closed the connection during the TLS handshake";
            case RESET -> "the peer cut the connection during the TLS handshake";
            default -> String.valueOf(e.getMessage());
          };
    }
    return new TlsAnswer.Failed(trouble, redaction.heard(detail), greeting, verifier.presented());
  }

  /** The alert that says why is lost where the connection is reset. */
  private static boolean hungUp(IOException e) {
    NetworkTrouble trouble = NetworkTrouble.of(e);
    return trouble == NetworkTrouble.RESET || trouble == NetworkTrouble.CLOSED;
  }
}
