package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.catalog.http.HttpHealthTest.answer;
import static preflight.catalog.http.HttpHealthTest.exchange;
import static preflight.catalog.http.HttpHealthTest.failure;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.check.Outcome;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Signal;
import preflight.check.Vantage;
import preflight.probe.SecretBytes;
import preflight.probe.SecretValue;
import preflight.probe.http.Http;
import preflight.probe.http.NimbusTokens;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.ServiceAuth;

class S2sAuthTest {

  private static final S2sAuth.With PATIENT = new S2sAuth.With(Duration.ofSeconds(10));
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
  }

  @Test
  void fails_when_the_sound_token_is_refused() throws Exception {
    assertThat(failure(outcome(_ -> exchange(answer(401, "{}")), KEY)).signal())
        .isEqualTo(Signal.TOKEN_REFUSED);
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

  private static Outcome outcome(Http http, SecretBytes secrets) throws InterruptedException {
    return check(http, secrets)
        .run(Declared.at("http://backend.test").auth(auth(), secret()).asService(), PATIENT);
  }

  private static S2sAuth check(Http http, SecretBytes secrets) {
    return new S2sAuth(http, new NimbusTokens(), secrets, Clock.systemUTC(), Vantage.LOCAL);
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
    return new Secret(
        new ResourceName(Kind.SECRETS, "JWT_SECRET"),
        Optional.of("jwt-secret-test"),
        "latest",
        new SecretSource.SecretManager(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
