package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.catalog.http.HttpHealthTest.failure;

import io.grpc.InsecureServerCredentials;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import preflight.catalog.Patience;
import preflight.check.Outcome;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.signal.Signal;
import preflight.probe.http.GrpcHealthClient.Health;
import preflight.probe.http.Http;

/** Services that offer gRPC and nothing else: none of them answers HTTP/1.1. */
@Timeout(60)
class GrpcOnlyServicesTest {

  private static final Patience PATIENCE = new Patience(Duration.ofSeconds(8));

  private static final Http NOBODY =
      _ -> {
        throw new IllegalStateException("nobody is asked over HTTP/1.1");
      };

  @TempDir private Path directory;

  @Test
  void nothing_asks_a_grpc_server_over_http() throws Exception {
    var health = new HealthStatusManager();
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server =
        OkHttpServerBuilder.forPort(any, InsecureServerCredentials.create())
            .addService(health.getHealthService())
            .build()
            .start();
    try (var loopback = new Loopback(directory)) {
      var plain = Declared.at("http://127.0.0.1:" + server.getPort());
      var declared = plain.offering("grpc", "");
      assertThat(
              new GrpcHealth(loopback.grpc())
                  .run(declared.asEndpoint(), new GrpcHealth.With(Duration.ofSeconds(8))))
          .isInstanceOf(Passed.class);
      assertThat(
              new HttpOrigin(loopback.http(), HttpHealthTest.noSecrets())
                  .run(declared.asService(), PATIENCE))
          .isInstanceOf(Skipped.class);
      assertThat(new HttpRedirect(loopback.http()).run(declared.asService(), PATIENCE))
          .isInstanceOf(Skipped.class);
      // The same server, of which a profile says that it has pages.
      assertThat(
              failure(
                      new HttpOrigin(loopback.http(), HttpHealthTest.noSecrets())
                          .run(plain.asService(), PATIENCE))
                  .signal())
          .isIn(Signal.WRONG_PROTOCOL, Signal.HTTP_MALFORMED, Signal.CONNECTION_CLOSED);
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void a_port_of_another_protocol_is_not_asked_over_http_either() throws Exception {
    var declared = Declared.at("http://127.0.0.1:1").offering("tcp", "9000").asService();
    assertThat(new HttpOrigin(NOBODY, HttpHealthTest.noSecrets()).run(declared, PATIENCE))
        .isInstanceOf(Skipped.class);
  }

  @Test
  void a_private_grpc_server_is_asked_over_grpc() throws Exception {
    assertThat(failure(proof(new Health.Serving(List.of()))).signal())
        .isEqualTo(Signal.HTTP_EXPOSED);
    assertThat(failure(proof(new Health.Unimplemented(List.of()))).signal())
        .isEqualTo(Signal.HTTP_EXPOSED);
    assertThat(proof(new Health.Status("UNAVAILABLE", List.of()))).isInstanceOf(Unknown.class);
    assertThat(
            proof(
                new Health.NotLetIn(
                    HttpHealthTest.exchange(HttpHealthTest.answer(403, Pages.FORBIDDEN)))))
        .isInstanceOf(Passed.class);
  }

  private static Outcome proof(Health health) throws Exception {
    return new HttpPrivate(NOBODY, _ -> health)
        .run(
            Declared.at("https://backend.test").offering("grpc", "").open(false).asService(),
            PATIENCE);
  }
}
