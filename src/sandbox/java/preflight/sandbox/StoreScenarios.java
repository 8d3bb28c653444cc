package preflight.sandbox;

import java.util.List;
import preflight.sandbox.Scenario.Root;

/** What can be wrong with Redis and Postgres, and with the way to them. */
final class StoreScenarios {

  private static final String REDIS = "redis-reachable/redis.cache";
  private static final String POSTGRES = "postgres-reachable/postgres.main";

  /** Both services ask both stores. */
  private static final List<String> HEALTH =
      List.of("http-health/services.auth.health", "http-health/services.backend.health");

  private StoreScenarios() {}

  static List<Scenario> all() {
    return List.of(
        redis(
            "redis-behind-http",
            "A web server listens at the port of Redis.",
            Root.config(REDIS, "WRONG_PROTOCOL").in("PING"),
            Blueprint.Redis.Mode.WEB_SERVER),
        redis(
            "redis-out-of-memory",
            "Redis is full and may not evict: reads work, and every write is refused.",
            Root.infra("redis-capacity/redis.cache", "REDIS_OUT_OF_MEMORY").in("QUERY"),
            Blueprint.Redis.Mode.FULL),
        redis(
            "redis-refused",
            "Redis was shut down: its host refuses every connection.",
            Root.infra(REDIS, "TCP_REFUSED").in("TCP"),
            Blueprint.Redis.Mode.SHUT_DOWN),
        redis(
            "redis-replica",
            "The declared Redis is a read-only replica of the real one.",
            Root.config("redis-role/redis.cache", "REDIS_UNEXPECTED_ROLE").in("QUERY"),
            Blueprint.Redis.Mode.REPLICA),
        redis(
            "redis-silent",
            "Redis hangs: it accepts connections and never answers.",
            Root.infra(REDIS, "PEER_SILENT").in("PING"),
            Blueprint.Redis.Mode.SILENT),
        redis(
            "redis-stopped",
            "Nothing listens at the port of Redis.",
            Root.infra(REDIS, "TCP_REFUSED").in("TCP"),
            Blueprint.Redis.Mode.STOPPED),
        Scenario.broken(
            "redis-wrong-password",
            "Redis was recreated: it demands another password than the secret REDIS_PASSWORD holds.",
            Root.config(REDIS, "REDIS_AUTH_REJECTED").in("AUTH"),
            HEALTH,
            healthy -> healthy.withRedis(healthy.redis().demanding(new Values().key("", 40)))),
        postgres(
            "mysql-behind-postgres-port",
            "A MySQL listens at the port of Postgres.",
            Root.config(POSTGRES, "WRONG_PROTOCOL").in("AUTH"),
            Blueprint.Postgres.Mode.MYSQL),
        postgres(
            "postgres-five-second-timer",
            "Every connection to Postgres waits five seconds for a look-up that times out.",
            Root.infra("postgres-latency/postgres.main", "LATENCY_TIMER").in("AUTH"),
            Blueprint.Postgres.Mode.DELAYED),
        postgres(
            "postgres-missing-table",
            "Somebody dropped the table agents.",
            Root.code("postgres-schema/postgres.main", "POSTGRES_MISSING_OBJECT").in("QUERY"),
            Blueprint.Postgres.Mode.TABLE_DROPPED),
        postgres(
            "postgres-pending-migration",
            "The newest migration was not run, and the deployed code relies on it.",
            Root.code("postgres-migrations/postgres.main", "POSTGRES_MIGRATIONS_PENDING")
                .in("QUERY"),
            Blueprint.Postgres.Mode.MIGRATION_PENDING),
        postgres(
            "postgres-silent",
            "Postgres hangs: it accepts connections and never answers.",
            Root.infra(POSTGRES, "PEER_SILENT").in("AUTH"),
            Blueprint.Postgres.Mode.SILENT),
        postgres(
            "postgres-stopped",
            "Nothing listens at the port of Postgres.",
            Root.infra(POSTGRES, "TCP_REFUSED").in("TCP"),
            Blueprint.Postgres.Mode.STOPPED),
        postgres(
            "postgres-too-many-connections",
            "Every connection that applications may have to Postgres is taken.",
            Root.config(POSTGRES, "POSTGRES_TOO_MANY_CONNECTIONS").in("AUTH"),
            Blueprint.Postgres.Mode.EXHAUSTED),
        Scenario.broken(
            "wrong-database-password",
            "The secret POSTGRES_PASSWORD holds another password than the role has.",
            Root.config(POSTGRES, "POSTGRES_AUTH_REJECTED").in("AUTH"),
            HEALTH,
            healthy ->
                healthy.withSecret(
                    "POSTGRES_PASSWORD",
                    it -> it.withLatest(v -> v.withPayload(new Values().key("", 32))))));
  }

  private static Scenario redis(String name, String says, Root root, Blueprint.Redis.Mode mode) {
    return Scenario.broken(
        name, says, root, HEALTH, healthy -> healthy.withRedis(healthy.redis().in(mode)));
  }

  private static Scenario postgres(
      String name, String says, Root root, Blueprint.Postgres.Mode mode) {
    return Scenario.broken(
        name, says, root, HEALTH, healthy -> healthy.withPostgres(healthy.postgres().in(mode)));
  }
}
