package preflight.catalog.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Signal;
import preflight.probe.secret.Likeness;
import preflight.probe.secret.Profiles;
import preflight.probe.secret.Shared;
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

    assertThat(outcome(JWT, JWT, SERVICE)).isInstanceOf(Outcome.Passed.class);
    assertThat(outcome(SERVICE, JWT, SERVICE))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.SECRET_OVERLAPS);
              assertThat(it.observed())
                  .isEqualTo("it shares 41 characters with secrets.JWT_SECRET");
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
  void does_not_know_when_a_secret_that_it_must_differ_from_cannot_be_read() throws Exception {
    Secret declaring = Profiles.secret("JWT_SECRET", it -> it.distinctFrom("SERVICE_SECRET"));
    secrets.with("SERVICE_SECRET", KnownSecrets.FORBIDDEN);

    assertThat(outcome(declaring, declaring, SERVICE)).isInstanceOf(Unknown.class);
  }

  private void share(Secret earlier, Secret later, Likeness how, int characters) {
    var shared = List.of(new Shared(earlier, later, how, characters));
    secrets.shared.put(earlier.name().name(), shared);
    secrets.shared.put(later.name().name(), shared);
  }

  private Outcome outcome(Secret secret, Secret... all) throws InterruptedException {
    return new SecretDistinct(secrets)
        .run(new Target<>(secret, Profiles.of(Gcp.NONE, all)), new NoThresholds());
  }
}
