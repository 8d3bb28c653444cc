package preflight.report;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import preflight.check.Vantage;
import preflight.diagnosis.Diagnoser;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.Environments;
import preflight.diagnosis.Graph;
import preflight.diagnosis.Policy;
import preflight.diagnosis.Runs;
import preflight.report.run.JsonReport;
import preflight.report.run.RunContext;
import preflight.report.run.TriageReport;
import preflight.resource.Environment;

/** A staging environment on good and on bad days. */
final class Incidents {

  static final Environment STAGING =
      Environments.of(
          """
          secret REDIS_HOST used-by=backend matches=redis.cache.host
          secret REDIS_PASSWORD used-by=backend
          secret JWT_SECRET used-by=backend,auth
          connector staging-connector
          redis cache through=staging-connector host=REDIS_HOST password=REDIS_PASSWORD impact=nobody_stays_logged_in
          postgres main through=staging-connector
          service backend uses=redis.cache,postgres.main,services.auth verifies=JWT_SECRET impact=no_chat
          endpoint backend.health
          endpoint backend.chat websocket
          service auth uses=postgres.main verifies=JWT_SECRET
          endpoint auth.health
          """);

  private static final List<String> GOOD_DAY =
      """
      PASSED secret-exists/secrets.REDIS_HOST : version 4
      PASSED secret-matches-resource/secrets.REDIS_HOST : 13 bytes, the same
      PASSED secret-payload-clean/secrets.REDIS_HOST : clean
      PASSED secret-exists/secrets.REDIS_PASSWORD : version 1
      PASSED secret-exists/secrets.JWT_SECRET : version 2
      PASSED connector-ready/connectors.staging-connector : READY
      PASSED redis-reachable/redis.cache measured=resolve,tcp,ping : PONG
      PASSED redis-latency/redis.cache measured=ping_p95 : in time
      PASSED postgres-reachable/postgres.main measured=connect : connected
      PASSED run-revision-ready/services.backend : backend-00042 is ready
      PASSED http-health/services.backend.health : 200
      PASSED ws-close-code/services.backend.chat : open
      PASSED run-revision-ready/services.auth : auth-00017 is ready
      PASSED http-health/services.auth.health : 200
      """
          .lines()
          .toList();

  private static final List<String> NEWLINE_IN_REDIS_HOST =
      """
      FAILED secret-matches-resource/secrets.REDIS_HOST SECRET_MISMATCH says=ends_with_a_line_break evidence=projects/acme-staging/secrets/redis-host-staging/versions/5 service=backend-staging : those 13 bytes and a line break (14 bytes)
      FAILED secret-payload-clean/secrets.REDIS_HOST SECRET_UNCLEAN says=ends_with_a_line_break : U+000A at the end
      FAILED redis-reachable/redis.cache DNS_NOT_FOUND phase=resolve almost-address=true evidence=Name_or_service_not_known : no such name
      SKIPPED redis-latency/redis.cache prerequisite : needs redis-reachable/redis.cache
      FAILED http-health/services.backend.health HTTP_DEGRADED phase=body says=reports_that_redis_is_down : 503, redis: error
      FAILED ws-close-code/services.backend.chat WS_CLOSED_EARLY phase=close : closed after 80 ms
      """
          .lines()
          .toList();

  private Incidents() {}

  static Diagnosis goodDay() {
    return diagnosed(GOOD_DAY);
  }

  /** The incident that three reports blamed on the VPC. */
  static Diagnosis newlineInRedisHost() {
    return diagnosed(lines(NEWLINE_IN_REDIS_HOST));
  }

  /** The same with an independent crash of another service. */
  static Diagnosis twoFaults() {
    List<String> changes = new ArrayList<>(NEWLINE_IN_REDIS_HOST);
    changes.add(
        "FAILED run-revision-ready/services.auth RUN_CONTAINER_EXITED"
            + " says=exits_while_it_starts evidence=ModuleNotFoundError:_app.agents : exit 1");
    changes.add(
        "FAILED http-health/services.auth.health HTTP_FRONT_UNAVAILABLE : 503 of the front end");
    return diagnosed(lines(changes));
  }

  /** Redis does not answer, and nobody may ask for the connector on the way to it. */
  static Diagnosis undecidedTimeOut() {
    return diagnosed(
        lines(
            "UNKNOWN connector-ready/connectors.staging-connector permission"
                + " command=gcloud_projects_add-iam-policy-binding_acme-staging"
                + " : the caller lacks vpcaccess.connectors.get",
            "FAILED redis-reachable/redis.cache TCP_TIMEOUT phase=tcp : no answer within 2 s",
            "SKIPPED redis-latency/redis.cache prerequisite : needs redis-reachable/redis.cache",
            "SKIPPED ws-close-code/services.backend.chat excluded : --skip ws-*",
            "UNKNOWN postgres-reachable/postgres.main deadline : no answer within the run's"
                + " deadline of 60s"));
  }

  /** A good day, on which these answers are others. */
  static List<String> lines(String... changes) {
    return lines(List.of(changes));
  }

  private static List<String> lines(List<String> changes) {
    return GOOD_DAY.stream()
        .map(it -> changes.stream().filter(at -> id(at).equals(id(it))).findFirst().orElse(it))
        .toList();
  }

  private static String id(String line) {
    return line.split("\\s+", 3)[1];
  }

  static Diagnosis diagnosed(List<String> lines) {
    return new Diagnoser(STAGING, new Policy(false, false)).diagnose(Runs.of(lines));
  }

  static ReportDocument report(Diagnosis diagnosis, String startedAt) {
    return new JsonReport(
            new RunContext(
                "0.1.0",
                "staging",
                "env-profiles/staging.yaml",
                "sha256:1",
                Optional.empty(),
                Vantage.LOCAL,
                Instant.parse(startedAt),
                7))
        .document(diagnosis);
  }

  static String triage(Style style, Diagnosis diagnosis) {
    return written(out -> new TriageReport(style, new Graph(STAGING)).write(diagnosis, out));
  }

  static String written(Consumer<PrintWriter> writing) {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    writing.accept(out);
    out.flush();
    return text.toString().lines().map(it -> it + "\n").collect(Collectors.joining());
  }
}
