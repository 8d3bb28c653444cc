package preflight.catalog.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiTrouble;
import preflight.probe.secret.Profiles;
import preflight.probe.secret.Reading;
import preflight.probe.secret.SecretFacts;
import preflight.resource.Gcp;
import preflight.resource.Target;

class SecretExistsTest {

  @Test
  void passes_when_the_value_could_be_read() throws Exception {
    assertThat(outcome(new Reading.Known<>(KnownSecrets.sound())))
        .isEqualTo(Outcome.passed("version 3"));
  }

  @Test
  void passes_when_only_the_version_is_disabled() throws Exception {
    assertThat(
            outcome(
                new Reading.Inactive<>(Optional.of("3"), Reading.State.DISABLED, Optional.empty())))
        .isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void fails_when_it_is_proven_that_there_is_none() throws Exception {
    assertThat(outcome(new Reading.Missing<>("secret jwt", Optional.of("there is jwt-staging"))))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.SECRET_NOT_FOUND);
              assertThat(it.observed()).isEqualTo("there is no secret jwt; there is jwt-staging");
            });
  }

  @Test
  void does_not_know_when_the_caller_may_not_look_and_says_which_role_is_missing()
      throws Exception {
    assertThat(outcome(KnownSecrets.FORBIDDEN))
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> {
              assertThat(it.reason()).isEqualTo(UnknownReason.PERMISSION);
              assertThat(it.observed()).contains("roles/secretmanager.secretAccessor");
              assertThat(it.commands().getFirst().toString())
                  .startsWith(
                      "ACCOUNT=$(gcloud config get-value account)"
                          + " && gcloud projects add-iam-policy-binding acme ");
            });
  }

  @Test
  void does_not_know_without_credentials_and_says_how_to_get_some() throws Exception {
    assertThat(outcome(new Reading.Unanswered<>(new ApiTrouble.NoCredentials())))
        .isInstanceOfSatisfying(
            Unknown.class,
            it ->
                assertThat(it.commands())
                    .extracting(Command::toString)
                    .containsExactly("gcloud auth application-default login"));
  }

  @Test
  void does_not_know_when_the_api_is_silent_away_or_throttled() throws Exception {
    assertThat(reason(new ApiTrouble.Silent(Duration.ofSeconds(3))))
        .isEqualTo(UnknownReason.DEADLINE);
    assertThat(reason(new ApiTrouble.Unavailable("UNAVAILABLE")))
        .isEqualTo(UnknownReason.TRANSIENT);
    assertThat(reason(new ApiTrouble.Throttled("RATE_LIMIT_EXCEEDED")))
        .isEqualTo(UnknownReason.TRANSIENT);
    assertThat(reason(new ApiTrouble.Undeclared("gcp.project")))
        .isEqualTo(UnknownReason.PERMISSION);
    assertThat(reason(new ApiTrouble.ClosedFile(".env"))).isEqualTo(UnknownReason.PERMISSION);
    assertThat(reason(new ApiTrouble.CredentialsRefused(""))).isEqualTo(UnknownReason.PERMISSION);
  }

  @Test
  void fails_when_the_project_itself_is_in_the_way() throws Exception {
    assertThat(signal(new ApiTrouble.ApiDisabled("secretmanager.googleapis.com")))
        .isEqualTo(Signal.API_DISABLED);
    assertThat(signal(new ApiTrouble.BillingDisabled("BILLING_DISABLED")))
        .isEqualTo(Signal.BILLING_DISABLED);
    assertThat(signal(new ApiTrouble.PolicyDenied())).isEqualTo(Signal.POLICY_DENIED);
  }

  private static Signal signal(ApiTrouble trouble) throws InterruptedException {
    return ((Failed) outcome(new Reading.Unanswered<>(trouble))).signal();
  }

  private static UnknownReason reason(ApiTrouble trouble) throws InterruptedException {
    return ((Unknown) outcome(new Reading.Unanswered<>(trouble))).reason();
  }

  @Test
  void who_sees_metadata_only_knows_that_it_exists_and_is_enabled_and_no_more() throws Exception {
    Reading<SecretFacts> sealed = new Reading.Unanswered<>(new ApiTrouble.PayloadForbidden("3"));
    var secret = Profiles.secret("JWT_SECRET", it -> it.id("jwt"));
    var known = new KnownSecrets().with("JWT_SECRET", sealed);
    var target = new Target<>(secret, Profiles.of(Gcp.NONE, secret));

    assertThat(outcome(sealed)).isEqualTo(Outcome.passed("version 3"));
    assertThat(new SecretVersionEnabled(known).run(target, new NoThresholds()))
        .isEqualTo(Outcome.passed("version 3 is enabled"));
    assertThat(new SecretPlaceholder(known).run(target, new NoThresholds()))
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> {
              assertThat(it.reason()).isEqualTo(Outcome.UnknownReason.PERMISSION);
              assertThat(it.observed())
                  .startsWith("it exists and is enabled, and the caller lacks")
                  .doesNotContain("may not exist");
            });
  }

  private static Outcome outcome(Reading<SecretFacts> reading) throws InterruptedException {
    var secret = Profiles.secret("JWT_SECRET", it -> it.id("jwt"));
    var gcp = new Gcp(Optional.of("acme"), Optional.empty(), java.util.Map.of(), Optional.empty());
    return new SecretExists(new KnownSecrets().with("JWT_SECRET", reading))
        .run(new Target<>(secret, Profiles.of(gcp, secret)), new NoThresholds());
  }
}
