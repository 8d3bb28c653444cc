package preflight.probe.network;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** For whom a certificate was issued. */
public final class CertificateNames {

  private static final Integer DNS_NAME = 2;
  private static final Integer ADDRESS = 7;

  private CertificateNames() {}

  /** Whether one of its alternative names is that of a host (RFC 5280, section 4.2.1.6). */
  static boolean host(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names != null
        && names.stream().anyMatch(it -> it.get(0).equals(DNS_NAME) || it.get(0).equals(ADDRESS));
  }

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
