package preflight.catalog.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiTrouble;
import preflight.probe.secret.Profiles;
import preflight.probe.secret.UnreadableSecret;
import preflight.probe.secret.overlap.Likeness;
import preflight.probe.secret.overlap.SharedPart;
import preflight.resource.Gcp;
import preflight.resource.Secret;
import preflight.resource.Target;

class SecretDistinctTest {

  private static final Secret JWT = Profiles.secret("JWT_SECRET");
  private static final Secret SERVICE = Profiles.secret("SERVICE_SECRET");

  private final KnownSecrets secrets =
      new KnownSecrets()
          .with("JWT_SECRET", KnownSecrets.sound())
          .with("SERVICE_SECRET", KnownSecrets.sound());

  @Test
  void passes_when_it_shares_nothing() throws Exception {
    assertThat(outcome(JWT, JWT, SERVICE)).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void fails_at_the_later_secret_only() throws Exception {
    share(JWT, SERVICE, Likeness.COMMON_RUN, 41);

    assertThat(outcome(JWT, JWT, SERVICE))
        .isEqualTo(
            Outcome.passed(
                "what it shares with secrets.SERVICE_SECRET is the failure of that one"));
    assertThat(outcome(SERVICE, JWT, SERVICE))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.SECRET_OVERLAPS);
              assertThat(it.observed())
                  .isEqualTo("it shares 41 characters with the secret JWT_SECRET");
              assertThat(it.says()).contains("shares 41 characters with the secret JWT_SECRET");
            });
  }

  @Test
  void fails_at_the_secret_that_declares_to_be_distinct() throws Exception {
    Secret declaring = Profiles.secret("JWT_SECRET", it -> it.distinctFrom("SERVICE_SECRET"));
    share(declaring, SERVICE, Likeness.EQUAL, 64);

    assertThat(outcome(SERVICE, declaring, SERVICE)).isInstanceOf(Outcome.Passed.class);
    assertThat(outcome(declaring, declaring, SERVICE)).isInstanceOf(Failed.class);
  }

  @Test
  void secrets_that_must_be_the_same_may_be_the_same() throws Exception {
    Secret same = Profiles.secret("SERVICE_SECRET", it -> it.sameAs("JWT_SECRET"));
    share(JWT, same, Likeness.EQUAL, 64);

    assertThat(outcome(same, JWT, same)).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void does_not_apply_to_settings() throws Exception {
    secrets.with("SERVICE_SECRET", KnownSecrets.setting());

    assertThat(outcome(SERVICE, JWT, SERVICE)).isInstanceOf(Skipped.class);
  }

  @Test
  void does_not_know_when_any_other_secret_could_not_be_read_and_names_it() throws Exception {
    var trouble = new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED");
    secrets.uncompared.add(new UnreadableSecret(SERVICE, trouble));
    secrets.uncompared.add(new UnreadableSecret(Profiles.secret("OTHER_SECRET"), trouble));

    assertThat(outcome(JWT, JWT, SERVICE))
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> {
              assertThat(it.observed())
                  .startsWith("nothing is known of secrets.SERVICE_SECRET and 1 more: ");
              assertThat(it.reason()).isEqualTo(UnknownReason.PERMISSION);
            });
  }

  @Test
  void says_what_is_shared_only_once_decoded() throws Exception {
    share(JWT, SERVICE, Likeness.DECODED, 24);

    assertThat(((Failed) outcome(SERVICE, JWT, SERVICE)).says())
        .contains("shares 24 bytes with the secret JWT_SECRET once decoded");
  }

  private void share(Secret earlier, Secret later, Likeness how, int characters) {
    var shared = List.of(new SharedPart(earlier, later, how, characters));
    secrets.shared.put(earlier.name().name(), shared);
    secrets.shared.put(later.name().name(), shared);
  }

  private Outcome outcome(Secret secret, Secret... all) throws InterruptedException {
    return new SecretDistinct(secrets)
        .run(new Target<>(secret, Profiles.of(Gcp.NONE, all)), new NoThresholds());
  }
}
