package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.catalog.http.HttpHealthTest.failure;
import static preflight.catalog.http.HttpHealthTest.noSecrets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.catalog.Patience;
import preflight.catalog.stream.SseFirstEvent;
import preflight.catalog.stream.WsHandshake;
import preflight.check.Outcome;
import preflight.check.Outcome.Passed;
import preflight.check.Phase;
import preflight.check.signal.Signal;
import preflight.probe.network.HeldPort;

/** A {@code ca} that cannot be used is a mistake of the profile, whatever the protocol. */
class UnusableAuthorityTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @Test
  void a_missing_file_is_named() throws Exception {
    Path missing = directory.resolve("missing.pem");
    assertThat(observed(missing)).containsOnly("there is no file " + missing);
  }

  @Test
  void a_file_without_certificates_is_named() throws Exception {
    Path empty = Files.writeString(directory.resolve("empty.pem"), "");
    assertThat(observed(empty)).containsOnly(empty + " holds no certificate");
    Path other = Files.writeString(directory.resolve("other.pem"), "no certificate");
    assertThat(observed(other)).containsOnly(other + " holds no certificate");
  }

  @Test
  void it_does_not_matter_where_nothing_is_encrypted() throws Exception {
    try (var loopback = new Loopback(directory)) {
      var target = Declared.at(loopback.web(200, "")).ca("missing.pem").asEndpoint();
      assertThat(new HttpHealth(loopback.http(), noSecrets()).run(target, new Patience(PATIENCE)))
          .isInstanceOf(Passed.class);
    }
  }

  private List<String> observed(Path ca) throws Exception {
    try (var loopback = new Loopback(directory)) {
      var declared = Declared.at("https://127.0.0.1:" + HeldPort.CLOSED.number()).ca(ca.toString());
      return List.of(
          observed(
              new HttpHealth(loopback.http(), noSecrets())
                  .run(declared.asEndpoint(), new Patience(PATIENCE))),
          observed(
              new WsHandshake(loopback.sockets(), noSecrets())
                  .run(declared.offering("websocket", "/ws").asEndpoint(), new Patience(PATIENCE))),
          observed(
              new SseFirstEvent(loopback.streams(), noSecrets())
                  .run(
                      declared.offering("sse", "/events").asEndpoint(),
                      new SseFirstEvent.With(PATIENCE, PATIENCE, PATIENCE))),
          observed(
              new GrpcHealth(loopback.grpc())
                  .run(declared.offering("grpc", "").asEndpoint(), new GrpcHealth.With(PATIENCE))));
    }
  }

  private static String observed(Outcome outcome) {
    var failed = failure(outcome);
    assertThat(failed.signal()).isEqualTo(Signal.TLS_UNTRUSTED);
    assertThat(failed.phase()).contains(Phase.TLS);
    return failed.observed();
  }
}
