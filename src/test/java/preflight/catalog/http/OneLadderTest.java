package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.catalog.http.HttpHealthTest.failure;
import static preflight.catalog.http.HttpHealthTest.noSecrets;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.catalog.DialPatience;
import preflight.catalog.Patience;
import preflight.catalog.network.TlsValid;
import preflight.check.Outcome;
import preflight.check.signal.Signal;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;

/** What the checks of one service say of the same connection, whatever they speak over it. */
class OneLadderTest {

  @TempDir private Path directory;

  @Test
  void no_check_takes_a_common_name_for_the_host() throws Exception {
    try (var loopback = new Loopback(directory)) {
      var certificate =
          new HeldCertificate.Builder()
              .commonName("localhost")
              .signedBy(loopback.certificates().authority())
              .build();
      var keys = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
      String url = loopback.web(keys, 200, "").replace("127.0.0.1", "localhost");
      for (Outcome each : outcomes(loopback, url)) {
        assertThat(failure(each).signal()).isEqualTo(Signal.TLS_WRONG_HOST);
      }
    }
  }

  @Test
  void every_check_passes_with_a_certificate_of_the_declared_authority() throws Exception {
    try (var loopback = new Loopback(directory)) {
      String url = loopback.web(loopback.certificates().valid(), 200, "");
      assertThat(outcomes(loopback, url)).allMatch(Outcome.Passed.class::isInstance);
    }
  }

  @Test
  void a_503_that_may_be_tried_again_at_once_is_an_answer() throws Exception {
    try (var loopback = new Loopback(directory)) {
      var asked = new AtomicInteger();
      var server =
          loopback.started(
              null,
              _ -> {
                asked.incrementAndGet();
                return new MockResponse.Builder().code(503).addHeader("Retry-After", "0").build();
              });
      Outcome outcome = health(loopback, Loopback.url(server), Loopback.PATIENCE);
      assertThat(failure(outcome).observed()).contains("503");
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void an_answer_that_does_not_end_has_begun_over_tls_too() throws Exception {
    try (var loopback = new Loopback(directory)) {
      MockResponse slow =
          Loopback.always(200, "x".repeat(4000))
              .newBuilder()
              .throttleBody(1, 1, TimeUnit.SECONDS)
              .build();
      String url = Loopback.url(loopback.started(loopback.certificates().valid(), slow));
      assertThat(failure(health(loopback, url, Loopback.BRIEF)).signal())
          .isEqualTo(Signal.HTTP_TOO_SLOW);
    }
  }

  private static List<Outcome> outcomes(Loopback loopback, String url) throws Exception {
    var service = Declared.at(url).ca(loopback.certificates().file().toString()).asService();
    return List.of(
        new TlsValid(new JdkDialer(new JdkResolver(), Loopback.NOTHING_LIVE))
            .run(service, new DialPatience(Loopback.PATIENCE)),
        new HttpOrigin(loopback.http(), HttpHealthTest.noSecrets())
            .run(service, new Patience(Loopback.PATIENCE)),
        health(loopback, url, Loopback.PATIENCE));
  }

  private static Outcome health(Loopback loopback, String url, Duration patience) throws Exception {
    var endpoint = Declared.at(url).ca(loopback.certificates().file().toString()).asEndpoint();
    return new HttpHealth(loopback.http(), noSecrets()).run(endpoint, new Patience(patience));
  }
}
