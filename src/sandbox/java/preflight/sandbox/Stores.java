package preflight.sandbox;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import preflight.sandbox.ScriptedPeer.Script;

/** Starts what the blueprint wants at the ports of Redis and Postgres. */
final class Stores {

  /** What a resolver waits by default before it tries again. */
  private static final Duration RESOLVER_TIMEOUT = Duration.ofSeconds(5);

  private final Blueprint blueprint;
  private final Binaries binaries;
  private final Leash leash;

  Stores(Blueprint blueprint, Binaries binaries, Leash leash) {
    this.blueprint = blueprint;
    this.binaries = binaries;
    this.leash = leash;
  }

  /** Returns what has to be closed in this process; servers end with the leash. */
  AutoCloseable redis() throws Exception {
    int port = blueprint.ports().redis();
    Payload password = blueprint.redis().password();
    return switch (blueprint.redis().mode()) {
      case RUNNING -> {
        RedisServer.start(password, port, List.of(), binaries.redis(), leash);
        yield () -> {};
      }
      case FULL -> {
        RedisServer.start(password, port, List.of(), binaries.redis(), leash).fill();
        yield () -> {};
      }
      case REPLICA -> {
        int primary = blueprint.ports().spare();
        RedisServer.startReplica(password, port, primary, binaries.redis(), leash);
        yield () -> {};
      }
      case SHUT_DOWN -> {
        RedisServer.start(password, port, List.of(), binaries.redis(), leash).shutDown();
        yield () -> {};
      }
      case STOPPED -> () -> {};
      case SILENT -> ScriptedPeer.start(port, Script.SILENT);
      case WEB_SERVER -> ScriptedPeer.start(port, Script.HTTP);
    };
  }

  /** Returns what has to be closed in this process; servers end with the leash. */
  AutoCloseable postgres() throws Exception {
    int port = blueprint.ports().postgres();
    return switch (blueprint.postgres().mode()) {
      case RUNNING -> {
        server(port);
        yield () -> {};
      }
      case TABLE_DROPPED -> {
        server(port).execute(List.of("DROP TABLE agents"));
        yield () -> {};
      }
      case MIGRATION_PENDING -> {
        server(port).execute(PostgresSchema.WITHOUT_NEWEST_MIGRATION);
        yield () -> {};
      }
      case EXHAUSTED -> {
        List<Connection> held = server(port).takeAllConnections();
        yield () -> {
          for (Connection connection : held) {
            connection.close();
          }
        };
      }
      case DELAYED -> {
        server(blueprint.ports().spare());
        yield DelayingProxy.start(port, blueprint.ports().spare(), RESOLVER_TIMEOUT);
      }
      case STOPPED -> () -> {};
      case SILENT -> ScriptedPeer.start(port, Script.SILENT);
      case MYSQL -> ScriptedPeer.start(port, Script.MYSQL);
    };
  }

  private PostgresServer server(int port) throws Exception {
    return PostgresServer.start(blueprint.postgres(), port, binaries.postgres(), leash);
  }
}
