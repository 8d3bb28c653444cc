package preflight.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.probe.Redaction;
import preflight.probe.SecretValue;
import preflight.probe.http.Exchange.Answer.Broken;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.network.JdkResolver;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.program.JdkPrograms;
import preflight.probe.program.Programs;
import preflight.probe.token.NimbusTokens;
import preflight.probe.token.Tokens;

class HiddenSecretsTest {

  private static final String CANARY = "canary-of-a-test";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void what_a_service_says_is_shown_without_live_credentials() throws Exception {
    String answer =
        "HTTP/1.1 500 Oops\r\nx-debug: %1$s\r\n\r\nno login with %1$s".formatted(CANARY);
    var live = List.of(new SecretValue(CANARY.getBytes(StandardCharsets.UTF_8)));
    try (var server = ScriptedServer.answering(answer);
        var clients = new OkHttpClients(new Redaction(() -> live))) {
      var exchange =
          new OkHttp(clients, new JdkResolver())
              .send(HttpRequest.get(server.url("http"), Optional.empty(), PATIENCE));
      assertThat(exchange.answer())
          .isInstanceOfSatisfying(
              Response.class,
              it -> {
                assertThat(it.body().text().shown()).isEqualTo("no login with •••");
                assertThat(it.headers().value("X-Debug").orElseThrow().shown()).isEqualTo("•••");
              });
    }
  }

  @Test
  void a_secret_that_no_header_can_carry_is_named_by_its_header_only() throws Exception {
    var value = HeaderValue.of(new SecretValue((CANARY + "\n").getBytes(StandardCharsets.UTF_8)));
    try (var clients = new OkHttpClients(new Redaction(List::of))) {
      var request =
          HttpRequest.get(URI.create("http://127.0.0.1:1"), Optional.empty(), PATIENCE)
              .header("X-Key", value);
      assertThat(request.toString()).doesNotContain(CANARY);
      assertThat(new OkHttp(clients, new JdkResolver()).send(request).answer())
          .isInstanceOfSatisfying(
              Broken.class,
              it -> {
                assertThat(it.trouble()).isEqualTo(NetworkTrouble.UNSENDABLE_HEADER);
                assertThat(it.detail()).isEqualTo("header X-Key");
              });
    }
  }

  @Test
  void tokens_and_headers_of_secrets_do_not_show_themselves() {
    var key = new SecretValue(CANARY.repeat(3).getBytes(StandardCharsets.UTF_8));
    var claims = new Tokens.Claims(Optional.of("auth"), Optional.empty(), Instant.EPOCH);
    for (Tokens.Kind kind : Tokens.Kind.values()) {
      var minted = new NimbusTokens().mint(kind, claims, key);
      assertThat(minted.toString()).doesNotContain("eyJ");
    }
    assertThat(HeaderValue.of(key).toString()).isEqualTo("(confidential)");
  }

  @Test
  void a_program_sees_no_variable_that_it_was_not_given() throws Exception {
    var run =
        new JdkPrograms(new Redaction(List::of))
            .run(
                List.of("env"),
                List.of(),
                Map.of("PREFLIGHT_RESOURCE", "services.backend"),
                PATIENCE);
    assertThat(run)
        .isInstanceOfSatisfying(
            Programs.Run.Ended.class,
            it ->
                assertThat(it.output().raw().lines().map(line -> line.split("=", 2)[0]))
                    .contains("PREFLIGHT_RESOURCE")
                    .allMatch(name ->
                        name.matches("PREFLIGHT_RESOURCE|PATH|HOME|LANG|LC_\\w+|TMPDIR|TZ")));
  }
}
