package preflight.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** A real Redis that demands a password. */
final class RedisServer {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final int port;
  private final String password;

  private RedisServer(Process process, int port, String password) {
    this.process = process;
    this.port = port;
    this.password = password;
  }

  /**
   * Returns when it answers; its configuration, password included, goes through a pipe.
   *
   * @param settings more lines of configuration
   */
  static RedisServer start(
      Payload password, int port, List<String> settings, Path program, Leash leash)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectory(leash.directory().resolve("redis-" + port));
    Process process =
        leash.start(
            new ProcessBuilder(program.toString(), "-")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD),
            Leash.Stop.KILL);
    var server = new RedisServer(process, port, password.text());
    try (OutputStream configuration = process.getOutputStream()) {
      configuration.write(
          """
          bind 127.0.0.1
          port %d
          dir %s
          requirepass "%s"
          save ""
          appendonly no
          maxclients 200
          maxmemory 64mb
          maxmemory-policy allkeys-lru
          %s
          """
              .formatted(port, directory, server.password, String.join("\n", settings))
              .getBytes(StandardCharsets.UTF_8));
    }
    server.until(() -> server.asked(Jedis::ping).equals("PONG"));
    return server;
  }

  /** A steady replica of a primary with the same password; returns when their link is up. */
  static void startReplica(Payload password, int port, int primary, Path program, Leash leash)
      throws IOException, InterruptedException {
    List<String> diskless = List.of("repl-diskless-sync yes", "repl-diskless-sync-delay 0");
    start(password, primary, diskless, program, leash);
    List<String> following =
        List.of("replicaof 127.0.0.1 " + primary, "masterauth \"" + password.text() + "\"");
    RedisServer replica = start(password, port, following, program, leash);
    replica.until(
        () -> replica.asked(it -> it.info("replication")).contains("master_link_status:up"));
  }

  /** Holds more than it may, and may not evict: every write is refused from now on. */
  void fill() {
    var _ =
        asked(jedis -> {
          jedis.configSet("maxmemory-policy", "noeviction");
          for (int i = 0; i < 16; i++) {
            jedis.set("filler:" + i, "x".repeat(256 * 1024));
          }
          return jedis.configSet("maxmemory", "2mb");
        });
  }

  /** Ends as an operator would end it. */
  void shutDown() throws InterruptedException {
    try {
      var _ =
          asked(jedis -> {
            jedis.shutdown();
            return "";
          });
    } catch (JedisConnectionException e) {
      // It leaves without a word.
    }
    process.waitFor();
  }

  private interface Question {
    String of(Jedis jedis);
  }

  private interface Condition {
    boolean holds();
  }

  private String asked(Question question) {
    var config = DefaultJedisClientConfig.builder().password(password).build();
    try (var jedis = new Jedis(new HostAndPort("127.0.0.1", port), config)) {
      return question.of(jedis);
    }
  }

  private void until(Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!answered(condition)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("Redis did not start");
      }
      Thread.sleep(Duration.ofMillis(5));
    }
  }

  private static boolean answered(Condition condition) {
    try {
      return condition.holds();
    } catch (JedisException e) {
      return false;
    }
  }
}
