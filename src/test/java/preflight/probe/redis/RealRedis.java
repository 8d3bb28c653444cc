package preflight.probe.redis;

import java.io.IOException;
import preflight.probe.network.HeldPort;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** A real Redis on a free loopback port. */
public final class RealRedis implements AutoCloseable {

  private final RedisServer server;
  private final HeldPort port;

  private RealRedis(RedisServer server, HeldPort port) {
    this.server = server;
    this.port = port;
  }

  /** With lines of {@code redis.conf}. */
  public static RealRedis with(String... settings) throws IOException {
    HeldPort port = HeldPort.reserved();
    var builder =
        RedisServer.newRedisServer().bind("127.0.0.1").port(port.number()).setting("save \"\"");
    for (String setting : settings) {
      builder.setting(setting);
    }
    RedisServer server = builder.build();
    server.start();
    return new RealRedis(server, port);
  }

  /** One that listens with TLS only; its settings name the certificate. */
  public static RealRedis secured(String... settings) throws IOException {
    HeldPort port = HeldPort.reserved();
    var builder =
        RedisServer.newRedisServer()
            .bind("127.0.0.1")
            .port(0)
            .setting("tls-port " + port.number())
            .setting("save \"\"");
    for (String setting : settings) {
      builder.setting(setting);
    }
    RedisServer server = builder.build();
    server.start();
    return new RealRedis(server, port);
  }

  public int port() {
    return port.number();
  }

  public Jedis admin() {
    return new Jedis("127.0.0.1", port());
  }

  @Override
  public void close() throws IOException {
    server.stop();
    port.close();
  }
}
