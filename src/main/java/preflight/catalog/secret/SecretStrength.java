package preflight.catalog.secret;

import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.signal.Signal;
import preflight.probe.secret.Secrets;
import preflight.resource.Secret;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

@CheckDoc(
    id = "secret-strength",
    on = Secret.class,
    expects = "The credential is as hard to guess as it must be",
    why =
        """
        A key that can be guessed signs tokens for everybody. HMAC keys need as many bits as their hash
        (RFC 7518, section 3.2).
        """,
    permissions = Permission.SECRET_ACCESS,
    needs = SecretVersionEnabled.class,
    signals = Signal.SECRET_WEAK)
@Remedy(
    redeploys = true,
    text =
        "Generate a random value. The command stores a new version of this secret; what"
            + " others still hold of the old value stops working, so change both sides"
            + " together.",
    commands =
        "VALUE=$({generator}) && : \"${VALUE:?nothing was generated}\" && printf %s"
            + " \"$VALUE\" | gcloud secrets versions add {id} --data-file=-"
            + " --project={project}")
public final class SecretStrength implements Check<Target<Secret>, SecretStrength.With> {

  private static final int SIGNING_BITS = 256;

  /** How strong is strong enough. */
  public record With(
      @Field(
              value = "Bits that a credential needs where its own `min-bits` says nothing else",
              min = 1,
              example = "128",
              byDefault = "" + Secret.USUAL_BITS,
              weaker = Weaker.LESS)
          int minBits) {}

  private final Secrets secrets;

  public SecretStrength(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Outcome run(Target<Secret> target, With with) throws InterruptedException {
    int needed = needed(target, with);
    String expected = "at least " + needed + " bits";
    return Unread.orJudge(
        secrets.read(target.resource()),
        target,
        expected,
        facts -> {
          if (facts.setting()) {
            return Outcome.notApplicable("it is a setting, no credential");
          }
          String observed =
              "about %d bits (%d bytes of %s)"
                  .formatted(facts.strength().bits(), facts.length(), facts.strength().alphabet());
          return facts.strength().bits() >= needed
              ? Outcome.passed(observed)
              : Outcome.failed(Signal.SECRET_WEAK, expected, observed)
                  .saying("is easier to guess than it may be");
        });
  }

  /** What the secret declares; else what signing takes, where it signs; else what the pack says. */
  private static int needed(Target<Secret> target, With with) {
    boolean signs =
        target.environment().services().values().stream()
            .flatMap(it -> it.auth().stream())
            .flatMap(it -> it.secret().stream())
            .anyMatch(target.name()::equals);
    return target
        .resource()
        .minBits()
        .orElse(signs ? Math.max(SIGNING_BITS, with.minBits()) : with.minBits());
  }
}
