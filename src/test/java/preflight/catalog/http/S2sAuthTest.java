package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.catalog.http.HttpHealthTest.answer;
import static preflight.catalog.http.HttpHealthTest.broken;
import static preflight.catalog.http.HttpHealthTest.exchange;
import static preflight.catalog.http.HttpHealthTest.failure;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.catalog.Patience;
import preflight.check.Outcome;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.probe.SecretBytes;
import preflight.probe.SecretValue;
import preflight.probe.http.Http;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.probe.secret.Profiles;
import preflight.probe.token.NimbusTokens;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.service.ServiceAuth;

class S2sAuthTest {

  private static final Patience PATIENT = new Patience(Duration.ofSeconds(10));
  private static final SecretBytes KEY = _ -> Optional.of(new SecretValue(new byte[32]));

  @Test
  void passes_when_only_the_first_token_is_accepted() throws Exception {
    var calls = new java.util.concurrent.atomic.AtomicInteger();
    Http http = _ -> exchange(answer(calls.getAndIncrement() == 0 ? 200 : 401, "{}"));
    assertThat(outcome(http, KEY)).isInstanceOf(Passed.class);
    assertThat(calls).hasValue(6);
  }

  @Test
  void fails_when_an_unsound_token_is_accepted() throws Exception {
    var failed = failure(outcome(_ -> exchange(answer(200, "{}")), KEY));
    assertThat(failed.signal()).isEqualTo(Signal.TOKEN_WRONGLY_ACCEPTED);
    assertThat(failed.expected()).isEqualTo("an expired token is refused");
    assertThat(failed.facts()).containsEntry("secret-id", "jwt-secret-test");
    assertThat(failed.says()).contains("accepts an expired token");
  }

  @Test
  void fails_when_the_sound_token_is_refused() throws Exception {
    assertThat(failure(outcome(_ -> exchange(answer(401, "{}")), KEY)).signal())
        .isEqualTo(Signal.TOKEN_REFUSED);
  }

  @Test
  void takes_a_hidden_route_and_a_page_to_log_in_for_refusals() throws Exception {
    assertThat(outcome(soundThen(404), KEY)).isInstanceOf(Passed.class);
    assertThat(outcome(soundThen(302), KEY)).isInstanceOf(Passed.class);
  }

  @Test
  void does_not_take_a_server_error_or_a_throttled_answer_for_a_refusal() throws Exception {
    var failed = failure(outcome(soundThen(500), KEY));
    assertThat(failed.signal()).isEqualTo(Signal.HTTP_APP_ERROR);
    assertThat(failed.says())
        .contains("answers 500 to an expired token, which tells nothing about tokens");
    assertThat(outcome(soundThen(429), KEY))
        .isInstanceOfSatisfying(
            Unknown.class,
            it ->
                assertThat(it.commands())
                    .extracting(Command::toString)
                    .containsExactly("preflight run test --only s2s-auth"));
  }

  @Test
  void tells_a_wrong_route_and_a_dead_service_from_a_refused_token() throws Exception {
    var failed = failure(outcome(_ -> exchange(answer(404, "{}")), KEY));
    assertThat(failed.signal()).isEqualTo(Signal.HTTP_APP_NOT_FOUND);
    assertThat(failed.says()).contains("has no route /me, though auth.route names it");
    assertThat(
            failure(outcome(_ -> exchange(broken(NetworkTrouble.REFUSED, Rung.TCP, false)), KEY))
                .signal())
        .isEqualTo(Signal.TCP_REFUSED);
  }

  @Test
  void fails_when_the_key_is_too_short_to_sign() throws Exception {
    assertThat(
            failure(
                    outcome(
                        _ -> exchange(answer(200, "{}")),
                        _ -> Optional.of(new SecretValue(new byte[16]))))
                .signal())
        .isEqualTo(Signal.SECRET_WEAK);
  }

  @Test
  void does_not_know_when_the_secret_cannot_be_read() throws Exception {
    assertThat(outcome(_ -> exchange(answer(200, "{}")), _ -> Optional.empty()))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void does_not_apply_without_a_route() throws Exception {
    assertThat(
            check(_ -> exchange(answer(200, "")), KEY)
                .run(Declared.at("http://backend.test").asService(), PATIENT))
        .isInstanceOf(Skipped.class);
  }

  private static Http soundThen(int status) {
    var calls = new java.util.concurrent.atomic.AtomicInteger();
    return _ -> exchange(answer(calls.getAndIncrement() == 0 ? 200 : status, "{}"));
  }

  private static Outcome outcome(Http http, SecretBytes secrets) throws InterruptedException {
    return check(http, secrets)
        .run(Declared.at("http://backend.test").auth(auth(), secret()).asService(), PATIENT);
  }

  private static S2sAuth check(Http http, SecretBytes secrets) {
    return new S2sAuth(http, new NimbusTokens(), secrets, Clock.systemUTC());
  }

  static ServiceAuth auth() {
    return new ServiceAuth(
        Optional.of("auth"),
        Optional.of("backend"),
        Optional.of(new ResourceName(Kind.SECRETS, "JWT_SECRET")),
        Optional.of("/me"),
        Optional.of("X-Bypass"));
  }

  static Secret secret() {
    return Profiles.secret("JWT_SECRET", it -> it.id("jwt-secret-test"));
  }
}
