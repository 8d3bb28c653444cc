package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import preflight.check.signal.Signal;
import preflight.probe.Said;
import preflight.probe.http.Exchange.Answer.Response;

class OriginTest {

  private static final Map<String, String> GOOGLE = Map.of("server", "Google Frontend");

  @Test
  void the_headers_of_the_front_end_do_not_make_an_answer_its_own() {
    var answered = Origin.of(response(503, GOOGLE, "{\"detail\":\"no database\"}"));
    assertThat(answered.by()).isEqualTo(Origin.APPLICATION);
    assertThat(answered.signal()).contains(Signal.HTTP_APP_ERROR);
  }

  @Test
  void the_pages_of_the_front_end_are_told_by_their_words() {
    assertThat(signal(503, Pages.UNAVAILABLE)).isEqualTo(Signal.HTTP_FRONT_UNAVAILABLE);
    assertThat(signal(500, Pages.NO_INSTANCE)).isEqualTo(Signal.HTTP_FRONT_NO_INSTANCE);
    assertThat(signal(404, Pages.NOT_FOUND)).isEqualTo(Signal.HTTP_FRONT_NOT_FOUND);
    assertThat(signal(403, Pages.FORBIDDEN)).isEqualTo(Signal.HTTP_FRONT_DENIED);
    assertThat(signal(401, Pages.UNAUTHORIZED)).isEqualTo(Signal.HTTP_FRONT_DENIED);
    assertThat(signal(502, Pages.LOAD_BALANCER)).isEqualTo(Signal.HTTP_LOAD_BALANCER_ERROR);
    assertThat(signal(503, "<h2>not available at this time.<p>Service error -27.</h2>"))
        .isEqualTo(Signal.HTTP_FRONT_UNAVAILABLE);
  }

  @Test
  void a_token_that_the_front_end_could_not_verify_is_its_own_refusal() {
    var answered =
        Origin.of(
            response(
                401,
                Map.of(
                    "www-authenticate",
                    "Bearer error=\"invalid_token\""
                        + " error_description=\"The access token could not be verified\""),
                ""));
    assertThat(answered.by()).isEqualTo(Origin.FRONT_END);
  }

  /** google/adk-python, issue 3814; googleapis/mcp-toolbox-sdk-python, issue 496. */
  @Test
  void refusals_of_the_front_end_and_of_identity_aware_proxy_are_not_the_application_s() {
    assertThat(
            signal(
                401,
                "<title>401 Unauthorized</title><h2>Your client does not have permission to the"
                    + " requested URL <code>/mcp</code>.</h2>"))
        .isEqualTo(Signal.HTTP_FRONT_DENIED);
    for (String said :
        List.of(
            "Invalid IAP credentials: Invalid bearer token. Invalid JWT audience.",
            "Invalid IAP credentials: JWT audience doesn't match this application")) {
      assertThat(signal(401, said)).isEqualTo(Signal.HTTP_FRONT_DENIED);
    }
    var asksToSignIn = Map.of("x-goog-iap-generated-response", "true");
    assertThat(Origin.of(response(302, asksToSignIn, "")).by()).isEqualTo(Origin.FRONT_END);
  }

  @Test
  void the_words_of_the_router_count_only_behind_the_front_end() {
    assertThat(Origin.of(response(503, GOOGLE, "Service Unavailable")).signal())
        .contains(Signal.HTTP_CONTAINER_FAULT);
    assertThat(Origin.of(response(503, Map.of(), "Service Unavailable")).signal())
        .contains(Signal.HTTP_APP_ERROR);
  }

  @Test
  void an_empty_error_behind_the_front_end_is_nobodys() {
    assertThat(Origin.of(response(503, GOOGLE, "")).by()).isEqualTo(Origin.UNKNOWN);
    assertThat(Origin.of(response(503, Map.of(), "")).by()).isEqualTo(Origin.APPLICATION);
  }

  @Test
  void a_success_has_no_signal() {
    assertThat(Origin.of(response(200, Map.of(), "ok")).signal()).isEmpty();
  }

  private static Signal signal(int status, String body) {
    return Origin.of(response(status, Map.of(), body)).signal().orElseThrow();
  }

  private static Response response(int status, Map<String, String> headers, String body) {
    return new Response(status, Said.headers(headers), Said.body(body), "", List.of());
  }
}
