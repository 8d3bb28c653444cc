package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.catalog.Patience;
import preflight.catalog.Viewpoint;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Phase;
import preflight.check.Vantage;
import preflight.check.command.Command;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.Said;
import preflight.probe.SecretBytes;
import preflight.probe.http.Body;
import preflight.probe.http.Exchange;
import preflight.probe.http.Exchange.Answer;
import preflight.probe.http.Http;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.Setting;

class HttpHealthTest {

  private static final Patience PATIENT = new Patience(Duration.ofSeconds(10));
  private static final Declared BACKEND = Declared.at("http://backend.test/base/");

  @Test
  void passes_when_the_status_is_the_declared_one() throws Exception {
    var outcome = outcome(BACKEND.expecting(Declared.status(401, 422)), answer(422, "{}"));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Passed.class,
            it -> {
              assertThat(it.observed()).isEqualTo("422");
              assertThat(it.measurements()).extracting("name").containsExactly("tcp", "first byte");
            });
  }

  @Test
  void passes_when_every_component_is_well() throws Exception {
    assertThat(
            outcome(
                BACKEND,
                answer(200, "{\"status\":\"ok\",\"checks\":{\"redis\":{\"status\":\"up\"}}}")))
        .isInstanceOf(Passed.class);
  }

  @Test
  void asks_for_the_path_below_the_url_of_the_service() throws Exception {
    Http http =
        request -> {
          assertThat(request.uri()).hasToString("http://backend.test/base/health");
          assertThat(request.method()).isEqualTo("GET");
          return exchange(answer(200, ""));
        };
    assertThat(new HttpHealth(http, noSecrets()).run(BACKEND.asEndpoint(), PATIENT))
        .isInstanceOf(Passed.class);
  }

  @Test
  void fails_with_the_component_that_a_healthy_status_hides() throws Exception {
    String body =
        """
        {"status":"ok","checks":{"db":{"status":"healthy"},
         "redis":{"status":"unhealthy","error":"Error -3 connecting to cache:6379. Try again."}}}
        """;
    var failed = failure(outcome(BACKEND, answer(200, body)));
    assertThat(failed.signal()).isEqualTo(Signal.HTTP_DEGRADED);
    assertThat(failed.phase()).contains(Phase.BODY);
    assertThat(failed.evidence())
        .containsExactly(
            new Evidence("redis", "unhealthy · Error -3 connecting to cache:6379. Try again."));
    assertThat(failed.says()).contains("answers 200 and reports redis as failed");
  }

  @Test
  void fails_when_the_body_as_a_whole_says_degraded() throws Exception {
    assertThat(failure(outcome(BACKEND, answer(200, "{\"status\":\"degraded\"}"))).signal())
        .isEqualTo(Signal.HTTP_DEGRADED);
  }

  @Test
  void takes_a_resource_that_failed_for_no_component() throws Exception {
    assertThat(outcome(BACKEND, answer(200, "{\"status\":\"failed\",\"id\":\"job-1\"}")))
        .isInstanceOf(Passed.class);
  }

  @Test
  void fails_when_the_application_answers_with_an_error() throws Exception {
    var failed = failure(outcome(BACKEND, answer(503, "{\"detail\":\"no database\"}")));
    assertThat(failed.signal()).isEqualTo(Signal.HTTP_APP_ERROR);
    assertThat(failed.phase()).contains(Phase.RESPONSE);
    assertThat(failed.clues()).containsExactly(Clue.BLAMES_STORE);
    assertThat(failure(outcome(BACKEND, answer(503, "{\"detail\":\"redistributed\"}"))).clues())
        .isEmpty();
    assertThat(failed.expected()).isEqualTo("GET /health answers 200");
    assertThat(failed.observed()).isEqualTo("503 from the application");
    assertThat(failed.facts())
        .containsEntry("service", "backend-test")
        .containsEntry("region", "us-central1")
        .containsEntry("project", "acme")
        .containsEntry("url", "http://backend.test/base/health");
  }

  @Test
  void tells_a_redirect_and_where_it_leads_without_its_query() throws Exception {
    var moved =
        new Answer.Response(
            302,
            Said.headers(Map.of("location", "https://u:p@login.test/in?token=abc")),
            Said.body(""),
            "127.0.0.1:80",
            List.of());
    var failed = failure(outcome(BACKEND, moved));
    assertThat(failed.signal()).isEqualTo(Signal.HTTP_UNEXPECTED_STATUS);
    assertThat(failed.evidence()).contains(new Evidence("location", "https://•••@login.test/in"));
  }

  @Test
  void fails_when_a_value_of_the_body_is_another() throws Exception {
    var failed =
        failure(
            outcome(
                BACKEND.expecting(Declared.json("build.env", "staging")),
                answer(200, "{\"build\":{\"env\":\"production\"}}")));
    assertThat(failed.signal()).isEqualTo(Signal.HTTP_UNEXPECTED_BODY);
    assertThat(failed.observed()).isEqualTo("build.env is production");
  }

  @Test
  void fails_when_json_is_expected_and_something_else_comes() throws Exception {
    var failed =
        failure(outcome(BACKEND.expecting(Declared.json("status", "ok")), answer(200, "<html>ok")));
    assertThat(failed.signal()).isEqualTo(Signal.HTTP_UNEXPECTED_BODY);
  }

  @Test
  void tells_what_is_wrong_with_a_value_that_is_missing_or_of_another_type() throws Exception {
    assertThat(observed("build.env", "{\"build\":{}}")).isEqualTo("no value at build.env");
    assertThat(observed("build.env", "{\"build\":\"7\"}")).isEqualTo("no value at build.env");
    assertThat(observed("build", "{\"build\":{\"env\":1}}")).isEqualTo("build is {\"env\":1}");
    assertThat(observed("parts.1", "{\"parts\":[\"a\"]}")).isEqualTo("no value at parts.1");
    assertThat(observed("parts.0", "{\"parts\":[\"a\"]}")).isEqualTo("parts.0 is a");
    assertThat(observed("build", "")).isEqualTo("an empty body");
    assertThat(observed("build", "{\"build\":")).isEqualTo("a body that is no JSON");
  }

  @Test
  void takes_a_media_type_with_a_charset_for_the_declared_one() throws Exception {
    var declared = BACKEND.expecting(Declared.header("Content-Type", "application/json"));
    assertThat(outcome(declared, typed("application/json; charset=utf-8")))
        .isInstanceOf(Passed.class);
    assertThat(failure(outcome(declared, typed("text/html; charset=utf-8"))).observed())
        .isEqualTo("Content-Type: text/html; charset=utf-8");
  }

  @Test
  void fails_when_a_header_is_missing() throws Exception {
    var failed =
        failure(outcome(BACKEND.expecting(Declared.header("x-ready", "yes")), answer(200, "")));
    assertThat(failed.signal()).isEqualTo(Signal.HTTP_UNEXPECTED_HEADER);
    assertThat(failed.observed()).isEqualTo("no header x-ready");
  }

  @Test
  void fails_when_a_text_is_missing() throws Exception {
    assertThat(
            failure(outcome(BACKEND.expecting(Declared.text("ready")), answer(200, "no"))).signal())
        .isEqualTo(Signal.HTTP_UNEXPECTED_BODY);
  }

  @Test
  void fails_when_the_answer_comes_later_than_allowed() throws Exception {
    var failed =
        failure(outcome(BACKEND.expecting(Declared.within(Duration.ofMillis(5))), answer(200, "")));
    assertThat(failed.signal()).isEqualTo(Signal.HTTP_TOO_SLOW);
    assertThat(failed.observed()).isEqualTo("the answer took 6 ms");
  }

  @Test
  void fails_when_an_expected_value_lies_behind_what_is_read() throws Exception {
    var large =
        new Answer.Response(
            200, Said.headers(Map.of()), new Body(Said.said("{"), true, true), "", List.of());
    assertThat(failure(outcome(BACKEND.expecting(Declared.json("a", "b")), large)).signal())
        .isEqualTo(Signal.HTTP_TOO_LARGE);
    assertThat(outcome(BACKEND, large)).isInstanceOf(Passed.class);
  }

  @Test
  void does_not_know_when_a_private_address_is_out_of_reach_from_here() throws Exception {
    var refused = broken(NetworkTrouble.REFUSED, Rung.TCP, true);
    assertThat(outcome(BACKEND, refused))
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> {
              assertThat(it.reason()).isEqualTo(UnknownReason.VANTAGE);
              assertThat(it.commands())
                  .extracting(Command::toString)
                  .containsExactly("preflight run test --from inside");
            });
    assertThat(failure(outcome(BACKEND, refused, Vantage.INSIDE)).signal())
        .isEqualTo(Signal.TCP_REFUSED);
  }

  @Test
  void tells_how_long_it_waited() throws Exception {
    var silent =
        new Answer.Broken(
            NetworkTrouble.SILENT,
            Rung.RESPONSE,
            NetworkTrouble.SILENT.words(),
            Optional.empty(),
            "127.0.0.1:80",
            false,
            List.of(
                new Timing(Rung.TCP, Duration.ofMillis(1)),
                new Timing(Rung.RESPONSE, Duration.ofSeconds(12))));
    assertThat(failure(outcome(BACKEND, silent)).observed())
        .isEqualTo("the peer accepted the connection and said nothing, after 12.00 s");
  }

  @Test
  void tells_what_every_address_did() throws Exception {
    Http http =
        _ ->
            new Exchange(
                broken(NetworkTrouble.REFUSED, Rung.TCP, false),
                List.of(
                    new Answer.Broken(
                        NetworkTrouble.UNREACHABLE,
                        Rung.TCP,
                        "",
                        Optional.empty(),
                        "[::1]:80",
                        false,
                        List.of())));
    var failed = failure(new HttpHealth(http, noSecrets()).run(BACKEND.asEndpoint(), PATIENT));
    assertThat(failed.signal()).isEqualTo(Signal.TCP_REFUSED);
    assertThat(failed.observed()).isEqualTo("nothing listens on 127.0.0.1:80: connection refused");
    assertThat(failed.phase()).contains(Phase.TCP);
    assertThat(failed.evidence())
        .containsExactly(
            new Evidence("127.0.0.1:80", "connection refused"),
            new Evidence("[::1]:80", "no route to the host"));
  }

  @Test
  void does_not_know_when_the_secret_of_a_header_cannot_be_read() throws Exception {
    var declared =
        BACKEND.header(
            "x-key", new Setting.FromSecret<>(new ResourceName(Kind.SECRETS, "SERVICE_SECRET")));
    assertThat(outcome(declared, answer(200, "")))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.reason()).isEqualTo(UnknownReason.PERMISSION));
  }

  @Test
  void does_not_apply_to_other_protocols_and_without_a_url() throws Exception {
    assertThat(outcome(BACKEND.offering("websocket", "/ws"), answer(200, "")))
        .isInstanceOf(Skipped.class);
    assertThat(outcome(Declared.withoutUrl(), answer(200, ""))).isInstanceOf(Skipped.class);
  }

  private static Outcome outcome(Declared declared, Answer answer) throws InterruptedException {
    return outcome(declared, answer, Vantage.LOCAL);
  }

  private static Outcome outcome(Declared declared, Answer answer, Vantage vantage)
      throws InterruptedException {
    return new Viewpoint(vantage)
        .judge(
            new HttpHealth(_ -> exchange(answer), noSecrets()).run(declared.asEndpoint(), PATIENT),
            declared.asEndpoint());
  }

  private static String observed(String path, String body) throws InterruptedException {
    return failure(outcome(BACKEND.expecting(Declared.json(path, "x")), answer(200, body)))
        .observed();
  }

  private static Answer.Response typed(String contentType) {
    return new Answer.Response(
        200,
        Said.headers(Map.of("content-type", contentType)),
        Said.body("{}"),
        "127.0.0.1:80",
        List.of());
  }

  static SecretBytes noSecrets() {
    return _ -> Optional.empty();
  }

  static Exchange exchange(Answer answer) {
    return new Exchange(answer, List.of());
  }

  static Answer.Broken broken(NetworkTrouble trouble, Rung step, boolean privateAddress) {
    return new Answer.Broken(
        trouble, step, "", Optional.empty(), "127.0.0.1:80", privateAddress, List.of());
  }

  static Answer.Response answer(int status, String body) {
    return new Answer.Response(
        status,
        Said.headers(Map.of("content-type", "application/json")),
        Said.body(body),
        "127.0.0.1:80",
        List.of(
            new Timing(Rung.TCP, Duration.ofMillis(2)),
            new Timing(Rung.RESPONSE, Duration.ofMillis(4))));
  }

  static Failed failure(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return (Failed) outcome;
  }
}
