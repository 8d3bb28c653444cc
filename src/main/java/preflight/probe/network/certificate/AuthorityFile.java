package preflight.probe.network.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/** The certificates in a PEM text. */
public final class AuthorityFile {

  private AuthorityFile() {}

  /**
   * Reads at least one certificate.
   *
   * @throws IOException where there is none; its message says where, and why
   */
  public static Collection<? extends Certificate> certificates(Pem pem) throws IOException {
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.bytes()));
      if (found.isEmpty()) {
        throw new IOException(pem.where() + " holds no certificate");
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException(pem.where() + " holds no certificate", e);
    }
  }
}
