package preflight.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import preflight.sandbox.Scenario.Root;

/** What Google's control plane can say is wrong: the network, the managed stores, the project. */
final class ManagedScenarios {

  private static final String CONNECTOR_READY = "vpc-connector-ready/connectors.sandbox-connector";

  /** Both services ask both stores. */
  private static final List<String> HEALTH =
      List.of("http-health/services.auth.health", "http-health/services.backend.health");

  private static final List<String> NETWORKS =
      List.of("vpc-network-matches/services.auth", "vpc-network-matches/services.backend");

  private ManagedScenarios() {}

  static List<Scenario> all() {
    return List.of(
        managed(
            "api-disabled",
            "Somebody turned the API of Serverless VPC Access off.",
            Root.config("api-enabled/services.auth", "API_DISABLED"),
            List.of(
                "api-enabled/services.backend",
                "api-enabled/services.frontend",
                CONNECTOR_READY,
                "vpc-network-matches/services.*"),
            it -> it.without("vpcaccess.googleapis.com")),
        managed(
            "connector-error",
            "The connector failed: Google recommends to delete it.",
            Root.infra(CONNECTOR_READY, "VPC_CONNECTOR_FAILED"),
            List.of(),
            it -> it.withConnector("ERROR")),
        managed(
            "connector-on-another-network",
            "The connector was created anew, in another network than that of the stores.",
            Root.config(
                "vpc-connector-spec/connectors.sandbox-connector", "VPC_CONNECTOR_ELSEWHERE"),
            NETWORKS,
            it -> it.withNetwork("default")),
        Scenario.broken(
            "egress-misses-target",
            "Backend sends requests to private ranges alone into its network, and its stores are in none.",
            Root.config("vpc-egress-covers/services.backend", "VPC_EGRESS_MISSES"),
            List.of(),
            healthy -> healthy.withService("backend", it -> it.withFault(Fault.EGRESS_TOO_NARROW))),
        Scenario.inconclusive(
            "private-target-from-outside",
            "Postgres is reached by the socket of its instance, which only the containers have.",
            healthy ->
                healthy
                    .withManaged(Managed::bySocket)
                    .withSecret(
                        "POSTGRES_HOST",
                        it -> it.withLatest(at -> at.withPayload(Payload.of(Managed.SOCKET))))),
        Scenario.broken(
            "redis-failing-over",
            "Redis fails over to its replica, and refuses connections meanwhile.",
            Root.infra("redis-instance/redis.cache", "INSTANCE_NOT_READY"),
            with(HEALTH, "redis-reachable/redis.cache"),
            healthy ->
                healthy
                    .withManaged(it -> it.withRedis("FAILING_OVER"))
                    .withRedis(healthy.redis().in(Blueprint.Redis.Mode.STOPPED))),
        Scenario.broken(
            "sql-stopped-by-owner",
            "Somebody stopped the Cloud SQL instance to save money: it is RUNNABLE, and never runs.",
            Root.config("postgres-instance/postgres.main", "INSTANCE_STOPPED"),
            with(HEALTH, "postgres-reachable/postgres.main"),
            healthy ->
                healthy
                    .withManaged(it -> it.withActivation("NEVER"))
                    .withPostgres(healthy.postgres().in(Blueprint.Postgres.Mode.STOPPED))));
  }

  private static List<String> with(List<String> some, String more) {
    var all = new ArrayList<>(some);
    all.add(more);
    return all;
  }

  private static Scenario managed(
      String name, String says, Root root, List<String> explains, UnaryOperator<Managed> change) {
    return Scenario.broken(name, says, root, explains, healthy -> healthy.withManaged(change));
  }
}
