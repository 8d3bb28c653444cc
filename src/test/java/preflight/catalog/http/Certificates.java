package preflight.catalog.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Certificates of a test's own authority, and the file in which a profile would name it. */
record Certificates(HeldCertificate authority, Path file) {

  static Certificates in(Path directory) throws IOException {
    var authority =
        new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("test authority")
            .validityInterval(0, Instant.now().plus(3650, ChronoUnit.DAYS).toEpochMilli())
            .build();
    return new Certificates(
        authority, Files.writeString(directory.resolve("ca.pem"), authority.certificatePem()));
  }

  HandshakeCertificates valid() {
    return of(local());
  }

  HeldCertificate validPair() {
    return local().build();
  }

  HeldCertificate expiredPair() {
    Instant now = Instant.now();
    return local()
        .validityInterval(
            now.minus(30, ChronoUnit.DAYS).toEpochMilli(),
            now.minus(1, ChronoUnit.DAYS).toEpochMilli())
        .build();
  }

  private HeldCertificate.Builder local() {
    return signed().addSubjectAlternativeName("127.0.0.1").addSubjectAlternativeName("localhost");
  }

  HandshakeCertificates forAnotherHost() {
    return of(signed().addSubjectAlternativeName("other.test"));
  }

  HandshakeCertificates between(Instant from, Instant to) {
    return of(
        signed()
            .addSubjectAlternativeName("127.0.0.1")
            .validityInterval(from.toEpochMilli(), to.toEpochMilli()));
  }

  HandshakeCertificates expired() {
    Instant now = Instant.now();
    return between(now.minus(30, ChronoUnit.DAYS), now.minus(1, ChronoUnit.DAYS));
  }

  HandshakeCertificates notYetValid() {
    Instant now = Instant.now();
    return between(now.plus(1, ChronoUnit.DAYS), now.plus(30, ChronoUnit.DAYS));
  }

  /** Signed by an authority that the trusted one signed, and that the server does not show. */
  HandshakeCertificates withoutIntermediate() {
    var intermediate =
        new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("test intermediate")
            .signedBy(authority)
            .build();
    var leaf =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("127.0.0.1")
            .signedBy(intermediate)
            .build();
    return new HandshakeCertificates.Builder().heldCertificate(leaf).build();
  }

  HandshakeCertificates endingIn(int days) {
    Instant now = Instant.now();
    return between(now.minus(1, ChronoUnit.DAYS), now.plus(days, ChronoUnit.DAYS));
  }

  private HeldCertificate.Builder signed() {
    return new HeldCertificate.Builder().signedBy(authority);
  }

  private HandshakeCertificates of(HeldCertificate.Builder builder) {
    return new HandshakeCertificates.Builder()
        .heldCertificate(builder.build(), authority.certificate())
        .build();
  }
}
