package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.catalog.http.HttpHealthTest.noSecrets;

import io.grpc.InsecureServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.catalog.Patience;
import preflight.catalog.stream.WsHandshake;
import preflight.check.Outcome.Passed;

/** What a peer sees of a probe, and what a probe tells of the way to its peer. */
class ConversationsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @Test
  void a_websocket_is_closed_with_a_frame_once_nobody_asks_about_it_any_more() throws Exception {
    var closed = new CompletableFuture<Integer>();
    var listener =
        new WebSocketListener() {
          @Override
          public void onClosing(WebSocket socket, int code, String reason) {
            closed.complete(code);
            socket.close(1000, null);
          }
        };
    try (var loopback = new Loopback(directory)) {
      var server =
          loopback.started(
              null, _ -> new MockResponse.Builder().webSocketUpgrade(listener).build());
      var target = Declared.at(Loopback.url(server)).offering("websocket", "/ws").asEndpoint();
      var sockets = loopback.sockets();
      assertThat(new WsHandshake(sockets, noSecrets()).run(target, new Patience(PATIENCE)))
          .isInstanceOf(Passed.class);
      assertThat(closed).isNotDone();
      sockets.close();
      assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
    }
  }

  @Test
  void every_step_to_a_grpc_answer_is_timed() throws Exception {
    var health = new HealthStatusManager();
    health.setStatus("chat.Chat", ServingStatus.SERVING);
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server =
        OkHttpServerBuilder.forPort(any, InsecureServerCredentials.create())
            .addService(health.getHealthService())
            .build()
            .start();
    try (var loopback = new Loopback(directory)) {
      var target =
          Declared.at("http://127.0.0.1:" + server.getPort())
              .offering("grpc", "chat.Chat")
              .asEndpoint();
      assertThat(new GrpcHealth(loopback.grpc()).run(target, new GrpcHealth.With(PATIENCE)))
          .isInstanceOfSatisfying(
              Passed.class,
              it ->
                  assertThat(it.measurements())
                      .extracting("name")
                      .containsExactly("resolve", "tcp", "first byte"));
    } finally {
      server.shutdownNow();
    }
  }
}
