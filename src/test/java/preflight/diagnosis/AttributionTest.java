package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.diagnosis.Explained.diagnose;
import static preflight.diagnosis.Explained.roots;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.check.FailureClass;
import preflight.check.Severity;
import preflight.check.command.Command;
import preflight.resource.Relation;

/** Which failure explains which, over the graph of an environment. */
class AttributionTest {

  private static final String ENVIRONMENT =
      """
      secret REDIS_HOST used-by=backend matches=redis.cache.host
      secret REDIS_PASSWORD used-by=backend impact=nobody_stays_logged_in
      secret SERVICE_SECRET used-by=backend,auth
      secret JWT_SECRET used-by=backend,auth
      secret OPENAI_API_KEY used-by=backend
      connector main
      redis cache through=main password=REDIS_PASSWORD
      postgres main through=main
      service auth uses=redis.cache,postgres.main verifies=JWT_SECRET
      endpoint auth.health
      service backend uses=redis.cache,services.auth impact=nobody_can_chat
      endpoint backend.health
      endpoint backend.start
      endpoint backend.chat websocket
      endpoint backend.events sse
      source
      """;

  private static List<String> rootsOf(String results) {
    return roots(diagnose(ENVIRONMENT, results));
  }

  @Test
  void a_value_that_is_nowhere_explains_the_container_that_ends_without_it() {
    String ended = "FAILED run-revision-ready/services.backend RUN_CONTAINER_EXITED";
    assertThat(
            rootsOf(
                ended
                    + """

                    FAILED secret-exists/secrets.JWT_SECRET SECRET_NOT_FOUND
                    FAILED env-required/services.backend ENV_MISSING variables=JWT_SECRET
                    FAILED http-health/services.backend.health HTTP_FRONT_UNAVAILABLE
                    """))
        .containsExactly(
            "secret-exists/secrets.JWT_SECRET CONFIG: run-revision-ready/services.backend"
                + " env-required/services.backend http-health/services.backend.health");
    assertThat(
            rootsOf(ended + "\nFAILED env-required/services.backend ENV_MISSING variables=REGION"))
        .containsExactly(
            "env-required/services.backend CONFIG: run-revision-ready/services.backend");
    assertThat(
            rootsOf(
                ended + " crash=true\nFAILED secret-exists/secrets.JWT_SECRET SECRET_NOT_FOUND"))
        .containsExactlyInAnyOrder(
            "secret-exists/secrets.JWT_SECRET CONFIG", "run-revision-ready/services.backend CODE");
  }

  @Test
  void one_wrong_wire_is_one_root_whoever_tells_of_it() {
    String wire = " wires=services.backend:JWT_SECRET";
    String mapped = "FAILED secret-mapped/secrets.JWT_SECRET SECRET_NOT_MAPPED" + wire;
    String differs = "FAILED secret-same-across-services/secrets.JWT_SECRET SECRET_DIFFERS" + wire;
    String open = "FAILED env-conflict/services.backend ENV_CONFLICT" + wire;
    String disagree =
        "FAILED env-consistent-across-services/services.backend ENV_INCONSISTENT"
            + wire
            + ",services.auth:JWT_SECRET";
    String refused = "FAILED s2s-auth/services.backend TOKEN_REFUSED phase=auth";
    assertThat(rootsOf(String.join("\n", open, differs, mapped, disagree, refused)))
        .containsExactly(
            "secret-mapped/secrets.JWT_SECRET CONFIG: env-conflict/services.backend"
                + " secret-same-across-services/secrets.JWT_SECRET"
                + " env-consistent-across-services/services.backend s2s-auth/services.backend");
    assertThat(rootsOf(open + "\n" + differs))
        .containsExactly(
            "secret-same-across-services/secrets.JWT_SECRET CONFIG: env-conflict/services.backend");
    // Another value in a place that has the right name: the check that knows of both stands.
    assertThat(rootsOf(mapped + "\n" + differs + ",services.auth:JWT_SECRET"))
        .containsExactly(
            "secret-same-across-services/secrets.JWT_SECRET CONFIG:"
                + " secret-mapped/secrets.JWT_SECRET");
  }

  @Test
  void two_wires_told_of_by_one_check_are_their_own_roots_where_other_checks_tell_of_each() {
    String both =
        "FAILED env-conflict/services.backend ENV_CONFLICT wires=services.backend:A,services.backend:B";
    assertThat(
            roots(
                diagnose(
                    "secret A used-by=backend\nsecret B used-by=backend\nservice backend",
                    both
                        + """

                        FAILED secret-mapped/secrets.A SECRET_NOT_MAPPED wires=services.backend:A
                        FAILED secret-mapped/secrets.B SECRET_NOT_MAPPED wires=services.backend:B
                        """)))
        .hasSize(2)
        .noneMatch(it -> it.startsWith("env-conflict"));
    assertThat(
            roots(
                diagnose(
                    "secret A used-by=backend\nsecret B used-by=backend\nservice backend",
                    both
                        + "\nFAILED secret-mapped/secrets.A SECRET_NOT_MAPPED"
                        + " wires=services.backend:A")))
        .as("B is told of by nobody else")
        .hasSize(2);
  }

  @Test
  void a_variable_with_a_wrong_address_is_one_root() {
    String wire = " wires=services.backend:REDIS_HOST";
    String mismatch = "\nFAILED env-matches-store/services.backend ENV_MISMATCH" + wire;
    assertThat(rootsOf("FAILED env-localhost/services.backend ENV_LOCALHOST" + wire + mismatch))
        .containsExactly(
            "env-localhost/services.backend CONFIG: env-matches-store/services.backend");
    assertThat(
            rootsOf("FAILED secret-matches-resource/secrets.REDIS_HOST SECRET_MISMATCH" + mismatch))
        .as("what a secret holds is given to all who use it")
        .containsExactly(
            "secret-matches-resource/secrets.REDIS_HOST CONFIG: env-matches-store/services.backend");
    assertThat(
            rootsOf(
                "FAILED secret-matches-resource/secrets.REDIS_HOST SECRET_MISMATCH\n"
                    + "FAILED secret-same-across-services/secrets.REDIS_HOST SECRET_DIFFERS"
                    + wire))
        .as("a wrong value is no wrong wire")
        .hasSize(2);
    assertThat(
            rootsOf(
                "FAILED env-required/services.backend ENV_MISSING variables=MODE"
                    + " wires=services.backend:MODE\n"
                    + "FAILED env-expected/services.backend ENV_UNEXPECTED_VALUE"
                    + " wires=services.backend:MODE"))
        .containsExactly("env-required/services.backend CONFIG: env-expected/services.backend");
  }

  @Test
  void a_process_here_that_lacks_a_value_is_not_running_because_of_it() {
    String here =
        """
        secret JWT_SECRET used-by=back source=file:.env
        secret STORED used-by=back
        service back elsewhere
        endpoint back.health
        endpoint back.start
        service front elsewhere uses=services.back
        endpoint front.health
        """;
    String refused =
        """
        FAILED http-health/services.back.health TCP_REFUSED phase=tcp
        FAILED http-health/services.back.start TCP_REFUSED phase=tcp
        """;
    assertThat(
            roots(
                diagnose(
                    here,
                    "FAILED http-origin/services.back TCP_REFUSED phase=tcp\n"
                        + refused
                        + "FAILED env-required/services.back ENV_MISSING variables=JWT_SECRET\n"
                        + "FAILED secret-exists/secrets.JWT_SECRET SECRET_NOT_FOUND")))
        .containsExactly(
            "secret-exists/secrets.JWT_SECRET CONFIG: http-origin/services.back"
                + " http-health/services.back.health http-health/services.back.start"
                + " env-required/services.back");
    // What stands in Secret Manager, or belongs to another service, ends no process here.
    for (String other :
        List.of(
            refused + "FAILED secret-exists/secrets.STORED SECRET_NOT_FOUND",
            "FAILED http-health/services.front.health TCP_REFUSED phase=tcp\n"
                + "FAILED secret-exists/secrets.JWT_SECRET SECRET_NOT_FOUND")) {
      assertThat(roots(diagnose(here, other))).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP_FRONT_DENIED",
        "HTTP_NOT_PUBLIC",
        "HTTP_TOKEN_UNFIT",
        "HTTP_INVOKER_DENIED",
        "HTTP_GATEWAY_DENIED",
        "HTTP_FIREWALL_DENIED",
        "HTTP_FRONT_NOT_FOUND",
        "HTTP_FRONT_NO_ROUTE",
        "HTTP_FRONT_THROTTLED",
        "HTTP_FRONT_NO_INSTANCE",
        "HTTP_FRONT_UNAVAILABLE",
        "HTTP_LOAD_BALANCER_ERROR",
        "HTTP_PROXY_NO_BACKEND"
      })
  void what_stands_before_all_paths_of_a_service_is_one_root(String signal) {
    assertThat(
            rootsOf(
                """
                FAILED http-health/services.backend.health {0}
                FAILED http-health/services.backend.start {0}
                FAILED ws-handshake/services.backend.chat {0}
                FAILED http-origin/services.backend {0}
                FAILED http-health/services.auth.health HTTP_UNEXPECTED_BODY
                """
                    .replace("{0}", signal)))
        .hasSize(2)
        .anySatisfy(it -> assertThat(it).startsWith("http-origin/services.backend "));
  }

  @Test
  void paths_without_a_route_are_facts_of_their_own_where_the_service_has_one() {
    assertThat(
            rootsOf(
                """
                PASSED http-origin/services.backend
                FAILED http-health/services.backend.health HTTP_FRONT_NO_ROUTE
                FAILED http-health/services.backend.start HTTP_FRONT_NO_ROUTE
                """))
        .hasSize(2);
  }

  @Test
  void a_file_that_is_not_there_is_one_root_for_all_that_should_stand_in_it() {
    String here =
        """
        secret A used-by=back source=file:.env
        secret B used-by=back source=file:.env
        secret C used-by=back source=file:other.env
        service back elsewhere
        endpoint back.health
        """;
    assertThat(
            roots(
                diagnose(
                    here,
                    """
                    FAILED secret-exists/secrets.A SECRET_NOT_FOUND absent=.env
                    FAILED secret-exists/secrets.B SECRET_NOT_FOUND absent=.env
                    FAILED secret-exists/secrets.C SECRET_NOT_FOUND absent=other.env
                    """)))
        .containsExactly(
            "secret-exists/secrets.A CONFIG: secret-exists/secrets.B",
            "secret-exists/secrets.C CONFIG");
  }

  @Test
  void what_is_missing_besides_a_secret_is_a_fact_of_its_own() {
    assertThat(
            rootsOf(
                """
                FAILED secret-exists/secrets.JWT_SECRET SECRET_NOT_FOUND
                FAILED env-required/services.backend ENV_MISSING variables=REGION
                """))
        .hasSize(2);
  }

  @Test
  void a_variable_that_is_missing_has_no_declared_value_either() {
    String required =
        "FAILED env-required/services.backend ENV_MISSING wires=services.backend:ENVIRONMENT";
    String expected =
        "\nFAILED env-expected/services.backend ENV_UNEXPECTED_VALUE wires=services.backend:";
    for (String deployed : List.of("", " by-deployment=true")) {
      assertThat(rootsOf(required + deployed + expected + "ENVIRONMENT" + deployed))
          .containsExactly("env-required/services.backend CONFIG: env-expected/services.backend");
    }
    assertThat(rootsOf(required + expected + "ENVIRONMENT,services.backend:REGION")).hasSize(2);
    assertThat(rootsOf(required + expected + "REGION")).hasSize(2);
    assertThat(
            rootsOf(
                required + expected.replace("services.backend", "services.auth") + "ENVIRONMENT"))
        .hasSize(2);
  }

  @Test
  void of_two_roots_that_weigh_the_same_the_cause_stands_before_the_symptom() {
    assertThat(
            rootsOf(
                """
                FAILED http-health/services.auth.health TCP_REFUSED phase=tcp
                FAILED env-expected/services.auth ENV_UNEXPECTED_VALUE
                """))
        .element(0)
        .isEqualTo("env-expected/services.auth CONFIG");
  }

  @Test
  void a_failure_without_a_failed_ancestor_is_a_root_of_its_own() {
    assertThat(rootsOf("FAILED http-health/services.backend.health HTTP_APP_ERROR"))
        .containsExactly("http-health/services.backend.health CODE");
  }

  @Test
  void one_surviving_ancestor_explains_the_failure() {
    assertThat(
            rootsOf(
                """
                FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp
                FAILED http-health/services.backend.health HTTP_APP_ERROR
                """))
        .containsExactly("redis-reachable/redis.cache INFRA: http-health/services.backend.health");
  }

  @Test
  void an_ancestor_of_the_wrong_kind_explains_nothing() {
    assertThat(
            rootsOf(
                """
                FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp
                FAILED http-health/services.backend.health HTTP_UNEXPECTED_BODY
                FAILED http-health/services.backend.start HTTP_APP_NOT_FOUND
                """))
        .containsExactlyInAnyOrder(
            "redis-reachable/redis.cache INFRA",
            "http-health/services.backend.health CODE",
            "http-health/services.backend.start CODE");
  }

  @Test
  void a_route_that_was_not_mounted_is_missing_at_its_endpoint() {
    assertThat(
            rootsOf(
                """
                FAILED http-routes/services.backend HTTP_ROUTE_MISSING phase=body
                FAILED http-health/services.backend.start HTTP_APP_NOT_FOUND
                """))
        .containsExactly("http-routes/services.backend CODE: http-health/services.backend.start");
  }

  @Test
  void of_several_ancestors_the_deepest_explains_and_the_others_contribute() {
    Diagnosis diagnosis =
        diagnose(
            ENVIRONMENT,
            """
            FAILED connector-ready/connectors.main RUN_NETWORK_NOT_FOUND
            FAILED redis-reachable/redis.cache REDIS_AUTH_REJECTED phase=auth
            FAILED http-health/services.backend.health HTTP_APP_ERROR
            """);

    // Redis refuses the password, so the connector is fine: one candidate is left.
    assertThat(roots(diagnosis))
        .containsExactly(
            "redis-reachable/redis.cache CONFIG: http-health/services.backend.health",
            "connector-ready/connectors.main CONFIG");

    Diagnosis several =
        diagnose(
            ENVIRONMENT,
            """
            FAILED postgres-reachable/postgres.main TCP_REFUSED phase=tcp
            FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp
            FAILED http-health/services.backend.health HTTP_APP_ERROR
            """);

    assertThat(roots(several))
        .containsExactly(
            "postgres-reachable/postgres.main INFRA: http-health/services.backend.health",
            "redis-reachable/redis.cache INFRA");
    assertThat(several.roots().getLast().contributingTo())
        .containsExactly(Runs.id("http-health/services.backend.health"));
  }

  @Test
  void of_ancestors_at_one_depth_the_surer_explains() {
    assertThat(
            rootsOf(
                """
                FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp
                FAILED exec/services.auth EXEC_FAILED
                FAILED run-revision-ready/services.auth RUN_IMAGE_MISSING
                FAILED http-health/services.backend.health HTTP_APP_ERROR
                """))
        .contains("run-revision-ready/services.auth CONFIG: http-health/services.backend.health");
  }

  @Test
  void a_program_reaches_a_service_no_better_than_its_endpoints_are_reached() {
    assertThat(
            rootsOf(
                """
                FAILED exec/services.backend EXEC_FAILED
                FAILED http-health/services.backend.health TCP_REFUSED phase=tcp
                """))
        .singleElement()
        .asString()
        .startsWith("http-health/services.backend.health")
        .endsWith("exec/services.backend");
    // What an application answers, or another service, says nothing of what a program asks.
    assertThat(
            rootsOf(
                """
                FAILED exec/services.auth EXEC_FAILED
                FAILED http-health/services.backend.health HTTP_APP_NOT_FOUND
                FAILED http-health/services.backend.start TCP_REFUSED phase=tcp
                """))
        .hasSizeGreaterThan(1)
        .anySatisfy(it -> assertThat(it).startsWith("exec/services.auth UNDETERMINED"));
  }

  @Test
  void an_unanswered_ancestor_leaves_the_failure_undetermined_and_names_the_probe_that_decides() {
    Diagnosis diagnosis =
        diagnose(
            ENVIRONMENT,
            """
            UNKNOWN redis-reachable/redis.cache vantage
            FAILED http-health/services.backend.health HTTP_APP_ERROR
            """);

    RootCause root = diagnosis.roots().getFirst();
    assertThat(root.to()).isEqualTo(FailureClass.UNDETERMINED);
    assertThat(root.because()).startsWith("redis-reachable/redis.cache could not be checked");
    assertThat(root.owner()).isEmpty();
    assertThat(diagnosis.exitCode().code()).isEqualTo(13);
  }

  @Test
  void an_unanswered_check_that_could_not_be_the_cause_leaves_the_class_alone() {
    assertThat(
            rootsOf(
                """
                UNKNOWN redis-reachable/redis.cache vantage
                UNKNOWN redis-latency/redis.cache deadline
                UNKNOWN secret-strength/secrets.SERVICE_SECRET defect
                FAILED http-health/services.backend.start HTTP_APP_NOT_FOUND
                FAILED run-revision-ready/services.backend RUN_CONTAINER_EXITED
                """))
        .containsExactlyInAnyOrder(
            "http-health/services.backend.start CODE", "run-revision-ready/services.backend CODE");
  }

  @Test
  void whatever_an_unanswered_check_could_have_found_below_leaves_a_failure_undetermined() {
    Diagnosis diagnosis =
        diagnose(
            ENVIRONMENT,
            """
            UNKNOWN secret-payload-clean/secrets.REDIS_HOST permission
            FAILED redis-reachable/redis.cache DNS_NOT_FOUND phase=resolve
            """);

    assertThat(roots(diagnosis)).containsExactly("redis-reachable/redis.cache UNDETERMINED");
    assertThat(diagnosis.roots().getFirst().because())
        .startsWith("secret-payload-clean/secrets.REDIS_HOST could not be checked");
  }

  @Test
  void what_a_passing_check_rules_out_an_unanswered_one_of_the_same_resource_cannot_be() {
    // It could only have said that the secret is not there, and it is.
    assertThat(
            rootsOf(
                """
                PASSED secret-exists/secrets.REDIS_HOST
                UNKNOWN secret-expiry/secrets.REDIS_HOST permission
                FAILED redis-reachable/redis.cache DNS_NOT_FOUND phase=resolve
                """))
        .containsExactly("redis-reachable/redis.cache CONFIG");
  }

  @Test
  void bytes_with_which_another_store_opens_are_not_what_an_unanswered_check_hides() {
    String environment =
        """
        secret HOST
        redis cache host=HOST
        redis queue host=HOST
        """;
    String results =
        """
        PASSED secret-exists/secrets.HOST
        UNKNOWN secret-payload-clean/secrets.HOST permission
        FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp
        """;

    assertThat(roots(diagnose(environment, results)))
        .containsExactly("redis-reachable/redis.cache UNDETERMINED");
    assertThat(roots(diagnose(environment, results + "PASSED redis-reachable/redis.queue\n")))
        .containsExactly("redis-reachable/redis.cache INFRA");
  }

  @Test
  void a_closed_account_is_one_root_whatever_asked() {
    assertThat(
            rootsOf(
                """
                FAILED secret-exists/secrets.REDIS_HOST BILLING_DISABLED
                FAILED secret-exists/secrets.JWT_SECRET BILLING_DISABLED
                FAILED env-required/services.backend BILLING_DISABLED
                FAILED run-revision-ready/services.auth BILLING_DISABLED
                FAILED http-health/services.backend.health HTTP_FRONT_UNAVAILABLE
                """))
        .containsExactly(
            "run-revision-ready/services.auth INFRA: secret-exists/secrets.REDIS_HOST"
                + " secret-exists/secrets.JWT_SECRET env-required/services.backend"
                + " http-health/services.backend.health");
  }

  @Test
  void each_api_that_is_off_is_one_root() {
    assertThat(
            rootsOf(
                """
                FAILED secret-exists/secrets.REDIS_HOST API_DISABLED api=secretmanager.googleapis.com
                FAILED secret-exists/secrets.JWT_SECRET API_DISABLED api=secretmanager.googleapis.com
                FAILED run-revision-ready/services.backend API_DISABLED api=run.googleapis.com
                FAILED env-required/services.backend API_DISABLED api=run.googleapis.com
                """))
        .containsExactlyInAnyOrder(
            "secret-exists/secrets.JWT_SECRET CONFIG: secret-exists/secrets.REDIS_HOST",
            "run-revision-ready/services.backend CONFIG: env-required/services.backend");
  }

  @Test
  void a_service_under_a_misspelled_name_is_one_root_for_all_that_asked_about_it() {
    assertThat(
            rootsOf(
                """
                FAILED secret-mapped/secrets.JWT_SECRET RUN_SERVICE_NOT_FOUND absent=services.backend
                FAILED env-required/services.backend RUN_SERVICE_NOT_FOUND
                FAILED run-revision-ready/services.backend RUN_SERVICE_NOT_FOUND
                FAILED http-health/services.backend.health HTTP_FRONT_NOT_FOUND
                FAILED run-revision-ready/services.auth RUN_SERVICE_NOT_FOUND
                """))
        .containsExactlyInAnyOrder(
            "run-revision-ready/services.backend CONFIG: secret-mapped/secrets.JWT_SECRET"
                + " env-required/services.backend http-health/services.backend.health",
            "run-revision-ready/services.auth CONFIG");
  }

  @Test
  void what_the_platform_told_of_who_depends_on_whom_counts_like_the_profile() {
    String environment =
        """
        secret JWT_SECRET
        service backend
        endpoint backend.start
        """;
    String results =
        """
        FAILED secret-placeholder/secrets.JWT_SECRET SECRET_PLACEHOLDER
        FAILED http-health/services.backend.start HTTP_APP_DENIED
        """;

    assertThat(roots(diagnose(environment, results))).hasSize(2);
    var seen =
        List.of(
            new Relation(
                Environments.name("services.backend"),
                Environments.name("secrets.JWT_SECRET"),
                "receives"));
    assertThat(
            roots(
                new Diagnoser(
                        new Graph(Environments.of(environment), seen), new Policy(false, false))
                    .diagnose(Runs.of(results))))
        .containsExactly(
            "secret-placeholder/secrets.JWT_SECRET CONFIG: http-health/services.backend.start");
  }

  @Test
  void a_revision_that_never_started_does_not_explain_what_the_older_one_answers() {
    String exited = "FAILED run-revision-ready/services.auth RUN_CONTAINER_EXITED crash=true%s\n";
    String error =
        """
        PASSED http-origin/services.auth
        FAILED http-health/services.auth.health HTTP_APP_ERROR
        FAILED http-health/services.backend.health HTTP_APP_ERROR
        """;
    String gone = "FAILED http-health/services.auth.health HTTP_FRONT_UNAVAILABLE\n";

    assertThat(rootsOf(exited.formatted("") + error)).hasSize(1);
    assertThat(rootsOf(exited.formatted(" older-serves=true") + error))
        .containsExactlyInAnyOrder(
            "http-health/services.auth.health CODE: http-health/services.backend.health",
            "run-revision-ready/services.auth CODE");
    assertThat(rootsOf(exited.formatted(" older-serves=true") + gone)).hasSize(1);
  }

  @Test
  void an_unanswered_ancestor_matters_no_more_when_another_failure_explains() {
    assertThat(
            rootsOf(
                """
                UNKNOWN redis-reachable/redis.cache vantage
                FAILED run-revision-ready/services.backend RUN_CONTAINER_EXITED
                FAILED http-health/services.backend.health HTTP_FRONT_UNAVAILABLE
                """))
        .containsExactly(
            "run-revision-ready/services.backend CODE: http-health/services.backend.health");
  }

  @Test
  void a_connector_through_which_another_store_is_reached_is_not_the_cause() {
    Diagnosis diagnosis =
        diagnose(
            ENVIRONMENT,
            """
            FAILED connector-ready/connectors.main RUN_NETWORK_NOT_FOUND
            FAILED redis-reachable/redis.cache TCP_TIMEOUT phase=tcp
            PASSED postgres-reachable/postgres.main
            """);

    assertThat(roots(diagnosis))
        .containsExactly(
            "connector-ready/connectors.main CONFIG", "redis-reachable/redis.cache INFRA");
    assertThat(diagnosis.roots().getLast().counterEvidence())
        .containsExactly(
            "postgres.main is reached through the connector main too: it is not the cause");
  }

  @Test
  void a_store_that_refuses_a_password_was_reached_too() {
    assertThat(
            rootsOf(
                """
                FAILED connector-ready/connectors.main RUN_NETWORK_NOT_FOUND
                FAILED redis-reachable/redis.cache TCP_TIMEOUT phase=tcp
                FAILED postgres-reachable/postgres.main POSTGRES_AUTH_REJECTED phase=auth
                """))
        .containsExactlyInAnyOrder(
            "connector-ready/connectors.main CONFIG",
            "redis-reachable/redis.cache INFRA",
            "postgres-reachable/postgres.main CONFIG");
  }

  @Test
  void without_counter_evidence_the_connector_explains_every_silence_behind_it() {
    assertThat(
            rootsOf(
                """
                FAILED connector-ready/connectors.main RUN_NETWORK_NOT_FOUND
                FAILED redis-reachable/redis.cache TCP_TIMEOUT phase=tcp
                FAILED postgres-reachable/postgres.main TCP_TIMEOUT phase=tcp
                FAILED http-health/services.backend.health HTTP_APP_ERROR
                """))
        .containsExactly(
            "connector-ready/connectors.main CONFIG: redis-reachable/redis.cache"
                + " postgres-reachable/postgres.main http-health/services.backend.health");
  }

  @Test
  void a_peer_that_accepts_and_stays_silent_was_reached_so_no_connector_explains_it() {
    assertThat(
            rootsOf(
                """
                FAILED connector-ready/connectors.main RUN_NETWORK_NOT_FOUND
                FAILED redis-reachable/redis.cache PEER_SILENT phase=ping
                """))
        .hasSize(2);
  }

  @Test
  void a_password_with_which_our_own_probe_gets_in_is_not_the_cause() {
    Diagnosis diagnosis =
        diagnose(
            ENVIRONMENT,
            """
            FAILED secret-payload-clean/secrets.REDIS_PASSWORD SECRET_UNCLEAN severity=warning
            PASSED redis-reachable/redis.cache
            FAILED http-health/services.backend.health HTTP_APP_ERROR
            """);

    assertThat(roots(diagnosis))
        .containsExactly(
            "http-health/services.backend.health CODE",
            "secret-payload-clean/secrets.REDIS_PASSWORD CONFIG");
    assertThat(diagnosis.roots().getFirst().counterEvidence())
        .containsExactly(
            "redis.cache opens with the very bytes of the secret REDIS_PASSWORD:"
                + " they are not the cause");
  }

  @Test
  void a_cause_is_not_much_younger_than_its_effect() {
    String cause = "FAILED redis-reachable/redis.cache TCP_REFUSED since=2025-09-14T10:%s:00Z\n";
    String effect =
        "FAILED http-health/services.backend.health HTTP_APP_ERROR since=2025-09-14T10:00:00Z";

    assertThat(rootsOf(cause.formatted("01") + effect)).hasSize(1);
    assertThat(rootsOf(cause.formatted("02") + effect)).hasSize(2);
  }

  @Test
  void where_a_time_is_unknown_or_unreadable_it_refutes_nothing() {
    assertThat(
            rootsOf(
                """
                FAILED redis-reachable/redis.cache TCP_REFUSED since=yesterday
                FAILED http-health/services.backend.health HTTP_APP_ERROR since=2025-09-14T10:00:00Z
                """))
        .hasSize(1);
  }

  @Test
  void a_static_finding_of_the_source_is_never_the_cause_of_a_runtime_failure() {
    assertThat(
            rootsOf(
                """
                FAILED code-single-definition/source EXEC_FAILED class=code severity=warning
                FAILED http-health/services.backend.health HTTP_APP_ERROR
                FAILED ws-close-code/services.backend.chat WS_CLOSED_BY_APP
                """))
        .containsExactly(
            "http-health/services.backend.health CODE",
            "ws-close-code/services.backend.chat CODE",
            "code-single-definition/source CODE");
  }

  @Test
  void several_failures_of_one_secret_have_one_root_whatever_their_order_in_the_plan() {
    assertThat(
            rootsOf(
                """
                FAILED secret-strength/secrets.REDIS_HOST SECRET_WEAK
                FAILED secret-format/secrets.REDIS_HOST SECRET_MALFORMED
                FAILED secret-placeholder/secrets.REDIS_HOST SECRET_PLACEHOLDER
                FAILED secret-payload-clean/secrets.REDIS_HOST SECRET_UNCLEAN
                FAILED secret-matches-resource/secrets.REDIS_HOST SECRET_MISMATCH
                """))
        .containsExactly(
            "secret-matches-resource/secrets.REDIS_HOST CONFIG:"
                + " secret-strength/secrets.REDIS_HOST secret-format/secrets.REDIS_HOST"
                + " secret-placeholder/secrets.REDIS_HOST"
                + " secret-payload-clean/secrets.REDIS_HOST");
    assertThat(
            rootsOf(
                """
                FAILED secret-strength/secrets.JWT_SECRET SECRET_WEAK
                FAILED secret-format/secrets.JWT_SECRET SECRET_MALFORMED
                """))
        .containsExactly(
            "secret-format/secrets.JWT_SECRET CONFIG: secret-strength/secrets.JWT_SECRET");
  }

  @Test
  void failures_of_two_secrets_are_two_roots() {
    assertThat(
            rootsOf(
                """
                FAILED secret-matches-resource/secrets.REDIS_HOST SECRET_MISMATCH
                FAILED secret-payload-clean/secrets.JWT_SECRET SECRET_UNCLEAN
                """))
        .hasSize(2);
  }

  @Test
  void endpoints_of_one_service_share_its_route_certificate_and_verifier() {
    for (String signal :
        List.of("DNS_NOT_FOUND", "TCP_REFUSED", "TLS_EXPIRED", "HTTP_APP_DENIED")) {
      assertThat(
              rootsOf(
                  """
                  FAILED http-health/services.backend.health %s
                  FAILED ws-handshake/services.backend.chat %s
                  """
                      .formatted(signal, signal)))
          .as(signal)
          .hasSize(1);
    }
  }

  @Test
  void a_service_without_an_instance_explains_what_its_streams_and_sockets_miss() {
    assertThat(
            rootsOf(
                """
                FAILED http-health/services.backend.health HTTP_FRONT_UNAVAILABLE
                FAILED ws-handshake/services.backend.chat WS_NOT_UPGRADED
                FAILED sse-first-event/services.backend.events SSE_WRONG_CONTENT_TYPE
                """))
        .hasSize(1);
  }

  @Test
  void endpoints_that_each_answer_something_of_their_own_are_roots_of_their_own() {
    assertThat(
            rootsOf(
                """
                FAILED http-health/services.backend.health HTTP_UNEXPECTED_STATUS
                FAILED http-health/services.backend.start HTTP_UNEXPECTED_STATUS
                FAILED ws-subprotocol/services.backend.chat WS_SUBPROTOCOL
                """))
        .hasSize(3);
  }

  @Test
  void the_certificate_of_a_service_is_that_of_its_endpoints() {
    assertThat(
            rootsOf(
                """
                FAILED http-health/services.backend.health TLS_EXPIRED phase=tls
                FAILED tls-expiry/services.backend TLS_EXPIRED phase=tls
                """))
        .containsExactly("tls-expiry/services.backend CONFIG: http-health/services.backend.health");
  }

  @Test
  void the_chain_of_whys_makes_no_detour_over_a_sibling_that_only_met_the_same() {
    Diagnosis diagnosis =
        diagnose(
            ENVIRONMENT,
            """
            FAILED tls-valid/services.backend TLS_EXPIRED phase=tls : the certificate has expired
            FAILED http-health/services.backend.health TLS_EXPIRED phase=tls : the certificate has expired
            FAILED http-health/services.backend.start TLS_EXPIRED phase=tls : the certificate has expired
            """);

    assertThat(diagnosis.roots().getFirst().whys())
        .containsExactly(
            "the certificate has expired (services.backend.health)",
            "the certificate has expired (services.backend)");
  }

  @Test
  void a_failure_travels_through_the_services_that_use_each_other() {
    assertThat(
            rootsOf(
                """
                FAILED postgres-reachable/postgres.main TCP_REFUSED phase=tcp
                FAILED http-health/services.auth.health HTTP_APP_ERROR
                FAILED http-health/services.backend.health HTTP_APP_ERROR
                """))
        .containsExactly(
            "postgres-reachable/postgres.main INFRA: http-health/services.auth.health"
                + " http-health/services.backend.health");
  }

  @Test
  void the_chain_of_whys_leads_from_the_symptom_over_each_link_to_the_cause() {
    RootCause root =
        diagnose(
                ENVIRONMENT,
                """
                FAILED secret-matches-resource/secrets.REDIS_HOST SECRET_MISMATCH says=ends_with_a_line_break
                FAILED redis-reachable/redis.cache DNS_NOT_FOUND phase=resolve : no address
                FAILED http-health/services.backend.health HTTP_APP_ERROR : 503
                """)
            .roots()
            .getFirst();

    assertThat(root.whys())
        .containsExactly(
            "the application answered with a server error (services.backend.health): 503",
            "the service backend uses redis.cache",
            "the name does not resolve (redis.cache): no address",
            "redis.cache is reached with the secret REDIS_HOST",
            "the secret REDIS_HOST ends with a line break");
  }

  @Test
  void a_handler_that_throws_while_health_passes_is_the_application_s_own() {
    String redis = "FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp\n";
    String socket = "FAILED ws-close-code/services.backend.chat WS_CLOSED_BY_APP\n";
    String health = "PASSED http-health/services.backend.health\n";

    assertThat(rootsOf(redis + socket)).hasSize(1);
    assertThat(rootsOf(redis + health + socket))
        .contains("ws-close-code/services.backend.chat CODE");
  }

  @Test
  void an_endpoint_that_passes_makes_no_service_well_whose_health_fails() {
    assertThat(
            rootsOf(
                """
                FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp
                FAILED http-health/services.backend.health HTTP_APP_ERROR
                PASSED http-health/services.backend.start
                FAILED ws-close-code/services.backend.chat WS_CLOSED_BY_APP
                """))
        .containsExactly(
            "redis-reachable/redis.cache INFRA: http-health/services.backend.health"
                + " ws-close-code/services.backend.chat");
  }

  @Test
  void a_missing_variable_explains_why_the_container_refused_to_start_even_if_checked_later() {
    assertThat(
            rootsOf(
                """
                FAILED run-revision-ready/services.backend RUN_CONTAINER_VARIABLE
                FAILED env-required/services.backend ENV_MISSING
                FAILED http-health/services.backend.health HTTP_FRONT_UNAVAILABLE
                """))
        .containsExactly(
            "env-required/services.backend CONFIG: run-revision-ready/services.backend"
                + " http-health/services.backend.health");
  }

  @Test
  void a_finding_in_the_code_explains_the_container_that_ends_with_its_very_name() {
    String down = "\nFAILED http-health/services.backend.health HTTP_FRONT_UNAVAILABLE";
    assertThat(
            rootsOf(
                """
                FAILED image-imports/services.backend CODE_IMPORT_UNRESOLVED subjects=app.agents
                FAILED run-revision-ready/services.backend RUN_CONTAINER_EXITED module=app.agents crash=true\
                """
                    + down))
        .containsExactly(
            "image-imports/services.backend CODE: run-revision-ready/services.backend"
                + " http-health/services.backend.health");
    assertThat(
            rootsOf(
                """
                FAILED run-revision-ready/services.backend RUN_CONTAINER_EXITED name=limit crash=true
                FAILED code-undefined-name/services.backend CODE_NAME_UNDEFINED subjects=other,limit
                """))
        .containsExactly(
            "code-undefined-name/services.backend CODE: run-revision-ready/services.backend");
    assertThat(
            rootsOf(
                """
                FAILED run-revision-ready/services.backend RUN_CONTAINER_EXITED place=main.py:7 crash=true
                FAILED code-syntax/services.backend CODE_DOES_NOT_PARSE places=other.py:1,main.py:7
                """))
        .containsExactly("code-syntax/services.backend CODE: run-revision-ready/services.backend");
    assertThat(
            rootsOf(
                """
                FAILED run-revision-ready/services.backend RUN_CONTAINER_VARIABLE variable=LIMIT
                FAILED code-env-contract/services.backend CODE_VARIABLE_NOT_GIVEN subjects=LIMIT
                """))
        .containsExactly(
            "code-env-contract/services.backend CODE: run-revision-ready/services.backend");
  }

  @Test
  void a_variable_that_a_declaration_promises_and_the_code_reads_is_one_root() {
    String read =
        "\nFAILED code-env-contract/services.backend CODE_VARIABLE_NOT_GIVEN subjects=LIMIT";
    for (String declared :
        List.of(
            "env-expected/services.backend ENV_UNEXPECTED_VALUE",
            "env-required/services.backend ENV_MISSING")) {
      String failed = "FAILED " + declared;
      String check = declared.substring(0, declared.indexOf(' '));
      assertThat(rootsOf(failed + " variables=LIMIT" + read))
          .containsExactly(check + " CONFIG: code-env-contract/services.backend");
      assertThat(rootsOf(failed + " variables=OTHER" + read)).as(declared).hasSize(2);
      assertThat(rootsOf(failed + " variables=LIMIT" + read + ",MORE")).hasSize(2);
    }
  }

  @Test
  void a_finding_in_the_code_that_the_last_words_do_not_name_explains_no_runtime_failure() {
    List<String> findings =
        List.of(
            "image-imports/services.backend CODE_IMPORT_UNRESOLVED subjects=app.other",
            "image-imports/services.backend CODE_IMPORT_UNRESOLVED",
            "image-imports/services.auth CODE_IMPORT_UNRESOLVED subjects=app.agents",
            "image-late-imports/services.backend CODE_IMPORT_UNRESOLVED subjects=app.agents",
            "code-undefined-name/services.backend CODE_NAME_UNDEFINED subjects=app.agents",
            "code-syntax/services.backend CODE_DOES_NOT_PARSE places=agents.py:1",
            "code-call-contract/services.backend CODE_CALL_REFUSED subjects=app.agents",
            "code-routes/services.backend CODE_ROUTE_MISSING subjects=health",
            "code-env-contract/services.backend CODE_VARIABLE_NOT_GIVEN subjects=LIMIT",
            "code-single-definition/source CODE_RULE_BROKEN");
    List<String> effects =
        List.of(
            "run-revision-ready/services.backend RUN_CONTAINER_EXITED module=app.agents crash=true",
            "run-revision-ready/services.backend RUN_CONTAINER_EXITED",
            "run-revision-ready/services.backend RUN_CONTAINER_VARIABLE variable=OTHER",
            "run-revision-ready/services.backend RUN_PORT_NOT_BOUND",
            "http-health/services.backend.health HTTP_FRONT_UNAVAILABLE",
            "http-health/services.backend.health HTTP_APP_ERROR");
    for (String finding : findings) {
      for (String effect : effects) {
        assertThat(rootsOf("FAILED " + finding + "\nFAILED " + effect))
            .as(finding + " " + effect)
            .hasSize(2);
      }
    }
  }

  @Test
  void a_slow_store_explains_a_slow_answer_but_no_error() {
    String slow = "FAILED redis-latency/redis.cache LATENCY_OVER_BUDGET\n";

    assertThat(rootsOf(slow + "FAILED http-health/services.backend.start HTTP_TOO_SLOW"))
        .hasSize(1);
    assertThat(rootsOf(slow + "FAILED http-health/services.backend.start HTTP_APP_ERROR"))
        .hasSize(2);
  }

  @Test
  void a_clock_explains_what_its_own_service_refuses_and_no_other() {
    String backend =
        """
        PASSED s2s-clock/services.backend
        FAILED s2s-auth/services.backend TOKEN_REFUSED
        """;

    assertThat(rootsOf("FAILED s2s-clock/services.auth CLOCK_SKEW\n" + backend))
        .containsExactlyInAnyOrder(
            "s2s-auth/services.backend UNDETERMINED", "s2s-clock/services.auth INFRA");
    assertThat(rootsOf("UNKNOWN s2s-clock/services.auth vantage\n" + backend))
        .containsExactly("s2s-auth/services.backend UNDETERMINED");
    assertThat(
            rootsOf(
                """
                FAILED s2s-clock/services.auth CLOCK_SKEW
                FAILED s2s-auth/services.auth TOKEN_REFUSED
                FAILED http-health/services.auth.health HTTP_APP_DENIED
                """))
        .hasSize(1);
  }

  @Test
  void a_weak_or_shared_secret_breaks_nothing_at_run_time() {
    assertThat(
            rootsOf(
                """
                FAILED secret-strength/secrets.JWT_SECRET SECRET_WEAK
                FAILED secret-distinct/secrets.SERVICE_SECRET SECRET_OVERLAPS
                FAILED http-health/services.backend.health HTTP_APP_DENIED
                """))
        .hasSize(3);
  }

  @Test
  void independent_faults_are_two_roots_and_cause_and_effect_are_one() {
    String redis = "FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp\n";
    String jwt = "FAILED secret-same-across-services/secrets.JWT_SECRET SECRET_DIFFERS\n";
    String crash = "FAILED run-revision-ready/services.backend RUN_CONTAINER_EXITED\n";
    String gaveUp = "FAILED run-revision-ready/services.backend RUN_CONTAINER_DEPENDENCY\n";
    String denied = "FAILED http-health/services.backend.start HTTP_APP_DENIED\n";

    assertThat(rootsOf(redis + jwt)).hasSize(2);
    assertThat(rootsOf(redis + crash)).hasSize(2);
    assertThat(rootsOf(redis + gaveUp)).hasSize(1);
    assertThat(rootsOf(jwt + denied)).hasSize(1);
    assertThat(rootsOf(redis + denied)).hasSize(2);
    assertThat(rootsOf(redis + jwt + gaveUp + denied)).hasSize(2);
  }

  @Test
  void a_root_weighs_as_much_as_the_heaviest_failure_that_it_explains() {
    Diagnosis diagnosis =
        diagnose(
            ENVIRONMENT,
            """
            FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp severity=warning
            FAILED http-health/services.backend.health HTTP_APP_ERROR
            """);

    assertThat(diagnosis.roots().getFirst().severity()).isEqualTo(Severity.BLOCKER);
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.NO_GO);
    assertThat(diagnosis.exitCode().code()).isEqualTo(10);
  }

  @Test
  void the_worst_root_comes_first_by_weight_then_impact_then_what_it_explains() {
    assertThat(
            rootsOf(
                """
                FAILED secret-strength/secrets.OPENAI_API_KEY SECRET_WEAK severity=info
                FAILED secret-distinct/secrets.SERVICE_SECRET SECRET_OVERLAPS severity=warning
                FAILED secret-strength/secrets.JWT_SECRET SECRET_WEAK
                FAILED secret-strength/secrets.REDIS_PASSWORD SECRET_WEAK
                """))
        .containsExactly(
            "secret-strength/secrets.REDIS_PASSWORD CONFIG",
            "secret-strength/secrets.JWT_SECRET CONFIG",
            "secret-distinct/secrets.SERVICE_SECRET CONFIG",
            "secret-strength/secrets.OPENAI_API_KEY CONFIG");
  }

  @Test
  void a_root_tells_what_users_lose_its_own_resource_first() {
    assertThat(
            diagnose(
                    ENVIRONMENT,
                    """
                    FAILED secret-exists/secrets.REDIS_PASSWORD SECRET_NOT_FOUND
                    FAILED run-revision-ready/services.backend RUN_SECRETS_DENIED
                    """)
                .roots()
                .getFirst()
                .impact())
        .containsExactly("nobody stays logged in", "nobody can chat");
  }

  @Test
  void the_owner_is_the_profile_s_for_the_class() {
    assertThat(
            diagnose(
                    ENVIRONMENT,
                    """
                    FAILED redis-reachable/redis.cache TCP_REFUSED
                    FAILED secret-distinct/secrets.SERVICE_SECRET SECRET_OVERLAPS
                    FAILED http-health/services.backend.start HTTP_APP_NOT_FOUND
                    FAILED exec/services.auth EXEC_FAILED
                    """)
                .roots())
        .extracting(it -> it.owner().orElse("-"))
        .containsExactlyInAnyOrder("#platform-oncall", "#release", "#backend", "-");
  }

  @Test
  void commands_are_filled_in_with_what_is_known_and_capitals_for_the_rest() {
    Diagnosis diagnosis =
        diagnose(
            ENVIRONMENT,
            """
            FAILED secret-matches-resource/secrets.REDIS_HOST SECRET_MISMATCH service=backend-staging
            FAILED secret-strength/secrets.JWT_SECRET SECRET_WEAK
            """);

    assertThat(diagnosis.roots().getFirst().fix().commands())
        .extracting(Command::toString)
        .containsExactly(
            ": \"${NEW_REDIS_HOST:?the value of REDIS_HOST}\" && printf %s \"$NEW_REDIS_HOST\""
                + " | gcloud secrets versions add redis-host-staging --data-file=-"
                + " --project=acme-staging",
            "gcloud run services update backend-staging --region=us-central1"
                + " --project=acme-staging --update-secrets=REDIS_HOST=redis-host-staging:latest");
    assertThat(diagnosis.roots().getLast().fix().text())
        .isEqualTo("Ask staging's operator about THING_NOBODY_KNOWS.");
  }

  @Test
  void of_services_that_fail_in_a_circle_without_a_cause_below_one_is_the_root() {
    var ring =
        Stream.of("ab", "bc", "ca")
            .map(it ->
                new Relation(
                    Environments.name("services." + it.charAt(0)),
                    Environments.name("services." + it.charAt(1)),
                    "uses"))
            .toList();
    var environment =
        Environments.of(
            """
            service a
            endpoint a.health
            service b
            endpoint b.health
            service c
            endpoint c.health
            """);
    Diagnosis diagnosis =
        new Diagnoser(new Graph(environment, ring), new Policy(false, false))
            .diagnose(
                Runs.of(
                    """
                    FAILED http-health/services.a.health HTTP_APP_ERROR
                    FAILED http-health/services.b.health HTTP_APP_ERROR
                    FAILED http-health/services.c.health HTTP_APP_ERROR
                    """));

    assertThat(roots(diagnosis))
        .containsExactly(
            "http-health/services.a.health CODE: http-health/services.b.health"
                + " http-health/services.c.health");
    assertThat(diagnosis.roots().getFirst().contributingTo()).isEmpty();
  }

  @Test
  void services_that_use_each_other_in_a_circle_still_end_in_roots() {
    Diagnosis diagnosis =
        diagnose(
            """
            service a uses=services.b
            endpoint a.health
            service b uses=services.c
            endpoint b.health
            service c uses=services.a,redis.cache
            endpoint c.health
            redis cache
            """,
            """
            FAILED http-health/services.a.health HTTP_APP_ERROR
            FAILED http-health/services.b.health HTTP_APP_ERROR
            FAILED http-health/services.c.health HTTP_APP_ERROR
            FAILED redis-reachable/redis.cache TCP_REFUSED
            """);

    assertThat(roots(diagnosis))
        .containsExactly(
            "redis-reachable/redis.cache INFRA: http-health/services.a.health"
                + " http-health/services.b.health http-health/services.c.health");
  }

  @Test
  void a_revision_that_does_not_start_is_one_root_and_who_says_more_stands_for_it() {
    String platform = "FAILED run-revision-ready/services.backend %s revision=b-2%n";
    String log = "FAILED run-container-exit/services.backend %s revision=b-2%n";
    String down = "FAILED http-health/services.backend.health HTTP_FRONT_UNAVAILABLE";
    assertThat(
            rootsOf(
                (platform + log).formatted("RUN_PORT_NOT_BOUND", "RUN_CONTAINER_MEMORY") + down))
        .containsExactly(
            "run-container-exit/services.backend CONFIG: run-revision-ready/services.backend"
                + " http-health/services.backend.health");
    assertThat(
            rootsOf(
                (platform + log).formatted("RUN_CONTAINER_VARIABLE", "RUN_CONTAINER_EXITED")
                    + down))
        .containsExactly(
            "run-revision-ready/services.backend CONFIG: run-container-exit/services.backend"
                + " http-health/services.backend.health");
    assertThat(rootsOf((platform + log).formatted("RUN_CONTAINER_MEMORY", "RUN_CONTAINER_MEMORY")))
        .containsExactly(
            "run-revision-ready/services.backend CONFIG: run-container-exit/services.backend");
  }

  @Test
  void what_the_log_of_a_revision_names_has_its_cause_where_another_check_found_it() {
    String platform =
        "FAILED run-revision-ready/services.backend RUN_PORT_NOT_BOUND revision=b-2\n";
    String log = "FAILED run-container-exit/services.backend %s revision=b-2 %s%n";
    assertThat(
            rootsOf(
                platform
                    + log.formatted("RUN_CONTAINER_EXITED", "module=app.agents crash=true")
                    + "FAILED image-imports/services.backend CODE_IMPORT_UNRESOLVED"
                    + " subjects=app.agents"))
        .containsExactly(
            "image-imports/services.backend CODE: run-revision-ready/services.backend"
                + " run-container-exit/services.backend");
    assertThat(
            rootsOf(
                platform
                    + log.formatted("RUN_CONTAINER_DEPENDENCY", "")
                    + "FAILED redis-reachable/redis.cache TCP_TIMEOUT phase=tcp"))
        .containsExactly(
            "redis-reachable/redis.cache INFRA: run-revision-ready/services.backend"
                + " run-container-exit/services.backend");
    assertThat(
            rootsOf(
                platform
                    + log.formatted("RUN_CONTAINER_SCHEMA", "")
                    + "FAILED postgres-migrations/postgres.main POSTGRES_MIGRATIONS_PENDING"))
        .containsExactly(
            "postgres-migrations/postgres.main CODE: run-revision-ready/services.backend"
                + " run-container-exit/services.backend");
    assertThat(
            rootsOf(
                platform
                    + log.formatted("RUN_PORT_DIFFERS", "")
                    + "FAILED redis-reachable/redis.cache TCP_TIMEOUT phase=tcp"))
        .contains(
            "run-container-exit/services.backend CONFIG: run-revision-ready/services.backend");
  }
}
