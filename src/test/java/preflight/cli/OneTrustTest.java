package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import preflight.probe.network.TlsPeer;

/**
 * A whole gate whose JDK trusts one authority, and whose profile names another: whatever a resource
 * speaks over TLS, both count.
 */
@Timeout(120)
class OneTrustTest {

  private final HeldCertificate ofTheJdk = authority();
  private final HeldCertificate ofTheProfile = authority();
  private final HeldCertificate ofNobody = authority();

  @TempDir private Path folder;

  @BeforeEach
  void declare() throws Exception {
    Files.writeString(folder.resolve("ca.pem"), ofTheProfile.certificatePem());
  }

  @Test
  void a_ca_is_added_to_the_authorities_of_the_jdk() throws Exception {
    for (HeldCertificate authority : List.of(ofTheJdk, ofTheProfile)) {
      var ended = gate(authority, trusting(ofTheJdk));
      assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
      assertThat(ended.out()).contains("\"value\" : \"GO\"");
    }
  }

  @Test
  void who_has_another_issuer_is_untrusted_by_every_check() throws Exception {
    var ended = gate(ofNobody, trusting(ofTheJdk));
    assertThat(ended.out().split("TLS_UNTRUSTED", -1)).as(ended.out()).hasSizeGreaterThan(3);
    assertThat(ended.exitCode()).isEqualTo(11);
  }

  /** The JDK would say that "the trustAnchors parameter must be non-empty". */
  @Test
  void a_jdk_without_authorities_is_told_from_a_server_without_a_good_certificate()
      throws Exception {
    assertThat(gate(ofTheProfile, trusting()).exitCode()).isZero();
    Files.delete(folder.resolve("ca.pem"));
    var ended = gate(ofTheProfile, trusting());
    assertThat(ended.out())
        .contains("this JDK has no certificate authorities: its trust store is empty");
  }

  private static HeldCertificate authority() {
    return new HeldCertificate.Builder().certificateAuthority(0).build();
  }

  private Path trusting(HeldCertificate... authorities) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (HeldCertificate authority : authorities) {
      store.setCertificateEntry("a", authority.certificate());
    }
    Path file = folder.resolve("trust.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    return file;
  }

  /** A service and a Redis, both with a certificate of one authority. */
  private GateProcess.Ended gate(HeldCertificate authority, Path trustStore) throws Exception {
    var certificate =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("127.0.0.1")
            .signedBy(authority)
            .build();
    try (var server = new MockWebServer();
        var redis = TlsPeer.pong(certificate)) {
      server.useHttps(
          new HandshakeCertificates.Builder()
              .heldCertificate(certificate)
              .build()
              .sslSocketFactory());
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              return new MockResponse.Builder().code(200).build();
            }
          });
      server.start(InetAddress.getLoopbackAddress(), 0);
      String ca = Files.exists(folder.resolve("ca.pem")) ? "ca: ca.pem, " : "";
      Path profile =
          Files.writeString(
              folder.resolve("p.yaml"),
              """
              version: 1
              environment: p
              packs: { only: [pack.yaml] }
              services: { web: { %1$surl: "https://127.0.0.1:%2$d" } }
              redis: { cache: { %1$shost: 127.0.0.1, port: %3$d, tls: true } }
              """
                  .formatted(ca, server.getPort(), redis.port()));
      Files.writeString(
          folder.resolve("pack.yaml"),
          """
          version: 1
          rules:
            - { check: tls-valid, on: services }
            - { check: http-origin, on: services }
            - { check: redis-reachable, on: redis }
          """);
      return GateProcess.end(
          new GateProcess()
              .builder(
                  Map.of(),
                  List.of(
                      "-Djavax.net.ssl.trustStore=" + trustStore,
                      "-Djavax.net.ssl.trustStorePassword=changeit"),
                  List.of("run", profile.toString(), "-o", "json"))
              .start());
    }
  }
}
