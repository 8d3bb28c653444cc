package preflight.probe.network;

import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import preflight.probe.PeerText;
import preflight.probe.Redaction;

/**
 * Verifies in an order that tells the reasons apart (validity, issuer, host) and remembers the
 * first objection: the JDK wraps all of them in one exception.
 */
final class CertificateVerifier extends X509ExtendedTrustManager {

  /** Why a certificate was turned down. */
  record Objection(NetworkTrouble trouble, PeerText detail) {}

  private final TlsTerms.Proof proof;
  private final Optional<X509ExtendedTrustManager> authorities;
  private final Redaction redaction;
  private List<X509Certificate> presented = List.of();
  private Optional<Objection> objection = Optional.empty();

  /** Verifies nothing where it is given no authorities. */
  CertificateVerifier(
      TlsTerms.Proof proof, Optional<X509ExtendedTrustManager> authorities, Redaction redaction) {
    this.proof = proof;
    this.authorities = authorities;
    this.redaction = redaction;
  }

  List<X509Certificate> presented() {
    return presented;
  }

  Optional<Objection> objection() {
    return objection;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    presented = List.copyOf(Arrays.asList(chain));
    if (authorities.isEmpty()) {
      return;
    }
    X509Certificate leaf = chain[0];
    try {
      leaf.checkValidity();
      authorities.get().checkServerTrusted(chain, type);
    } catch (CertificateException e) {
      objection = Optional.of(objection(chain, e));
      throw e;
    }
    if (proof.host()) {
      verifyHost(authorities.get(), chain, type, socket);
    }
  }

  private void verifyHost(
      X509ExtendedTrustManager authority, X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    try {
      authority.checkServerTrusted(chain, type, socket);
      if (proof == TlsTerms.Proof.CHAIN_AND_HOST_OF_HTTPS && !CertificateNames.host(chain[0])) {
        throw new CertificateException("No subject alternative name is a host");
      }
    } catch (CertificateException e) {
      // The chain alone has just been accepted, so it is the host that is not.
      objection =
          Optional.of(
              new Objection(
                  NetworkTrouble.TLS_WRONG_HOST,
                  redaction.heard("the certificate is for " + CertificateNames.of(chain[0]))));
      throw e;
    }
  }

  private Objection objection(X509Certificate[] chain, CertificateException e) {
    X509Certificate leaf = chain[0];
    if (because(e, CertificateExpiredException.class)) {
      return new Objection(
          NetworkTrouble.TLS_EXPIRED,
          PeerText.ours(
              "a certificate of the chain has expired; the server's own is valid until "
                  + leaf.getNotAfter().toInstant()));
    }
    if (because(e, CertificateNotYetValidException.class)) {
      return new Objection(
          NetworkTrouble.TLS_NOT_YET_VALID,
          PeerText.ours("the certificate is valid from " + leaf.getNotBefore().toInstant()));
    }
    return new Objection(
        NetworkTrouble.TLS_UNTRUSTED,
        redaction.heard(tooWeak(e).orElseGet(() -> endsAt(chain[chain.length - 1]))));
  }

  /** Algorithms that this JDK no longer believes, such as signatures over SHA-1. */
  private static Optional<String> tooWeak(CertificateException e) {
    return causes(e)
        .filter(it ->
            it instanceof CertPathValidatorException invalid
                && invalid.getReason() == BasicReason.ALGORITHM_CONSTRAINED)
        .findFirst()
        .map(it ->
            "a certificate of the chain uses an algorithm that nobody should trust: "
                + it.getMessage());
  }

  private static String endsAt(X509Certificate last) {
    String issuer = last.getIssuerX500Principal().getName();
    return last.getIssuerX500Principal().equals(last.getSubjectX500Principal())
        ? "the chain ends at %s, which nobody trusts here".formatted(issuer)
        : "the chain ends before its issuer %s, which nobody trusts here; where that is an intermediate"
                .formatted(issuer)
            + " authority, the server leaves its certificate out";
  }

  private static boolean because(Throwable e, Class<? extends CertificateException> type) {
    return causes(e).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, it -> it != null, Throwable::getCause);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities
        .map(X509ExtendedTrustManager::getAcceptedIssuers)
        .orElse(new X509Certificate[0]);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {
    throw new UnsupportedOperationException("Only sockets are verified here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    throw new UnsupportedOperationException("Only sockets are verified here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {
    throw new UnsupportedOperationException("No client is verified here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
    throw new UnsupportedOperationException("No client is verified here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    throw new UnsupportedOperationException("No client is verified here");
  }
}
