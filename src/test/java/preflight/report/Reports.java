package preflight.report;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.check.Place;
import preflight.check.Vantage;
import preflight.check.plan.Plan.Notice;
import preflight.diagnosis.Diagnoser;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.Environments;
import preflight.diagnosis.Policy;
import preflight.diagnosis.Runs;
import preflight.report.run.HumanReport;
import preflight.report.run.JsonReport;
import preflight.report.run.RunContext;
import preflight.report.run.ShortReport;
import preflight.resource.Environment;

/** Diagnosed runs of every kind, and every format of them. */
public final class Reports {

  private static final Environment ENVIRONMENT =
      Environments.of(
          """
          secret REDIS_HOST used-by=backend matches=redis.cache.host
          secret SERVICE_SECRET used-by=backend,auth impact=nobody_can_log_in
          secret JWT_SECRET used-by=backend,auth
          connector main
          redis cache through=main
          postgres main through=main
          service auth uses=postgres.main
          endpoint auth.health
          service backend uses=redis.cache,services.auth
          endpoint backend.health
          endpoint backend.start
          endpoint backend.chat websocket
          """);

  private static final RunContext CONTEXT =
      new RunContext(
          "0.1.0",
          "staging",
          "env-profiles/staging.yaml",
          "sha256:0f",
          Optional.of("3f2a91c"),
          Vantage.LOCAL,
          Instant.parse("2026-11-21T03:00:00Z"),
          7,
          Optional.empty(),
          ENVIRONMENT.relations());

  private static final String HEALTHY =
      """
      PASSED secret-exists/secrets.REDIS_HOST : exists
      PASSED secret-exists/secrets.SERVICE_SECRET : exists
      PASSED secret-exists/secrets.JWT_SECRET : exists
      PASSED redis-reachable/redis.cache measured=connect,ping_p95 : PONG
      PASSED postgres-reachable/postgres.main measured=connect,query_p95 : one row
      PASSED http-health/services.auth.health measured=response : 200
      PASSED run-revision-ready/services.backend : ready
      PASSED http-health/services.backend.health measured=response : 200
      SKIPPED ws-close-code/services.backend.chat not-applicable : no authentication is declared
      """;

  private static final String LINE_BREAK =
      """
      FAILED secret-matches-resource/secrets.REDIS_HOST SECRET_MISMATCH says=ends_with_a_line_break service=backend-staging : those 13 bytes and a line break (14 bytes)
      FAILED secret-payload-clean/secrets.REDIS_HOST SECRET_UNCLEAN : a line break at the end
      PASSED secret-exists/secrets.SERVICE_SECRET : exists
      FAILED redis-reachable/redis.cache DNS_NOT_FOUND phase=resolve almost-address=true : no address within 12 ms
      PASSED postgres-reachable/postgres.main measured=connect,query_p95 : one row
      PASSED http-health/services.auth.health measured=response : 200
      FAILED http-health/services.backend.health HTTP_APP_ERROR evidence=redis:_Error_-3 : 503
      FAILED ws-close-code/services.backend.chat WS_NOT_UPGRADED : 503
      SKIPPED redis-latency/redis.cache prerequisite : needs redis-reachable/redis.cache
      """;

  private static final Map<String, String> RUNS = new LinkedHashMap<>();

  static {
    RUNS.put("go", HEALTHY);
    RUNS.put(
        "warnings",
        HEALTHY
            + """
            FAILED secret-distinct/secrets.JWT_SECRET SECRET_OVERLAPS severity=warning : 41 characters in a row
            UNKNOWN tls-expiry/services.backend transient severity=warning : 502 from the load balancer
            """);
    RUNS.put("config", LINE_BREAK);
    RUNS.put(
        "infra",
        """
        PASSED secret-exists/secrets.SERVICE_SECRET : exists
        FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp : refused after 1 ms
        PASSED postgres-reachable/postgres.main measured=connect,query_p95 : one row
        FAILED http-health/services.backend.health HTTP_DEGRADED : checks.redis.status is failed
        """);
    RUNS.put(
        "code",
        """
        PASSED secret-exists/secrets.SERVICE_SECRET : exists
        FAILED run-revision-ready/services.backend RUN_CONTAINER_EXITED : IndentationError, exit(1)
        FAILED http-health/services.backend.health HTTP_FRONT_UNAVAILABLE : 503
        """);
    RUNS.put(
        "mixed",
        """
        FAILED secret-exists/secrets.SERVICE_SECRET SECRET_NOT_FOUND : no secret service-secret-staging
        FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp : refused after 1 ms
        FAILED run-revision-ready/services.auth RUN_SECRETS_DENIED : SECRETS_ACCESS_CHECK_FAILED
        FAILED http-health/services.auth.health HTTP_FRONT_UNAVAILABLE : 503
        FAILED http-health/services.backend.start HTTP_APP_NOT_FOUND : 404
        FAILED secret-strength/secrets.JWT_SECRET SECRET_WEAK severity=info : 190 bits
        """);
    RUNS.put(
        "inconclusive",
        """
        UNKNOWN secret-exists/secrets.REDIS_HOST permission command=gcloud_auth_application-default_login : no credentials on this machine
        UNKNOWN secret-exists/secrets.SERVICE_SECRET permission command=gcloud_auth_application-default_login : no credentials on this machine
        UNKNOWN redis-reachable/redis.cache vantage command=preflight_run_staging_--from_inside : a private address, from outside
        PASSED http-health/services.backend.health measured=response : 200
        """);
    RUNS.put(
        "interrupted",
        """
        PASSED secret-exists/secrets.REDIS_HOST : exists
        FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp : refused after 1 ms
        UNKNOWN http-health/services.backend.health interrupted : it had not ended yet
        """);
    RUNS.put(
        "aside",
        """
        PASSED secret-exists/secrets.REDIS_HOST : exists
        SKIPPED redis-reachable/redis.cache excluded : by --skip redis
        SKIPPED redis-latency/redis.cache excluded : by --skip redis
        FAILED tls-expiry/services.backend TLS_EXPIRES_SOON waived=renewed_on_the_25th : 9 days left
        """);
  }

  private Reports() {}

  public static List<String> names() {
    return List.copyOf(RUNS.keySet());
  }

  static Diagnosis diagnosis(String name) {
    List<String> lines = RUNS.getOrDefault(name, "").lines().toList();
    List<Notice> notices =
        name.equals("aside")
            ? List.of(
                new Notice(
                    "the waiver for redis-latency/redis.cache expired on 2026-01-31",
                    new Place("env-profiles/staging.yaml", 96, 5)))
            : List.of();
    return diagnosis(ENVIRONMENT, lines, notices, name.equals("interrupted"));
  }

  static Diagnosis diagnosis(
      Environment environment, List<String> lines, List<Notice> notices, boolean interrupted) {
    return new Diagnoser(environment, new Policy(false, false))
        .diagnose(Runs.of(Runs.results(lines), notices, interrupted));
  }

  static String human(Diagnosis diagnosis, Style style, boolean verbose) {
    var text = new StringWriter();
    new HumanReport(style, verbose).write(diagnosis, CONTEXT, new PrintWriter(text));
    return text.toString();
  }

  static String brief(Diagnosis diagnosis) {
    var text = new StringWriter();
    new ShortReport().write(diagnosis, new PrintWriter(text));
    return text.toString();
  }

  /** The report of one of these runs. */
  public static ReportDocument document(String name) {
    return new JsonReport(CONTEXT).document(diagnosis(name));
  }

  /** A failure at which a peer says something. */
  public static ReportDocument saying(String text) {
    return new JsonReport(CONTEXT)
        .document(
            diagnosis(
                ENVIRONMENT,
                List.of("FAILED http-health/services.backend.health HTTP_APP_ERROR : " + text),
                List.of(),
                /* interrupted= */ false));
  }

  static String json(Diagnosis diagnosis) {
    var text = new StringWriter();
    new JsonReport(CONTEXT).write(diagnosis, new PrintWriter(text));
    // Every report of a test keeps the contract.
    ReportSchema.read(text.toString());
    return text.toString();
  }
}
