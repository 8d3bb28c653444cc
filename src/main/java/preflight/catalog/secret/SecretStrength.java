package preflight.catalog.secret;

import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.text.Strength;
import preflight.resource.Secret;
import preflight.resource.SecretUse;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;
import preflight.text.Plural;

@CheckDoc(
    id = "secret-strength",
    on = Secret.class,
    about = Subject.GROUND,
    expects = "The credential is as hard to guess as it must be",
    why =
        """
        Whoever guesses a credential is taken for its owner. A key that signs tokens can be guessed without \
        asking anybody, so it needs as many bits as its hash (RFC 7518, section 3.2); a password of a store \
        needs fewer, since each guess asks the store.
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
    asked =
        "Store a new value: {new-value}. The command stores it as a new version; what others still hold"
            + " of the old value stops working, so change both sides together.",
    commands =
        "VALUE=$({generator}) && : \"${VALUE:?nothing was generated}\" && printf %s"
            + " \"$VALUE\" | gcloud secrets versions add {id} --data-file=-"
            + " --project={project}")
public final class SecretStrength implements Check<Target<Secret>, SecretStrength.With> {

  /** How strong is strong enough. */
  public record With(
      @Field(
              value =
                  "Bits that a credential needs where its own `min-bits` says nothing else; a key"
                      + " that signs tokens needs 256 at least",
              min = 1,
              byDefault = "" + SecretUse.USUAL_BITS,
              weaker = Weaker.LESS)
          int minBits,
      @Field(
              value = "The same for the password of a Redis or Postgres",
              min = 1,
              byDefault = "" + SecretUse.STORE_BITS,
              weaker = Weaker.LESS)
          int storeMinBits) {}

  private final Secrets secrets;

  public SecretStrength(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Outcome run(Target<Secret> target, With with) throws InterruptedException {
    SecretUse declared = target.environment().useOf(target.resource());
    return UnreadSecret.orJudge(
        secrets.read(target.resource()),
        target,
        need(target.resource(), declared, with).expected(),
        facts -> {
          if (facts.setting()) {
            return Outcome.notApplicable("it is a setting, no credential");
          }
          SecretUse use = use(declared, facts.strength());
          Need need = need(target.resource(), use, with);
          String observed = words(facts.strength());
          return facts.strength().bits() >= need.bits()
              ? Outcome.passed(observed)
              : Outcome.failed(Signal.SECRET_WEAK, need.expected(), observed)
                  .saying("is easier to guess than it may be")
                  .fact(CheckDoc.NEW_VALUE, facts.shape().whole())
                  .fact(CheckDoc.BITS, Integer.toString(need.bits()))
                  .fact(CheckDoc.STAKE, use.stake());
        });
  }

  /** A URL with a password in it is that of a store, whether or not the profile has the store. */
  private static SecretUse use(SecretUse declared, Strength strength) {
    return declared == SecretUse.OTHER && strength.inUrl() ? SecretUse.STORE_PASSWORD : declared;
  }

  private static String words(Strength strength) {
    return "%s%s of %s, about %d bits"
        .formatted(
            strength.inUrl() ? "in the URL a password of " : "",
            Plural.of(strength.length(), strength.isBinary() ? "byte" : "character"),
            strength.alphabet(),
            strength.bits());
  }

  /** How many bits, and who says so. */
  private record Need(int bits, String because) {
    String expected() {
      return "at least %d bits (%s)".formatted(bits, because);
    }
  }

  /** What the secret declares; else what its use takes. */
  private static Need need(Secret secret, SecretUse use, With with) {
    return secret
        .minBits()
        .map(it -> new Need(it, "min-bits of the secret"))
        .orElseGet(() ->
            switch (use) {
              case SIGNING_KEY ->
                  new Need(
                      Math.max(use.bits(), with.minBits()),
                      "it signs tokens: RFC 7518, section 3.2");
              case STORE_PASSWORD -> usual("store-min-bits", with.storeMinBits(), use);
              case OTHER -> usual("min-bits", with.minBits(), use);
            });
  }

  private static Need usual(String key, int bits, SecretUse use) {
    return new Need(
        bits,
        bits == use.bits() ? "%s is %d by default".formatted(key, bits) : key + " of the pack");
  }
}
