package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import preflight.check.FailureClass;
import preflight.check.Severity;
import preflight.check.signal.Signal;
import preflight.engine.Run;

/** Each row of the decision table, by a failure that falls into it. */
class DecisionTableTest {

  private static final String ENVIRONMENT =
      """
      secret A used-by=backend
      redis cache host=REDIS_HOST
      postgres main host=POSTGRES_HOST
      service backend uses=redis.cache,postgres.main
      endpoint backend.health
      endpoint backend.chat
      service worker url=http://127.0.0.1:58080
      endpoint worker.health
      secret REDIS_HOST
      secret POSTGRES_HOST
      """;

  /** Signals that no row may decide, and why. */
  private static final Map<Signal, String> UNDECIDED =
      new EnumMap<>(
          Map.of(
              Signal.RUN_REVISION_FAILED, "the platform gives no reason",
              Signal.REDIS_ERROR, "an error reply that the protocol does not type",
              Signal.POSTGRES_ERROR, "a SQLSTATE outside the table",
              Signal.GRPC_FAILED, "a status of any origin"));

  private static RootCause only(String results) {
    return diagnose(results).roots().getFirst();
  }

  private static Diagnosis diagnose(String results) {
    Run run = Runs.of(results);
    return new Diagnoser(Environments.of(ENVIRONMENT), new Policy(false, false)).diagnose(run);
  }

  @ParameterizedTest(name = "row {0}: {1} on {2} {3}")
  @CsvSource(
      textBlock =
          """
          4,   BILLING_DISABLED,        services.backend,,                INFRA,  0.98
          5,   API_DISABLED,            secrets.A,,                       CONFIG, 0.97
          6,   SECRET_ACCESS_DENIED,    secrets.A,,                       CONFIG, 0.95
          7,   POLICY_DENIED,           secrets.A,,                       CONFIG, 0.95
          9,   RUN_SECRETS_DENIED,      services.backend,,                CONFIG, 0.95
          9,   RUN_ENCRYPTION_KEY,      services.backend,,                CONFIG, 0.95
          9,   RUN_NETWORK_NOT_FOUND,   services.backend,,                CONFIG, 0.95
          9,   RUN_IMAGE_DENIED,        services.backend,,                CONFIG, 0.95
          10,  RUN_IMAGE_MISSING,       services.backend,,                CONFIG, 0.9
          11a, RUN_CHANGE_REFUSED,      services.backend,,                CONFIG, 0.95
          11b, RUN_TRAFFIC_PINNED,      services.backend,,                CONFIG, 0.95
          11c, RUN_INGRESS_DIFFERS,     services.backend,,                CONFIG, 0.95
          11d, RUN_INVOKER_MISSING,     services.backend,,                CONFIG, 0.90
          11e, RUN_RESOURCES_DIFFER,    services.backend,,                CONFIG, 0.95
          11f, RUN_VARIABLE_RESERVED,   services.backend,,                CONFIG, 0.95
          4,   INSTANCE_SUSPENDED,      redis.cache,,                     INFRA, 0.98
          11,  VPC_CONNECTOR_FAILED,    services.backend,,                INFRA, 0.95
          11,  INSTANCE_NOT_READY,      redis.cache,,                     INFRA, 0.95
          12a, VPC_CONNECTOR_ELSEWHERE, services.backend,,                CONFIG, 0.95
          12a, VPC_CONNECTOR_DIFFERS,   services.backend,,                CONFIG, 0.95
          12a, VPC_NOT_ATTACHED,        services.backend,,                CONFIG, 0.95
          12a, VPC_EGRESS_MISSES,       services.backend,,                CONFIG, 0.95
          12a, VPC_NETWORK_DIFFERS,     services.backend,,                CONFIG, 0.95
          12a, INSTANCE_DIFFERS,        redis.cache,,                     CONFIG, 0.95
          12b, INSTANCE_STOPPED,        redis.cache,,                     CONFIG, 0.95
          12,  VPC_CONNECTOR_NOT_FOUND, services.backend,,                CONFIG, 0.95
          12,  INSTANCE_NOT_FOUND,      redis.cache,,                     CONFIG, 0.95
          12,  RUN_SERVICE_NOT_FOUND,   services.backend,,                CONFIG, 0.95
          13,  SECRET_DISABLED,         secrets.A,,                       CONFIG, 0.97
          13,  SECRET_DESTROYED,        secrets.A,,                       CONFIG, 0.97
          13,  SECRET_NOT_FOUND,        secrets.A,,                       CONFIG, 0.97
          13,  SECRET_NOT_MAPPED,       secrets.A,,                       CONFIG, 0.97
          13,  SECRET_PLACEHOLDER,      secrets.A,,                       CONFIG, 0.97
          13,  SECRET_UNCLEAN,          secrets.A,,                       CONFIG, 0.97
          13,  SECRET_MISMATCH,         secrets.A,,                       CONFIG, 0.97
          14,  RUN_CONTAINER_EXITED,    services.backend, crash=true,     CODE,   0.97
          45,  WS_CUT,                  services.backend.health, at-request-timeout=true, CONFIG, 0.85
          45a, WS_CLOSED_EARLY,         services.backend.health, restarting=true, INFRA, 0.6
          14a, RUN_CONTAINER_EXITED,    services.backend, image-ran-before=true, CONFIG, 0.6
          15a, RUN_CONTAINER_VARIABLE,  services.backend, variable-set=true, CODE, 0.7
          14b, RUN_CONTAINER_EXITED,    services.backend,,                CODE,   0.6
          15,  RUN_CONTAINER_VARIABLE,  services.backend,,                CONFIG, 0.9
          16,  RUN_CONTAINER_MEMORY,    services.backend,,                CONFIG, 0.85
          16a, RUN_CONTAINER_DENIED,    services.backend,,                CONFIG, 0.9
          16b, RUN_CONTAINER_SCHEMA,    services.backend,,                CODE,   0.85
          17a, RUN_PORT_DIFFERS,        services.backend, listens-to-itself=true, CODE, 0.8
          17b, RUN_PORT_DIFFERS,        services.backend,,                CONFIG, 0.85
          17,  RUN_PORT_NOT_BOUND,      services.backend,,                UNDETERMINED, 0.5
          18,  RUN_CONTAINER_DEPENDENCY,services.backend,,                UNDETERMINED, 0.5
          19a, DNS_NOT_FOUND,           redis.cache, phase=resolve almost-address=true, CONFIG, 0.9
          19c, DNS_NOT_FOUND,           redis.cache, phase=resolve,       CONFIG, 0.7
          19e, DNS_FAILED,              services.backend.health, phase=resolve, INFRA, 0.6
          19d, DNS_WRONG_ADDRESS,       services.backend,,                CONFIG, 0.9
          33,  TCP_REFUSED,             services.backend.health,,         CONFIG, 0.8
          33,  TCP_TIMEOUT,             services.backend,,                CONFIG, 0.8
          21b, TCP_REFUSED,             services.worker,,                 INFRA,  0.6
          21b, TCP_REFUSED,             services.worker.health,,          INFRA,  0.6
          20,  TCP_TIMEOUT,             services.worker.health,,          INFRA,  0.7
          20,  TCP_TIMEOUT,             redis.cache, phase=tcp,           INFRA,  0.7
          21,  TCP_REFUSED,             redis.cache, answers-elsewhere=true, CONFIG, 0.9
          21b, TCP_REFUSED,             redis.cache,,                     INFRA,  0.6
          21a, PEER_SILENT,             postgres.main,,                   INFRA,  0.6
          21a, CONNECTION_RESET,        postgres.main,,                   INFRA,  0.6
          22,  TCP_UNREACHABLE,         redis.cache,,                     CONFIG, 0.85
          22a, SOCKET_NOT_FOUND,        postgres.main, path-too-long=true, CONFIG, 0.95
          22b, SOCKET_NOT_FOUND,        postgres.main, other-sockets=true, CONFIG, 0.9
          22c, SOCKET_NOT_FOUND,        postgres.main,,                  UNDETERMINED, 0.5
          22d, SOCKET_REFUSED,          redis.cache,,                    INFRA,  0.6
          23,  TLS_FAILED,              postgres.main,,                   CONFIG, 0.9
          23,  TLS_REFUSED,             postgres.main,,                   CONFIG, 0.9
          24,  WRONG_PROTOCOL,          redis.cache,,                     CONFIG, 0.9
          25,  REDIS_AUTH_REJECTED,     redis.cache,,                     CONFIG, 0.93
          25,  REDIS_AUTH_REQUIRED,     redis.cache,,                     CONFIG, 0.93
          25,  REDIS_AUTH_UNEXPECTED,   redis.cache,,                     CONFIG, 0.93
          25,  POSTGRES_AUTH_REJECTED,  postgres.main,,                   CONFIG, 0.93
          25,  POSTGRES_NOT_ALLOWED,    postgres.main,,                   CONFIG, 0.93
          26,  POSTGRES_NO_DATABASE,    postgres.main,,                   CONFIG, 0.9
          26,  POSTGRES_FORBIDDEN,      postgres.main,,                   CONFIG, 0.9
          27,  POSTGRES_MISSING_OBJECT, postgres.main,,                   CODE,   0.85
          27,  POSTGRES_MIGRATIONS_PENDING, postgres.main,,               CODE,   0.85
          27,  POSTGRES_MIGRATIONS_FAILED, postgres.main,,                CODE,   0.85
          25,  POSTGRES_CONNECT_DENIED, postgres.main,,                   CONFIG, 0.93
          25,  POSTGRES_NO_TENANT,      postgres.main,,                   CONFIG, 0.93
          27a, POSTGRES_OUTSIDE_SEARCH_PATH, postgres.main,,              CONFIG, 0.75
          27e, POSTGRES_NO_SCHEMA,      postgres.main, schema-searched=true, CODE, 0.75
          27f, POSTGRES_NO_SCHEMA,      postgres.main, other-schema=true, CONFIG, 0.8
          27g, POSTGRES_NO_SCHEMA,      postgres.main,,                   UNDETERMINED, 0.5
          27b, POSTGRES_NO_BACKEND,     postgres.main,,                   INFRA,  0.8
          27c, POSTGRES_BACKEND_REFUSES, postgres.main,,                  CONFIG, 0.85
          27c, POSTGRES_POOL_MODE,      postgres.main,,                   CONFIG, 0.85
          27d, POSTGRES_POOL_EXHAUSTED, postgres.main,,                   UNDETERMINED, 0.5
          28,  POSTGRES_TOO_MANY_CONNECTIONS, postgres.main,,             CONFIG, 0.75
          28,  REDIS_TOO_MANY_CLIENTS,  redis.cache,,                     CONFIG, 0.75
          29a, REDIS_READ_ONLY,         redis.cache, steady-replica=true, CONFIG, 0.8
          29a, POSTGRES_READ_ONLY,      postgres.main, steady-replica=true, CONFIG, 0.8
          29b, POSTGRES_READ_ONLY,      postgres.main, read-only-by-setting=true, CONFIG, 0.8
          29,  POSTGRES_READ_ONLY,      postgres.main,,                   INFRA,  0.8
          29,  REDIS_READ_ONLY,         redis.cache,,                     INFRA,  0.8
          29,  REDIS_OUT_OF_MEMORY,     redis.cache,,                     INFRA,  0.8
          29,  REDIS_LOADING,           redis.cache,,                     INFRA,  0.8
          29,  REDIS_MASTER_DOWN,       redis.cache,,                     INFRA,  0.8
          29,  POSTGRES_STARTING,       postgres.main,,                   INFRA,  0.8
          29,  POSTGRES_OUT_OF_RESOURCES, postgres.main,,                 INFRA,  0.8
          30,  POSTGRES_STATEMENT_TIMEOUT, postgres.main,,                CODE,   0.7
          30,  POSTGRES_LOCKS,          postgres.main,,                   CODE,   0.7
          30a, REDIS_BUSY,              redis.cache,,                     CODE,   0.8
          31a, REDIS_CLUSTER_MOVED,     redis.cache,,                     CONFIG, 0.85
          31c, REDIS_WRONG_MODE,        redis.cache,,                     CONFIG, 0.95
          31d, REDIS_PROTECTED,         redis.cache,,                     CONFIG, 0.9
          31e, REDIS_NO_BACKEND,        redis.cache,,                     INFRA,  0.75
          31f, REDIS_LIMIT_REACHED,     redis.cache,,                     CONFIG, 0.85
          31b, REDIS_CLUSTER_DOWN,      redis.cache,,                     INFRA,  0.85
          34,  HTTP_FRONT_NOT_FOUND,    services.backend.health,,         CONFIG, 0.9
          35,  HTTP_FRONT_DENIED,       services.backend.health,,         CONFIG, 0.9
          35a, HTTP_NOT_PUBLIC,         services.backend.health,,         CONFIG, 0.95
          35b, HTTP_TOKEN_UNFIT,        services.backend.health,,         CONFIG, 0.85
          35c, HTTP_INVOKER_DENIED,     services.backend.health,,         CONFIG, 0.95
          35d, HTTP_EXPOSED,            services.backend,,                CONFIG, 0.95
          35e, HTTP_FRONT_NO_ROUTE,     services.backend.health,,         CONFIG, 0.85
          35f, HTTP_GATEWAY_DENIED,     services.backend.health,,         CONFIG, 0.8
          35g, HTTP_FIREWALL_DENIED,    services.backend.health,,         UNDETERMINED, 0.5
          36,  HTTP_FRONT_THROTTLED,    services.backend.health,,         CONFIG, 0.8
          37,  HTTP_FRONT_NO_INSTANCE,  services.backend.health,,         INFRA,  0.7
          38h, HTTP_FRONT_UNAVAILABLE,  services.backend.health,,         UNDETERMINED, 0.5
          38a, RUN_PLATFORM_ERROR,      services.backend,,                INFRA,  0.8
          38b, HTTP_LOAD_BALANCER_ERROR,services.backend.health,,         CONFIG, 0.6
          38c, HTTP_PROXY_NO_BACKEND,   services.backend,,                INFRA,  0.6
          38d, HTTP_PROXY_TIMEOUT,      services.backend.health,,         INFRA,  0.55
          38e, HTTP_PROXY_TOO_LARGE,    services.backend.health,,         CONFIG, 0.9
          39,  HTTP_CONTAINER_FAULT,    services.backend.health,,         CODE,   0.75
          39,  WS_CUT,                  services.backend.health,,         CODE,   0.75
          40,  HTTP_TOO_SLOW,           services.backend.health,,         CODE,   0.6
          41a, HTTP_APP_ERROR,          services.backend.health, blames-store=true, UNDETERMINED, 0.5
          41,  HTTP_APP_ERROR,          services.backend.health,,         CODE,   0.7
          42a, HTTP_APP_DENIED,         services.backend.health,,         UNDETERMINED, 0.5
          42a, TOKEN_REFUSED,           services.backend,,                UNDETERMINED, 0.5
          43,  HTTP_APP_NOT_FOUND,      services.backend.health,,         CODE,   0.85
          43,  HTTP_ROUTE_MISSING,      services.backend,,                CODE,   0.85
          43b, HTTP_UNEXPECTED_STATUS,  services.backend.health, unknown-speaker=true, UNDETERMINED, 0.5
          43a, HTTP_UNEXPECTED_STATUS,  services.backend.health,,         CODE,   0.7
          44,  WS_CLOSED_BY_APP,        services.backend.health,,         CODE,   0.9
          46,  WS_SUBPROTOCOL,          services.backend.health,,         CODE,   0.9
          48a, LATENCY_TIMER,           redis.cache, phase=resolve,       CONFIG, 0.75
          48b, LATENCY_TIMER,           postgres.main, phase=query,       INFRA,  0.75
          48c, LATENCY_OVER_BUDGET,     redis.cache,,                     INFRA,  0.6
          49,  DEPLOY_FIX_MISSING,      services.backend,,                CODE,   0.95
          49a, DEPLOY_STALE,            services.backend,,                CODE,   0.8
          49b, DEPLOY_FORKED,           services.backend,,                CODE,   0.8
          49c, DEPLOY_COMMIT_DISPUTED,  services.backend,,                CONFIG, 0.9
          49d, DEPLOY_GATE_OFF,         services.backend,,                CONFIG, 0.95
          49e, CONFIG_DRIFT,            services.backend,,                CONFIG, 0.95
          50a, SECRET_OVERLAPS,         secrets.A,,                       CONFIG, 0.95
          50a, SECRET_WEAK,             secrets.A,,                       CONFIG, 0.95
          50b, SECRET_CORRUPT,          secrets.A,,                       INFRA,  0.9
          50c, ENV_MISSING,             services.backend,,                CONFIG, 0.95
          50c, ENV_FORBIDDEN,           services.backend,,                CONFIG, 0.95
          50d, TLS_EXPIRED,             services.backend,,                CONFIG, 0.95
          50d, TLS_WRONG_HOST,          services.backend,,                CONFIG, 0.95
          50d, TLS_UNTRUSTED,           redis.cache,,                     CONFIG, 0.95
          50e, SSE_SILENT,              services.backend.health,,         CODE,   0.8
          50e, SSE_WRONG_CONTENT_TYPE,  services.backend.health,,         CODE,   0.8
          50f, TOKEN_WRONGLY_ACCEPTED,  services.backend,,                CODE,   0.95
          50g, CLOCK_SKEW,              services.backend,,                INFRA,  0.9
          50h, CODE_IMPORT_UNRESOLVED,  services.backend,,                CODE,   0.95
          50i, EXEC_FAILED,             services.backend, says-infra=true, INFRA, 0.7
          50j, EXEC_FAILED,             services.backend, says-config=true, CONFIG, 0.7
          50k, EXEC_FAILED,             services.backend, says-code=true, CODE,  0.7
          51,  EXEC_FAILED,             services.backend,,                UNDETERMINED, 0
          """)
  void a_failure_falls_into_its_row(
      String row, Signal signal, String resource, String facts, FailureClass to, double sure) {
    RootCause root =
        only("FAILED any/%s %s %s".formatted(resource, signal, facts == null ? "" : facts));

    assertThat(root.rule()).isEqualTo(row);
    assertThat(root.to()).isEqualTo(to);
    assertThat(root.confidence()).isEqualTo(sure);
    assertThat(root.because()).isNotBlank();
  }

  @Test
  void when_no_name_resolves_the_resolver_is_at_fault() {
    assertThat(
            only("""
            FAILED redis-reachable/redis.cache DNS_FAILED phase=resolve
            FAILED postgres-reachable/postgres.main DNS_FAILED phase=resolve
            """)
                .rule())
        .isEqualTo("19b");
  }

  @Test
  void a_bare_503_is_the_platforms_only_where_it_says_that_the_revision_is_ready() {
    String fails = "FAILED http-health/services.backend.health HTTP_FRONT_UNAVAILABLE\n";

    assertThat(rule(fails + "PASSED run-revision-ready/services.backend")).isEqualTo("38");
    for (String says :
        List.of(
            "UNKNOWN run-revision-ready/services.backend permission",
            "PASSED run-revision-ready/services.worker",
            "FAILED image-imports/services.backend CODE_IMPORT_UNRESOLVED subject=app.x")) {
      assertThat(rule(fails + says)).as(says).isEqualTo("38h");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PEER_SILENT, 21a, 40a",
    "HTTP_TOO_SLOW, 40, 40a",
    "HTTP_PROXY_TIMEOUT, 38d, 38g",
    "HTTP_PROXY_NO_BACKEND, 38c, 38f"
  })
  void what_one_route_keeps_to_itself_is_not_the_whole_service(
      Signal signal, String alone, String besideAnother) {
    String fails = "FAILED http-health/services.backend.health %s\n".formatted(signal);

    for (String says :
        List.of(
            "PASSED tls-valid/services.backend",
            "PASSED http-origin/services.worker",
            "PASSED redis-reachable/redis.cache",
            "FAILED http-health/services.backend.chat TCP_REFUSED")) {
      assertThat(rule(fails + says)).as(says).isEqualTo(alone);
    }
    for (String answers :
        List.of(
            "PASSED http-health/services.backend.chat",
            "PASSED http-origin/services.backend",
            "FAILED http-health/services.backend.chat HTTP_APP_NOT_FOUND")) {
      assertThat(rule(fails + answers)).as(answers).isEqualTo(besideAnother);
    }
  }

  /** Of the failing health check. */
  private static String rule(String results) {
    return diagnose(results).roots().stream()
        .filter(it -> it.id().toString().equals("http-health/services.backend.health"))
        .findFirst()
        .orElseThrow()
        .rule();
  }

  @Test
  void when_one_name_resolves_the_others_are_wrong() {
    assertThat(
            diagnose(
                    """
                    FAILED redis-reachable/redis.cache DNS_NOT_FOUND phase=resolve
                    FAILED http-health/services.backend.health DNS_NOT_FOUND phase=resolve
                    PASSED postgres-reachable/postgres.main measured=resolve,tcp
                    """)
                .roots())
        .extracting(RootCause::rule)
        .containsOnly("19c");
  }

  @Test
  void a_value_that_no_resolver_was_asked_about_accuses_none() {
    String mistyped = "FAILED http-health/services.backend.health DNS_NOT_FOUND phase=resolve\n";

    for (String unasked :
        List.of(
            "DNS_NOT_FOUND almost-address=true",
            "DNS_NOT_FOUND no-name=true",
            "SECRET_MALFORMED")) {
      assertThat(
              diagnose(
                      mistyped
                          + "FAILED redis-reachable/redis.cache %s phase=resolve"
                              .formatted(unasked))
                  .roots())
          .filteredOn(it -> it.id().check().equals("http-health"))
          .extracting(RootCause::rule)
          .containsExactly("19c");
    }
  }

  @Test
  void two_failures_of_one_name_do_not_accuse_the_resolver() {
    assertThat(
            only("""
            FAILED redis-reachable/redis.cache DNS_NOT_FOUND phase=resolve
            FAILED redis-latency/redis.cache DNS_NOT_FOUND phase=resolve
            """)
                .rule())
        .isEqualTo("19c");
  }

  @Test
  void a_degraded_answer_is_the_application_s_when_our_probes_reach_all_that_it_uses() {
    String degraded = "FAILED http-health/services.backend.health HTTP_DEGRADED\n";
    String redis = "PASSED redis-reachable/redis.cache\n";
    String postgres = "PASSED postgres-reachable/postgres.main\n";

    assertThat(only(degraded + redis + postgres + TOLD_THE_SAME).rule()).isEqualTo("47");
    assertThat(only(degraded + redis).rule()).isEqualTo("51");
  }

  @Test
  void nobody_s_code_is_accused_where_its_own_settings_were_not_compared() {
    String stores = "PASSED redis-reachable/redis.cache\nPASSED postgres-reachable/postgres.main\n";
    String degraded = "FAILED http-health/services.backend.health HTTP_DEGRADED\n" + stores;
    String blames =
        "FAILED http-health/services.backend.health HTTP_APP_ERROR blames-store=true\n" + stores;

    for (String failure : List.of(degraded, blames)) {
      assertThat(only(failure).to()).isEqualTo(FailureClass.UNDETERMINED);
      assertThat(only(failure).because()).contains("--live", "run.viewer");
      assertThat(only(failure + TOLD_THE_SAME).to()).isEqualTo(FailureClass.CODE);
      assertThat(
              only(failure + "UNKNOWN env-matches-store/services.backend permission\n").because())
          .contains("env-matches-store/services.backend could not be checked");
      RootCause other =
          only(
              failure
                  + "FAILED env-matches-store/services.backend ENV_MISMATCH severity=warning"
                  + "\n");
      assertThat(other.to()).isEqualTo(FailureClass.CONFIG);
      assertThat(other.id().check()).isEqualTo("env-matches-store");
      assertThat(other.severity()).isEqualTo(Severity.BLOCKER);
    }
  }

  @Test
  void a_secret_that_could_not_be_compared_is_not_one_that_is_the_same() {
    String refused = "FAILED s2s-auth/services.backend TOKEN_REFUSED\n";
    String same = "";
    for (String secret : List.of("A", "REDIS_HOST", "POSTGRES_HOST")) {
      same +=
          """
          PASSED secret-same-across-services/secrets.%1$s
          PASSED secret-mapped/secrets.%1$s
          PASSED secret-stale-in-service/secrets.%1$s
          """
              .formatted(secret);
    }

    assertThat(only(refused + same).rule()).isEqualTo("42");
    assertThat(
            only(refused + same.replace("PASSED secret-stale-in-service/secrets.A\n", "")).rule())
        .isEqualTo("42a");
    assertThat(
            only(refused
                    + same.replace(
                        "PASSED secret-mapped/secrets.A",
                        "UNKNOWN secret-mapped/secrets.A permission"))
                .to())
        .isEqualTo(FailureClass.UNDETERMINED);
  }

  private static final String TOLD_THE_SAME = "PASSED env-matches-store/services.backend\n";

  @ParameterizedTest
  @EnumSource(Signal.class)
  void every_signal_falls_into_a_row_or_is_listed_with_a_reason(Signal signal) {
    boolean decided =
        DecisionTable.rows().stream()
            .filter(it -> !it.id().equals("51"))
            .anyMatch(it -> it.signals().contains(signal));

    assertThat(decided).isEqualTo(!UNDECIDED.containsKey(signal));
  }

  @Test
  void every_row_but_the_last_can_be_reached() {
    Set<Signal> taken = new HashSet<>();
    for (Rule rule : DecisionTable.rows()) {
      assertThat(taken.containsAll(rule.signals())).as("row %s", rule.id()).isFalse();
      if (rule.condition().isEmpty()) {
        taken.addAll(rule.signals());
      }
    }
  }

  @Test
  void ids_are_unique_and_sentences_are_sentences_without_a_full_stop() {
    List<Rule> rows = DecisionTable.rows();
    assertThat(rows).extracting(Rule::id).doesNotHaveDuplicates();
    assertThat(rows).extracting(Rule::because).allMatch(it -> !it.endsWith(".") && !it.isBlank());
    assertThat(rows)
        .allSatisfy(it -> {
          assertThat(it.confidence()).isBetween(0.0, 1.0);
          assertThat(it.confidence() > 0.5).isEqualTo(it.to() != FailureClass.UNDETERMINED);
        });
  }

  @Test
  void the_parameterised_rows_above_cover_the_table() throws NoSuchMethodException {
    var rows =
        DecisionTableTest.class
            .getDeclaredMethod(
                "a_failure_falls_into_its_row",
                String.class,
                Signal.class,
                String.class,
                String.class,
                FailureClass.class,
                double.class)
            .getAnnotation(CsvSource.class)
            .textBlock()
            .lines()
            .map(it -> it.substring(0, it.indexOf(',')).strip());
    Set<String> covered =
        Stream.concat(rows, Stream.of("19b", "38", "38f", "38g", "40a", "42", "47", "47a"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(covered)
        .isEqualTo(
            DecisionTable.rows().stream()
                .map(Rule::id)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @ParameterizedTest
  @MethodSource("classes")
  void an_override_of_profile_or_pack_wins_and_gives_its_reason(FailureClass to) {
    RootCause root = only("FAILED any/redis.cache TCP_REFUSED class=" + to);

    assertThat(root.to()).isEqualTo(to);
    assertThat(root.rule()).isEqualTo("override");
    assertThat(root.because()).isEqualTo("the profile says so");
  }

  static Stream<FailureClass> classes() {
    return Arrays.stream(FailureClass.values());
  }
}
