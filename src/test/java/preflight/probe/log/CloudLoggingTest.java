package preflight.probe.log;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import preflight.probe.PeerJson;
import preflight.probe.Redaction;
import preflight.probe.Said;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.GoogleApis;
import preflight.probe.google.GoogleRest;
import preflight.probe.log.LogMessage.Speaker;
import preflight.probe.log.Logs.Excerpt;
import preflight.resource.Gcp;

/** Against a server that answers as Cloud Logging does. */
@Timeout(30)
class CloudLoggingTest {

  private static final Instant SINCE = Instant.parse("2026-03-01T08:00:00Z");
  private static final String STDERR = "run.googleapis.com%2Fstderr";
  private static final String SYSTEM = "run.googleapis.com%2Fvarlog%2Fsystem";

  private final MockWebServer server = new MockWebServer();
  private GoogleApis apis;
  private GoogleRest rest;
  private Logs logs;

  @BeforeEach
  void start() throws IOException {
    server.start();
    var gcp =
        new Gcp(
            Optional.of("acme"),
            Optional.of("us-central1"),
            Map.of("logging", URI.create("http://127.0.0.1:" + server.getPort())),
            Optional.empty());
    apis =
        new GoogleApis(gcp, new GoogleApis.Patience(Duration.ofMillis(900), Duration.ofSeconds(2)));
    rest = new GoogleRest(apis, new Redaction(List::of));
    logs = new CloudLogging(apis, rest);
  }

  @AfterEach
  void stop() {
    rest.close();
    apis.close();
    server.close();
  }

  private void answers(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  private ApiAnswer<Excerpt> asked() throws InterruptedException {
    return logs.of("backend", "backend-00007-abc", SINCE);
  }

  private Excerpt got() throws InterruptedException {
    return asked() instanceof ApiAnswer.Got<Excerpt>(Excerpt excerpt)
        ? excerpt
        : new Excerpt(List.of(), true);
  }

  /** An entry as Cloud Run writes it. */
  private static String entry(String log, String at, String payload) {
    return """
    {"insertId": "66546baa000ef654df0930ba", "logName": "projects/acme/logs/%s",
     "resource": {"type": "cloud_run_revision", "labels": {"revision_name": "backend-00007-abc"}},
     "timestamp": "2026-03-01T08:00:%sZ", "severity": "ERROR",
     "labels": {"instanceId": "00f46b92", "container_name": "backend"}, %s}\
    """
        .formatted(log, at, payload);
  }

  private static String line(String at, String text) {
    return entry(STDERR, at, "\"textPayload\": \"" + text + "\"");
  }

  private static String page(List<String> newestFirst, String token) {
    return "{\"entries\": [" + String.join(",", newestFirst) + "]" + token + "}";
  }

  @Test
  void asks_for_the_newest_entries_of_a_revision_once() throws Exception {
    answers(200, page(List.of(line("05.1", "boom")), ""));

    assertThat(got().messages()).hasSize(1);
    assertThat(got().extent()).isEmpty();

    assertThat(server.getRequestCount()).isOne();
    var request = requireNonNull(server.takeRequest(1, TimeUnit.SECONDS));
    assertThat(request.getTarget()).isEqualTo("/v2/entries:list");
    assertThat(request.getMethod()).isEqualTo("POST");
    PeerJson asked = PeerJson.of(Said.said(requireNonNull(request.getBody()).utf8())).orElseThrow();
    assertThat(asked.path("resourceNames").path(0).string().is("projects/acme")).isTrue();
    assertThat(asked.path("orderBy").string().is("timestamp desc")).isTrue();
    assertThat(asked.path("filter").string().raw())
        .isEqualTo(
            "resource.type=\"cloud_run_revision\" AND resource.labels.location=\"us-central1\" AND"
                + " resource.labels.service_name=\"backend\" AND"
                + " resource.labels.revision_name=\"backend-00007-abc\" AND"
                + " timestamp>=\"2026-03-01T08:00:00Z\" AND"
                + " NOT (log_id(\"run.googleapis.com/requests\") AND severity<ERROR)");
    assertThat(apis.calls()).containsExactly(Map.entry("logging.googleapis.com POST", 1L));
  }

  @Test
  void joins_a_traceback_that_came_line_by_line_and_nothing_else() throws Exception {
    answers(
        200,
        page(
            List.of(
                entry(SYSTEM, "09.2", "\"textPayload\": \"Container called exit(1).\""),
                line("09.102", "ModuleNotFoundError: No module named 'app.x'"),
                line("09.101", "  File \\\"/app/main.py\\\", line 3, in <module>"),
                line("09.100", "Traceback (most recent call last):"),
                line("02.0", "Starting")),
            ""));

    List<LogMessage> messages = got().messages();

    assertThat(messages.stream().map(it -> it.text().raw()))
        .containsExactly(
            "Starting",
            """
            Traceback (most recent call last):
              File "/app/main.py", line 3, in <module>
            ModuleNotFoundError: No module named 'app.x'
            """,
            "Container called exit(1).");
    assertThat(messages.getLast().speaker()).isEqualTo(Speaker.PLATFORM);
  }

  @Test
  void reads_the_words_of_each_kind_of_payload() throws Exception {
    answers(
        200,
        page(
            List.of(
                entry(
                    STDERR,
                    "08.0",
                    "\"jsonPayload\": {\"msg\": \"boot\", \"err\": {\"message\": \"m\", \"stack\":"
                        + " \"TypeError: m\\n at x\"}}"),
                entry(STDERR, "07.0", "\"jsonPayload\": {\"level\": 30}"),
                entry(
                    "cloudaudit.googleapis.com%2Fsystem_event",
                    "06.0",
                    "\"protoPayload\": {\"status\": {\"code\": 9, \"message\": \"Ready condition"
                        + " status changed to False\"}}"),
                "7",
                "{\"timestamp\": \"yesterday\", \"textPayload\": \"x\"}"),
            ""));

    assertThat(got().messages().stream().map(it -> it.speaker() + " " + it.text().raw()))
        .containsExactly(
            "PLATFORM Ready condition status changed to False",
            "CONTAINER boot\nTypeError: m\n at x");
  }

  @Test
  void an_empty_page_has_a_next_one_and_a_long_log_ends_after_four() throws Exception {
    answers(200, "{\"nextPageToken\": \"a\"}");
    for (int page = 0; page < 5; page++) {
      var lines = new ArrayList<String>();
      for (int i = 0; i < 250; i++) {
        lines.add(line("%02d.%03d".formatted(50 - page, 999 - i), "x " + i));
      }
      answers(200, page(lines, ", \"nextPageToken\": \"b\""));
    }

    Excerpt excerpt = got();

    assertThat(server.getRequestCount()).isEqualTo(4);
    assertThat(excerpt.cut()).isTrue();
    assertThat(excerpt.extent())
        .isEqualTo("; only its newest entries were read, back to 2026-03-01T08:00:48.750Z");
  }

  @Test
  void of_a_page_that_is_too_large_the_entries_count_that_came_whole() throws Exception {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      lines.add(line("%02d.0".formatted(50 - i), "x] \\\" \\\\ } " + "y".repeat(1 << 18)));
    }
    answers(200, page(lines, ", \"nextPageToken\": \"b\""));

    Excerpt excerpt = got();

    assertThat(excerpt.cut()).isTrue();
    assertThat(excerpt.messages()).hasSize(15);
    assertThat(excerpt.messages().getLast().text().raw()).hasSizeLessThan(40_000);
    assertThat(server.getRequestCount()).isOne();
  }

  @Test
  void what_came_before_a_quota_was_used_up_is_kept() throws Exception {
    answers(200, page(List.of(line("05.1", "boom")), ", \"nextPageToken\": \"b\""));
    answers(429, error(429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"));

    assertThat(got().messages()).hasSize(1);
    assertThat(got().cut()).isTrue();
  }

  private static String error(int status, String name, String reason) {
    return """
    {"error": {"code": %d, "message": "No.", "status": "%s", "details": [
     {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "%s", "domain": "googleapis.com"}]}}\
    """
        .formatted(status, name, reason);
  }

  private ApiTrouble trouble() throws InterruptedException {
    return asked() instanceof ApiAnswer.Refused<Excerpt>(ApiTrouble trouble)
        ? trouble
        : new ApiTrouble.Undecided();
  }

  @Test
  void trouble_is_told_as_what_it_is() throws Exception {
    answers(403, error(403, "PERMISSION_DENIED", "IAM_PERMISSION_DENIED"));
    assertThat(trouble()).isInstanceOf(ApiTrouble.Forbidden.class);
    start(
        new MockResponse.Builder()
            .code(403)
            .body(error(403, "PERMISSION_DENIED", "SERVICE_DISABLED")));
    assertThat(trouble()).isInstanceOf(ApiTrouble.ApiDisabled.class);
    start(
        new MockResponse.Builder()
            .code(429)
            .body(error(429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED")));
    assertThat(trouble()).isInstanceOf(ApiTrouble.Throttled.class);
  }

  @Test
  void a_page_of_somebody_else_is_no_log() throws Exception {
    for (int i = 0; i < 3; i++) {
      answers(200, "<html>Sign in</html>");
    }
    assertThat(trouble())
        .isEqualTo(new ApiTrouble.Unavailable("HTTP 200 that is not in Google's form"));
  }

  @Test
  void a_server_that_hangs_is_silent() throws Exception {
    server.enqueue(new MockResponse.Builder().headersDelay(5, TimeUnit.SECONDS).body("{}").build());
    assertThat(trouble()).isInstanceOf(ApiTrouble.Silent.class);
  }

  @Test
  void a_revision_that_wrote_nothing_has_an_empty_log() throws Exception {
    answers(200, "{}");
    assertThat(got()).isEqualTo(new Excerpt(List.of(), false));
  }

  private void start(MockResponse.Builder next) {
    logs = new CloudLogging(apis, rest);
    server.enqueue(next.build());
  }

  @Test
  void what_a_container_wrote_is_shown_without_the_credentials_of_the_run() throws Exception {
    String password = "kT9vQ2mXw7LrB4nZ";
    var knowing = new GoogleRest(apis, new Redaction(() -> List.of(SecretValue.of(password))));
    answers(
        200,
        page(
            List.of(
                line("05.101", "password authentication failed for " + password),
                line("05.100", "dsn=postgres://app:" + password + "@db/app $(touch x) \\u001b[2J")),
            ""));
    logs = new CloudLogging(apis, knowing);

    String shown = got().messages().getFirst().text().shown();

    assertThat(shown).contains("password authentication failed for •••").doesNotContain(password);
    knowing.close();
  }
}
