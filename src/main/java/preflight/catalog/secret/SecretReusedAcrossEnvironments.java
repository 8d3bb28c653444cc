package preflight.catalog.secret;

import java.util.Optional;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.secret.Comparison;
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.Secrets;
import preflight.resource.Secret;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-reused-across-environments",
    on = Secret.class,
    about = Subject.GROUND,
    expects = "No other environment uses the same value",
    why =
        """
        Whoever learns a secret of the test environment must not hold one of production with it.
        """,
    permissions = Permission.SECRET_ACCESS,
    needs = SecretVersionEnabled.class,
    signals = Signal.SECRET_REUSED)
@Remedy(
    redeploys = true,
    text =
        "Generate a new value for one of the two environments. The command stores a new"
            + " version of this secret; what others still hold of the old value stops"
            + " working, so change both sides together.",
    asked =
        "Give one of the two environments a new value: {new-value}. The command stores it as a new version"
            + " of this secret; what others still hold of the old value stops working, so change both sides"
            + " together.",
    commands =
        "VALUE=$({generator}) && : \"${VALUE:?nothing was generated}\" && printf %s"
            + " \"$VALUE\" | gcloud secrets versions add {id} --data-file=-"
            + " --project={project}")
public final class SecretReusedAcrossEnvironments implements Check<Target<Secret>, NoThresholds> {

  private final Secrets secrets;
  private final Comparison comparison;

  public SecretReusedAcrossEnvironments(Secrets secrets, Comparison comparison) {
    this.secrets = secrets;
    this.comparison = comparison;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    String expected = "nothing in common with another environment";
    return UnreadSecret.orJudge(
        secrets.read(target.resource()),
        target,
        expected,
        facts ->
            facts.setting()
                ? Outcome.notApplicable("it is a setting, no credential")
                : judge(target, facts, expected));
  }

  private Outcome judge(Target<Secret> target, SecretFacts facts, String expected)
      throws InterruptedException {
    Optional<Comparison.Compared> compared = comparison.with(target.resource());
    if (compared.isEmpty()) {
      return Outcome.notApplicable("no other environment to compare with");
    }
    Comparison.Compared result = compared.get();
    if (!result.reused().isEmpty()) {
      Comparison.Reused first = result.reused().getFirst();
      String predicate =
          Alike.predicate(
              first.how(),
              first.characters(),
              "the secret %s of %s".formatted(first.theirs().name().name(), result.environment()));
      return Outcome.failed(Signal.SECRET_REUSED, expected, "it " + predicate)
          .saying(predicate)
          .fact(CheckDoc.NEW_VALUE, facts.shape().whole());
    }
    return UnreadSecret.of(result.unread(), target.environment(), expected)
        .orElseGet(() -> Outcome.passed("nothing in common with " + result.environment()));
  }
}
