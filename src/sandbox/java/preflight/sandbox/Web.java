package preflight.sandbox;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import tools.jackson.databind.JsonNode;

/** One HTTP server at one loopback port. */
final class Web implements AutoCloseable {

  private final Server server;

  private Web(Server server) {
    this.server = server;
  }

  /** Starts to listen; fails with the cause where it cannot. */
  static Web start(int port, Consumer<ServerBuilder> routes) {
    return start(Server.builder().http(loopback(port)), routes);
  }

  /** The same over TLS. */
  static Web startTls(int port, KeyManagerFactory certificate, Consumer<ServerBuilder> routes) {
    return start(Server.builder().https(loopback(port)).tls(certificate), routes);
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static Web start(ServerBuilder builder, Consumer<ServerBuilder> routes) {
    builder.bossGroupFactory(_ -> new PromptlyStopping()).gracefulShutdownTimeoutMillis(0, 0);
    equip(builder, routes);
    Server server = builder.build();
    server.start().join();
    return new Web(server);
  }

  private static void equip(ServerBuilder builder, Consumer<ServerBuilder> routes) {
    builder.requestTimeoutMillis(0).maxRequestLength(1 << 20);
    routes.accept(builder);
  }

  /** From the next request on it answers by these routes. */
  void show(Consumer<ServerBuilder> routes) {
    server.reconfigure(builder -> equip(builder, routes));
  }

  String url() {
    return "http://127.0.0.1:" + server.activeLocalPort();
  }

  static HttpResponse json(HttpStatus status, JsonNode body) {
    return HttpResponse.of(status, MediaType.JSON_UTF_8, HttpData.ofUtf8(body.toString()));
  }

  /** Answers with what blocking work on the given threads finds out. */
  static HttpResponse later(ExecutorService threads, Supplier<HttpResponse> work) {
    return HttpResponse.of(CompletableFuture.supplyAsync(work, threads));
  }

  static ExecutorService threads() {
    return Executors.newVirtualThreadPerTaskExecutor();
  }

  /** Netty's own groups wait for two quiet seconds. */
  private static final class PromptlyStopping extends MultiThreadIoEventLoopGroup {

    PromptlyStopping() {
      super(1, new DefaultThreadFactory("sandbox-accept", true), NioIoHandler.newFactory());
    }

    @Override
    public Future<?> shutdownGracefully() {
      return shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    server.stop().join();
  }
}
