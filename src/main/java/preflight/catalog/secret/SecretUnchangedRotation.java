package preflight.catalog.secret;

import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.secret.SecretRegister;
import preflight.probe.secret.Secrets;
import preflight.resource.Secret;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-unchanged-rotation",
    on = Secret.class,
    about = Subject.GROUND,
    expects = "The newest version differs from the one before",
    why =
        """
        A rotation that stored the same value again rotated nothing: whoever knows the old value knows the
        new one.
        """,
    permissions = Permission.SECRET_ACCESS,
    needs = SecretVersionEnabled.class,
    signals = Signal.SECRET_UNCHANGED)
@Remedy(
    redeploys = true,
    text =
        "Store a new value. The command stores a new version of this secret; what"
            + " others still hold of the old value stops working, so change both sides"
            + " together.",
    commands =
        "VALUE=$({generator}) && : \"${VALUE:?nothing was generated}\" && printf %s"
            + " \"$VALUE\" | gcloud secrets versions add {id} --data-file=-"
            + " --project={project}")
public final class SecretUnchangedRotation implements Check<Target<Secret>, NoThresholds> {

  private final Secrets secrets;
  private final SecretRegister register;

  public SecretUnchangedRotation(Secrets secrets, SecretRegister register) {
    this.secrets = secrets;
    this.register = register;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    String expected = "a newest version that differs from the one before";
    return UnreadSecret.orJudge(
        secrets.read(target.resource()),
        target,
        expected,
        facts ->
            facts.setting()
                ? Outcome.notApplicable("it is a setting, no credential")
                : judge(target, expected));
  }

  private Outcome judge(Target<Secret> target, String expected) throws InterruptedException {
    return UnreadSecret.orJudge(
        register.rotation(target.resource()),
        target,
        expected,
        rotation ->
            switch (rotation) {
              case CHANGED -> Outcome.passed("it differs");
              case NO_EARLIER_VALUE -> Outcome.notApplicable("there is no earlier value");
              case EARLIER_INACTIVE ->
                  Outcome.notApplicable(
                      "the version before is disabled or destroyed, so its value cannot be"
                          + " compared");
              case UNCHANGED ->
                  Outcome.failed(
                          Signal.SECRET_UNCHANGED, expected, "the same value in both versions")
                      .saying("was rotated to the value that it had");
            });
  }
}
