package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.diagnosis.Explained.diagnose;
import static preflight.diagnosis.Explained.roots;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.check.Outcome.Unknown;

/** What Google's control plane says explains what clients see, and one fault is one root. */
class ManagedAttributionTest {

  private static final String ENVIRONMENT =
      """
      secret REDIS_HOST used-by=backend matches=redis.cache.host
      connector main
      redis cache through=main host=REDIS_HOST
      postgres main through=main
      service auth uses=redis.cache,postgres.main
      endpoint auth.health
      service backend uses=redis.cache,services.auth
      endpoint backend.health
      endpoint backend.chat websocket
      source
      """;

  private static List<String> rootsOf(String results) {
    return roots(diagnose(ENVIRONMENT, results));
  }

  @Test
  void a_connector_that_failed_explains_stores_that_do_not_answer_and_services_above() {
    assertThat(
            rootsOf(
                """
                FAILED vpc-connector-ready/connectors.main VPC_CONNECTOR_FAILED
                FAILED redis-reachable/redis.cache TCP_TIMEOUT phase=tcp
                FAILED postgres-reachable/postgres.main TCP_TIMEOUT phase=tcp
                FAILED http-health/services.auth.health HTTP_APP_ERROR
                """))
        .containsExactly(
            "vpc-connector-ready/connectors.main INFRA: redis-reachable/redis.cache"
                + " postgres-reachable/postgres.main http-health/services.auth.health");
  }

  @Test
  void a_connector_does_not_explain_a_name_that_does_not_resolve() {
    assertThat(
            rootsOf(
                """
                FAILED vpc-connector-ready/connectors.main VPC_CONNECTOR_FAILED
                FAILED redis-reachable/redis.cache DNS_NOT_FOUND phase=resolve
                """))
        .hasSize(2);
  }

  @Test
  void a_connector_of_another_size_breaks_nobody() {
    assertThat(
            rootsOf(
                """
                FAILED vpc-connector-spec/connectors.main VPC_CONNECTOR_DIFFERS
                FAILED redis-reachable/redis.cache TCP_TIMEOUT phase=tcp
                """))
        .containsExactlyInAnyOrder(
            "vpc-connector-spec/connectors.main CONFIG", "redis-reachable/redis.cache INFRA");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TCP_REFUSED phase=tcp",
        "TCP_TIMEOUT phase=tcp",
        "CONNECTION_RESET phase=ping",
        "PEER_SILENT phase=ping",
        "REDIS_LOADING phase=ping",
        "REDIS_READ_ONLY phase=query",
        "REDIS_MASTER_DOWN phase=query"
      })
  void an_instance_that_fails_over_explains_whatever_its_clients_see(String seen) {
    assertThat(
            rootsOf(
                """
                FAILED redis-reachable/redis.cache %s
                FAILED redis-instance/redis.cache INSTANCE_NOT_READY
                FAILED http-health/services.backend.health HTTP_APP_ERROR
                """
                    .formatted(seen)))
        .containsExactly(
            "redis-instance/redis.cache INFRA: redis-reachable/redis.cache"
                + " http-health/services.backend.health");
  }

  @Test
  void an_instance_that_fails_over_refuses_no_password() {
    assertThat(
            rootsOf(
                """
                FAILED redis-reachable/redis.cache REDIS_AUTH_REJECTED phase=auth
                FAILED redis-instance/redis.cache INSTANCE_NOT_READY
                """))
        .hasSize(2);
  }

  @Test
  void an_instance_that_its_owner_stopped_is_a_matter_of_configuration() {
    assertThat(
            rootsOf(
                """
                FAILED postgres-reachable/postgres.main TCP_TIMEOUT phase=tcp
                FAILED postgres-instance/postgres.main INSTANCE_STOPPED
                FAILED http-health/services.auth.health HTTP_APP_ERROR
                """))
        .containsExactly(
            "postgres-instance/postgres.main CONFIG: postgres-reachable/postgres.main"
                + " http-health/services.auth.health");
  }

  @Test
  void an_instance_that_differs_explains_a_wrong_address_and_a_refused_password() {
    for (String seen : List.of("TCP_TIMEOUT phase=tcp", "REDIS_AUTH_REQUIRED phase=auth")) {
      assertThat(
              rootsOf(
                  """
                  FAILED redis-reachable/redis.cache %s
                  FAILED redis-instance/redis.cache INSTANCE_DIFFERS
                  """
                      .formatted(seen)))
          .containsExactly("redis-instance/redis.cache CONFIG: redis-reachable/redis.cache");
    }
  }

  @Test
  void a_secret_with_a_line_break_explains_that_its_store_is_elsewhere() {
    assertThat(
            rootsOf(
                """
                FAILED secret-payload-clean/secrets.REDIS_HOST SECRET_UNCLEAN
                FAILED redis-instance/redis.cache INSTANCE_DIFFERS id=redis-host-staging
                """))
        .containsExactly(
            "secret-payload-clean/secrets.REDIS_HOST CONFIG: redis-instance/redis.cache");
  }

  @Test
  void all_services_behind_one_border_have_one_root() {
    assertThat(
            rootsOf(
                """
                FAILED vpc-network-matches/services.auth VPC_NETWORK_DIFFERS border=a_b_redis.cache
                FAILED vpc-network-matches/services.backend VPC_NETWORK_DIFFERS border=a_b_redis.cache
                """))
        .containsExactly(
            "vpc-network-matches/services.auth CONFIG: vpc-network-matches/services.backend");
  }

  @Test
  void a_connector_that_was_moved_explains_the_border() {
    assertThat(
            rootsOf(
                """
                FAILED vpc-connector-spec/connectors.main VPC_CONNECTOR_ELSEWHERE
                FAILED vpc-network-matches/services.auth VPC_NETWORK_DIFFERS border=a_b_redis.cache
                FAILED vpc-network-matches/services.backend VPC_NETWORK_DIFFERS border=a_b_redis.cache
                """))
        .containsExactly(
            "vpc-connector-spec/connectors.main CONFIG: vpc-network-matches/services.auth"
                + " vpc-network-matches/services.backend");
  }

  @Test
  void an_egress_that_misses_explains_what_the_service_says_of_its_store() {
    assertThat(
            rootsOf(
                """
                FAILED vpc-egress-covers/services.auth VPC_EGRESS_MISSES
                FAILED http-health/services.auth.health HTTP_APP_ERROR
                """))
        .containsExactly(
            "vpc-egress-covers/services.auth CONFIG: http-health/services.auth.health");
  }

  @Test
  void a_missing_connector_is_told_once() {
    assertThat(
            rootsOf(
                """
                FAILED vpc-connector-ready/connectors.main VPC_CONNECTOR_NOT_FOUND
                FAILED vpc-network-matches/services.auth VPC_CONNECTOR_NOT_FOUND connector=main
                FAILED vpc-network-matches/services.backend VPC_CONNECTOR_NOT_FOUND connector=main
                """))
        .containsExactly(
            "vpc-connector-ready/connectors.main CONFIG: vpc-network-matches/services.auth"
                + " vpc-network-matches/services.backend");
  }

  @Test
  void what_is_proven_of_a_store_stands_beside_an_answer_that_only_a_packet_gives() {
    var diagnosis =
        diagnose(
            ENVIRONMENT,
            """
            UNKNOWN redis-reachable/redis.cache vantage : 10.1.2.3 is private
            UNKNOWN postgres-reachable/postgres.main vantage : 10.20.0.3 is private
            PASSED secret-matches-resource/secrets.REDIS_HOST : it equals redis.cache.host
            PASSED redis-instance/redis.cache : it is ready at 10.1.2.3, as declared
            PASSED vpc-connector-ready/connectors.main : it is ready
            PASSED vpc-egress-covers/services.backend : its egress covers 10.1.2.3 of redis.cache
            PASSED vpc-egress-covers/services.auth : its egress covers 10.20.0.3 of postgres.main
            """);
    assertThat(diagnosis.exitCode().code()).isEqualTo(20);
    assertThat(((Unknown) diagnosis.checks().getFirst().result().outcome()).observed())
        .isEqualTo(
            "10.1.2.3 is private; Google's control plane proves of the way: redis.cache: it is ready at"
                + " 10.1.2.3, as declared; secrets.REDIS_HOST: it equals redis.cache.host;"
                + " connectors.main: it is ready; services.backend: its egress covers 10.1.2.3 of"
                + " redis.cache; only the packet is missing");
    assertThat(((Unknown) diagnosis.checks().get(1).result().outcome()).observed())
        .isEqualTo(
            "10.20.0.3 is private; Google's control plane proves of the way: connectors.main: it is"
                + " ready; services.auth: its egress covers 10.20.0.3 of postgres.main; only the"
                + " packet is missing");
  }
}
