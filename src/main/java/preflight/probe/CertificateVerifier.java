package preflight.probe;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
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
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Verifies in an order that tells the reasons apart (validity, issuer, host) and remembers the
 * first objection: the JDK wraps all of them in one exception.
 */
final class CertificateVerifier extends X509ExtendedTrustManager {

  /** The file with the authorities to trust is of no use; the message says why. */
  static final class UnusableAuthority extends Exception {

    private static final long serialVersionUID = 1;

    UnusableAuthority(String message) {
      super(message);
    }
  }

  /** Why a certificate was turned down. */
  record Objection(NetworkTrouble trouble, PeerText detail) {}

  private final TlsTerms terms;
  private final Redaction redaction;
  private final Optional<X509ExtendedTrustManager> authorities;
  private List<X509Certificate> presented = List.of();
  private Optional<Objection> objection = Optional.empty();

  /**
   * Reads the authorities.
   *
   * @throws UnusableAuthority where their file cannot be read or holds none
   */
  CertificateVerifier(TlsTerms terms, Redaction redaction) throws UnusableAuthority {
    this.terms = terms;
    this.redaction = redaction;
    this.authorities =
        terms.proof() == TlsTerms.Proof.NOTHING
            ? Optional.empty()
            : Optional.of(authorities(terms.ca()));
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
    if (terms.proof() == TlsTerms.Proof.CHAIN_AND_HOST) {
      verifyHost(authorities.get(), chain, type, socket);
    }
  }

  private void verifyHost(
      X509ExtendedTrustManager authority, X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    try {
      authority.checkServerTrusted(chain, type, socket);
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

  private static X509ExtendedTrustManager authorities(Optional<Path> ca) throws UnusableAuthority {
    try {
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(ca.isPresent() ? pinned(ca.get()) : (@Nullable KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager extended) {
          return extended;
        }
      }
      throw new IllegalStateException("This JDK has no extended trust manager");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK cannot verify certificates", e);
    }
  }

  private static KeyStore pinned(Path ca) throws GeneralSecurityException, UnusableAuthority {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    int number = 0;
    try {
      store.load(null, null);
      for (var certificate : AuthorityFile.certificates(ca)) {
        store.setCertificateEntry("ca" + number++, certificate);
      }
    } catch (IOException e) {
      throw new UnusableAuthority(String.valueOf(e.getMessage()));
    }
    return store;
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
