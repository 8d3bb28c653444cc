package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.catalog.DialPatience;
import preflight.catalog.Patience;
import preflight.catalog.network.TlsValid;
import preflight.check.Outcome;
import preflight.check.signal.Signal;
import preflight.probe.Said;
import preflight.probe.SecretBytes;
import preflight.probe.SecretValue;
import preflight.probe.google.IdTokens;
import preflight.probe.http.OkHttp;
import preflight.probe.http.OkHttpClients;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.resource.Endpoint;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Setting;
import preflight.resource.Target;
import preflight.resource.network.TlsProof;

/** A service that wants a certificate of its clients. */
class MutualTlsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ResourceName KEY = new ResourceName(Kind.SECRETS, "CLIENT_KEY");
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  @TempDir private Path folder;
  private String ca = "";

  @BeforeEach
  void write() throws Exception {
    ca = file("ca.pem", AUTHORITY.certificatePem());
  }

  @Test
  void gets_the_declared_one() throws Exception {
    try (MockWebServer server = demanding()) {
      HeldCertificate client = signed("client");
      assertThat(ask(server, Optional.of(client), client.privateKeyPkcs8Pem(), TlsProof.FULL))
          .isInstanceOf(Outcome.Passed.class);
    }
  }

  @Test
  void refuses_who_shows_none_and_what_a_stranger_has_issued() throws Exception {
    try (MockWebServer server = demanding()) {
      assertThat(settled(server, Optional.empty(), "")).isEqualTo(Signal.TLS_CLIENT_REFUSED);
      HeldCertificate stranger = new HeldCertificate.Builder().build();
      assertThat(settled(server, Optional.of(stranger), stranger.privateKeyPkcs8Pem()))
          .isEqualTo(Signal.TLS_CLIENT_REFUSED);
    }
  }

  @Test
  void is_not_asked_with_a_key_of_another_certificate_or_one_that_cannot_be_read()
      throws Exception {
    try (MockWebServer server = demanding()) {
      HeldCertificate client = signed("client");
      String other = signed("other").privateKeyPkcs8Pem();
      assertThat(signal(ask(server, Optional.of(client), other, TlsProof.FULL)))
          .isEqualTo(Signal.TLS_CLIENT_UNUSABLE);
      assertThat(ask(server, Optional.of(client), "", TlsProof.FULL))
          .isInstanceOf(Outcome.Unknown.class);
    }
  }

  @Test
  void its_own_certificate_is_valid_all_the_same() throws Exception {
    try (MockWebServer server = demanding()) {
      var target = target(server, Optional.empty(), TlsProof.FULL);
      assertThat(
              new TlsValid(new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE))
                  .run(
                      new Target<>(
                          Objects.requireNonNull(target.environment().services().get("backend")),
                          target.environment()),
                      new DialPatience(PATIENCE)))
          .isInstanceOf(Outcome.Passed.class);
    }
  }

  @Test
  void what_it_must_prove_is_declared() throws Exception {
    ca = file("ca.pem", new HeldCertificate.Builder().build().certificatePem());
    HeldCertificate client = signed("client");
    try (MockWebServer server = demanding()) {
      String key = client.privateKeyPkcs8Pem();
      assertThat(signal(ask(server, Optional.of(client), key, TlsProof.AUTHORITY)))
          .isEqualTo(Signal.TLS_UNTRUSTED);
      assertThat(ask(server, Optional.of(client), key, TlsProof.NONE))
          .isInstanceOf(Outcome.Passed.class);
    }
  }

  private static HeldCertificate signed(String name) {
    return new HeldCertificate.Builder()
        .commonName(name)
        .addSubjectAlternativeName("127.0.0.1")
        .signedBy(AUTHORITY)
        .build();
  }

  private static MockWebServer demanding() throws Exception {
    var server = new MockWebServer();
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(signed("server"))
            .addTrustedCertificate(AUTHORITY.certificate())
            .build()
            .sslSocketFactory());
    server.requireClientAuth();
    server.setDispatcher(
        new mockwebserver3.Dispatcher() {
          @Override
          public mockwebserver3.MockResponse dispatch(mockwebserver3.RecordedRequest request) {
            return Loopback.always(200, "");
          }
        });
    server.start(java.net.InetAddress.getLoopbackAddress(), 0);
    return server;
  }

  private Outcome ask(
      MockWebServer server, Optional<HeldCertificate> shown, String key, TlsProof verify)
      throws Exception {
    SecretBytes secrets =
        _ ->
            key.isEmpty()
                ? Optional.empty()
                : Optional.of(new SecretValue(key.getBytes(StandardCharsets.US_ASCII)));
    try (var clients = new OkHttpClients(Loopback.NOTHING_LIVE, IdTokens.NONE, secrets)) {
      return new HttpHealth(new OkHttp(clients, new JdkResolver()), secrets)
          .run(target(server, shown, verify), new Patience(PATIENCE));
    }
  }

  private Target<Endpoint> target(
      MockWebServer server, Optional<HeldCertificate> shown, TlsProof verify) throws Exception {
    Target<Endpoint> usual = Declared.at(Loopback.url(server)).ca(ca).asEndpoint();
    Service it = Objects.requireNonNull(usual.environment().services().get("backend"));
    Optional<String> file =
        shown.isPresent()
            ? Optional.of(file("client.pem", shown.get().certificatePem()))
            : Optional.empty();
    var service =
        new ServiceDraft(it)
            .endpoints(Map.of("it", usual.resource()))
            .clientCertificate(file.map(Setting.Literal::new))
            .clientKey(file.map(_ -> new Setting.FromSecret<>(KEY)))
            .verify(verify)
            .done();
    return new Target<>(usual.resource(), usual.environment().with(service));
  }

  private String file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /**
   * What a run says after it has repeated what heals by itself: in TLS 1.3 the request is on its
   * way before the server refuses the certificate, and a reset may overtake the server's alert.
   */
  private Signal settled(MockWebServer server, Optional<HeldCertificate> shown, String key)
      throws Exception {
    Signal signal = Signal.CONNECTION_RESET;
    for (int i = 0; i < 10 && signal == Signal.CONNECTION_RESET; i++) {
      signal = signal(ask(server, shown, key, TlsProof.FULL));
    }
    return signal;
  }

  private static Signal signal(Outcome outcome) {
    return outcome instanceof Outcome.Failed it ? it.signal() : fail(outcome);
  }

  private static Signal fail(Outcome outcome) {
    throw new AssertionError(outcome);
  }
}
