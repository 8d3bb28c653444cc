package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import preflight.probe.Redaction;
import preflight.probe.Said;
import preflight.probe.SecretValue;
import preflight.probe.http.Body;

class JsonBodyTest {

  @Test
  void finds_values_by_dotted_path() {
    var body = json("{\"a\":{\"b\":[{\"c\":true},{\"c\":7}]},\"n\":null}");
    assertThat(body.at("a.b.1.c")).contains(Said.said("7"));
    assertThat(body.at("a.b.0.c")).contains(Said.said("true"));
    assertThat(body.at("n")).contains(Said.said("null"));
    assertThat(body.at("a.x")).isEmpty();
    assertThat(body.at("a.b.9999999999")).isEmpty();
  }

  @Test
  void finds_failed_components_in_the_shapes_that_frameworks_use() {
    assertThat(failed("{\"components\":{\"db\":{\"status\":\"DOWN\"}}}")).containsExactly("db");
    assertThat(failed("{\"checks\":[{\"name\":\"queue\",\"state\":\"failed\"}]}"))
        .containsExactly("queue");
    assertThat(failed("{\"dependencies\":{\"redis\":\"unhealthy\",\"db\":\"ok\"}}"))
        .containsExactly("redis");
    assertThat(failed("{\"services\":{\"mail\":{\"healthy\":false}}}")).containsExactly("mail");
    assertThat(failed("{\"checks\":{\"db\":{\"components\":{\"ro\":{\"status\":\"down\"}}}}}"))
        .containsExactly("db.ro");
  }

  @Test
  void finds_failed_components_beside_the_status_of_a_body_that_speaks_of_health() {
    assertThat(failed("{\"status\":\"ok\",\"redis\":\"disconnected\",\"db\":\"connected\"}"))
        .containsExactly("redis");
    assertThat(failed("{\"status\":\"degraded\",\"redis\":{\"connected\":false}}"))
        .containsExactly("redis");
    assertThat(failed("{\"status\":\"degraded\",\"uptime\":7}")).containsExactly("the service");
    assertThat(failed("{\"status\":\"moving\",\"direction\":\"down\"}")).isEmpty();
    assertThat(failed("{\"status\":\"ok\",\"level\":\"error\",\"message\":\"failed\"}")).isEmpty();
  }

  @Test
  void finds_nothing_in_what_is_well() {
    assertThat(failed("{\"status\":\"pass\",\"checks\":{\"db\":{\"status\":\"up\"}}}")).isEmpty();
    assertThat(failed("{\"status\":\"error\",\"items\":[1]}")).isEmpty();
    assertThat(failed("[1,2]")).isEmpty();
  }

  @Test
  void is_none_for_other_texts() {
    assertThat(JsonBody.of(Said.body("<html>"))).isEmpty();
    assertThat(JsonBody.of(Said.body(""))).isEmpty();
    assertThat(JsonBody.of(Said.body("[".repeat(60_000)))).isEmpty();
  }

  @Test
  void shows_components_without_the_credentials_of_the_run() {
    var redaction = new Redaction(() -> List.of(SecretValue.of("opensesame")));
    var body =
        Body.of(
            redaction.heard(
                "{\"checks\":{\"db\":{\"status\":\"down\",\"error\":\"I said opens\\u0065same\"}}}"));
    assertThat(JsonBody.of(body).orElseThrow().failed())
        .extracting(JsonBody.Component::fact)
        .containsExactly("down · I said •••");
  }

  @Test
  void shows_the_names_of_components_without_the_credentials_of_the_run() {
    var redaction = new Redaction(() -> List.of(SecretValue.of("q7Vn3XkTz8mPw2Lr")));
    var body =
        Body.of(
            redaction.heard("{\"checks\":[{\"name\":\"q7Vn3XkTz8mPw2Lr\",\"status\":\"down\"}]}"));
    assertThat(JsonBody.of(body).orElseThrow().failed())
        .extracting(JsonBody.Component::name)
        .containsExactly("•••");
  }

  private static List<String> failed(String json) {
    return json(json).failed().stream().map(JsonBody.Component::name).toList();
  }

  private static JsonBody json(String text) {
    return JsonBody.of(Said.body(text)).orElseThrow();
  }
}
