package preflight.catalog.secret;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.secret.SecretRegister;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

@CheckDoc(
    id = "secret-expiry",
    on = Secret.class,
    about = Subject.GROUND,
    expects = "The secret neither expires nor is overdue for rotation soon",
    why =
        """
        A secret that expires is deleted with all its versions, at once and for good.
        """,
    permissions = Permission.SECRET_VIEW,
    needs = SecretExists.class,
    signals = Signal.SECRET_EXPIRES)
@Remedy(
    redeploys = true,
    text =
        "Remove or postpone the expiry, or rotate the secret. The first command removes"
            + " the expiry; the second stores a new version.",
    commands = {
      "gcloud secrets update {id} --remove-expiration --project={project}",
      "printf %s {value} | gcloud secrets versions add {id} --data-file=- --project={project}"
    })
public final class SecretExpiry implements Check<Target<Secret>, SecretExpiry.With> {

  /** How long before is soon. */
  public record With(
      @Field(
              value = "How many days before it expires a secret fails",
              min = 0,
              example = "30",
              byDefault = "14",
              weaker = Weaker.LESS)
          int days) {}

  private final SecretRegister register;
  private final InstantSource clock;

  public SecretExpiry(SecretRegister register, InstantSource clock) {
    this.register = register;
    this.clock = clock;
  }

  @Override
  public Outcome run(Target<Secret> target, With with) throws InterruptedException {
    String expected = "no expiry within " + with.days() + " days, and no rotation overdue";
    if (target.resource().partOf().isPresent()) {
      return Outcome.notApplicable("it is a part of " + target.resource().partOf().get());
    }
    if (!(target.resource().source() instanceof SecretSource.SecretManager)) {
      return Outcome.notApplicable("only Secret Manager lets secrets expire");
    }
    return Unanswered.orJudge(
        register.dates(target.resource()),
        target.environment(),
        Permission.SECRET_VIEW,
        expected,
        dates -> judge(dates, with, expected));
  }

  private Outcome judge(SecretRegister.Dates dates, With with, String expected) {
    Instant now = clock.instant();
    if (dates
        .expires()
        .filter(it -> it.isBefore(now.plus(Duration.ofDays(with.days()))))
        .isPresent()) {
      return Outcome.failed(
              Signal.SECRET_EXPIRES, expected, "it expires at " + dates.expires().get())
          .saying("expires at " + dates.expires().get());
    }
    if (dates.nextRotation().filter(it -> it.isBefore(now)).isPresent()) {
      return Outcome.failed(
              Signal.SECRET_EXPIRES,
              expected,
              "its rotation was due at " + dates.nextRotation().get())
          .saying("was due for rotation at " + dates.nextRotation().get());
    }
    return Outcome.passed(
        dates.expires().map(it -> "it expires at " + it).orElse("it does not expire"));
  }
}
