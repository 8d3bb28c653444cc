package preflight.probe;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Shakes hands over an open connection and says what exactly failed. */
public final class TlsHandshake {

  private TlsHandshake() {}

  /** Leaves the connection open when it succeeds, and closed otherwise. */
  public static TlsAnswer over(
      BoundedSocket plain, TlsTerms terms, Duration limit, Redaction redaction)
      throws InterruptedException {
    CertificateVerifier verifier;
    try {
      verifier = new CertificateVerifier(terms, redaction);
    } catch (CertificateVerifier.UnusableAuthority e) {
      Interruption.close(plain);
      return new TlsAnswer.Failed(
          NetworkTrouble.NO_AUTHORITY,
          PeerText.ours(String.valueOf(e.getMessage())),
          Optional.empty(),
          List.of());
    }
    plain.within(limit);
    plain.forget();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {verifier}, null);
      var socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(plain, terms.serverName(), plain.getPort(), true);
      if (terms.proof() == TlsTerms.Proof.CHAIN_AND_HOST) {
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
      }
      socket.startHandshake();
      return new TlsAnswer.Agreed(BoundedSocket.layered(socket, plain), tls(socket.getSession()));
    } catch (IOException e) {
      Interruption.rethrow(plain);
      return failed(e, plain, verifier, redaction);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no TLS", e);
    }
  }

  private static Dial.Tls tls(SSLSession session) throws SSLPeerUnverifiedException {
    List<X509Certificate> chain =
        Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
    return new Dial.Tls(session.getProtocol(), chain);
  }

  private static TlsAnswer failed(
      IOException e, BoundedSocket plain, CertificateVerifier verifier, Redaction redaction) {
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
}
