package preflight.probe;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** For whom a certificate was issued. */
public final class CertificateNames {

  private CertificateNames() {}

  /** Its alternative names, or its subject where it has none; separated by commas. */
  public static String of(X509Certificate certificate) {
    Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      names = List.of();
    }
    return names == null || names.isEmpty()
        ? certificate.getSubjectX500Principal().getName()
        : names.stream().map(it -> String.valueOf(it.get(1))).collect(Collectors.joining(", "));
  }
}
