package preflight.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** What a visitor of each service sees in each scenario. */
final class Visitor {

  /** Scenario, and the health of backend and auth in it. */
  private static final Map<String, List<String>> HEALTH =
      """
      missing-service-secret   | 503 try again in 30 seconds | 503 try again in 30 seconds
      backend-503-from-app     | 503 AttributeError | 200 "status":"healthy"
      backend-crashes-on-start | 503 try again in 30 seconds | 200 "status":"healthy"
      postgres-five-second-timer | 503 postgres: connection failed | 503 postgres: connection failed
      postgres-missing-table   | 503 SQLSTATE 42P01 | 503 SQLSTATE 42P01
      postgres-pending-migration | 503 SQLSTATE 42703 | 503 SQLSTATE 42703
      postgres-silent          | 503 postgres: connection failed | 503 postgres: connection failed
      postgres-too-many-connections | 503 SQLSTATE 53300 | 503 SQLSTATE 53300
      redis-behind-http        | 503 redis: connection failed | 503 redis: connection failed
      redis-out-of-memory      | 503 refused the command | 503 refused the command
      redis-refused            | 503 redis: connection failed | 503 redis: connection failed
      redis-replica            | 503 refused the command | 503 refused the command
      redis-silent             | 503 redis: connection failed | 503 redis: connection failed
      redis-stopped            | 503 redis: connection failed | 503 redis: connection failed
      disabled-version         | 503 auth: answered HTTP 503 | 503 try again in 30 seconds
      health-200-but-degraded  | 200 "status":"degraded" | 200 "status":"healthy"
      mysql-behind-postgres-port | 503 postgres: connection failed | 503 postgres: connection failed
      newline-in-redis-host    | 503 Error -3 | 503 Error -3
      redis-wrong-password     | 503 authentication refused | 503 authentication refused
      secret-not-mapped        | 200 "status":"healthy" | 200 "status":"healthy"
      unreadable-secret-manager | 200 "status":"healthy" | 200 "status":"healthy"
      wrong-database-password  | 503 SQLSTATE 28P01 | 503 SQLSTATE 28P01
      """
          .lines()
          .map(it -> Arrays.stream(it.split("\\|", -1)).map(String::strip).toList())
          .collect(Collectors.toMap(List::getFirst, it -> it.subList(1, 3)));

  private final OkHttpClient http = new OkHttpClient();

  /** Those that hold what a scenario says, and of every service that it shows no credential. */
  void visit(String scenario, Blueprint blueprint) throws Exception {
    List<String> health = HEALTH.get(scenario);
    if (health != null) {
      assertHealth(blueprint, "backend", health.getFirst());
      assertHealth(blueprint, "auth", health.getLast());
      assertHealth(blueprint, "frontend", "200 \"status\":\"healthy\"");
    }
  }

  private void assertHealth(Blueprint blueprint, String name, String expected) throws Exception {
    String url = blueprint.service(name + "-sandbox").orElseThrow().url();
    try (Response response =
        http.newCall(new Request.Builder().url(url + "/health").build()).execute()) {
      String answer = response.code() + " " + response.body().string();
      assertThat(answer).startsWith(expected.substring(0, 4)).contains(expected.substring(4));
      assertThat(blueprint.secrets())
          .filteredOn(secret -> !secret.name().matches(".*_(HOST|PORT|DB|USER|ID)"))
          .noneMatch(secret -> answer.contains(secret.latest().orElseThrow().payload().text()));
    }
  }
}
