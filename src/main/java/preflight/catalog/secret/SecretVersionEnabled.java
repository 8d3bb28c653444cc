package preflight.catalog.secret;

import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiTrouble;
import preflight.probe.secret.Reading;
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.Secrets;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-version-enabled",
    on = Secret.class,
    about = Subject.GROUND,
    expects = "The version of the secret that is used is enabled",
    why =
        """
        `latest` means the newest version even when that is disabled or destroyed. Instances that
        run keep the value they have; the next one to start gets none and fails.
        """,
    permissions = {Permission.SECRET_ACCESS, Permission.SECRET_VIEW},
    needs = SecretExists.class,
    signals = {Signal.SECRET_DISABLED, Signal.SECRET_DESTROYED})
public final class SecretVersionEnabled implements Check<Target<Secret>, NoThresholds> {

  private final Secrets secrets;

  public SecretVersionEnabled(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    if (!(target.resource().source() instanceof SecretSource.SecretManager)) {
      return Outcome.notApplicable("only Secret Manager keeps versions");
    }
    Reading<SecretFacts> reading = secrets.read(target.resource());
    if (reading instanceof Reading.Unanswered<SecretFacts>(ApiTrouble.PayloadForbidden trouble)) {
      return Outcome.passed("version " + trouble.version() + " is enabled");
    }
    return UnreadSecret.orJudge(
        reading,
        target,
        "version " + target.resource().version() + " is enabled",
        it -> Outcome.passed("version " + it.version() + " is enabled"));
  }
}
