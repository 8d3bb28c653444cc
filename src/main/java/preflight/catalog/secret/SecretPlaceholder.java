package preflight.catalog.secret;

import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.secret.Secrets;
import preflight.resource.Secret;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-placeholder",
    on = Secret.class,
    about = Subject.GROUND,
    expects = "The value is not a placeholder",
    why =
        """
        A value that somebody meant to replace works nowhere, or works everywhere: whoever reads the
        template knows it.
        """,
    permissions = Permission.SECRET_ACCESS,
    needs = SecretVersionEnabled.class,
    signals = Signal.SECRET_PLACEHOLDER)
@Remedy(
    redeploys = true,
    text = "Store the real value. The command stores a new version.",
    commands =
        "printf %s {value} | gcloud secrets versions add {id} --data-file=-"
            + " --project={project}")
public final class SecretPlaceholder implements Check<Target<Secret>, NoThresholds> {

  private final Secrets secrets;

  public SecretPlaceholder(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    String expected = "a real value";
    return UnreadSecret.orJudge(
        secrets.read(target.resource()),
        target,
        expected,
        facts ->
            facts
                .placeholder()
                .<Outcome>map(it ->
                    Outcome.failed(
                            Signal.SECRET_PLACEHOLDER, expected, "the value holds " + it.words())
                        .saying("is a placeholder"))
                .orElseGet(() -> Outcome.passed("no placeholder")));
  }
}
