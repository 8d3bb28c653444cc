package preflight.catalog.secret;

import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiTrouble;
import preflight.probe.secret.Reading;
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.Secrets;
import preflight.resource.Secret;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-exists",
    on = Secret.class,
    about = Subject.GROUND,
    expects = "The secret exists, in the version that is used",
    why =
        """
        A service that lacks a secret does not start, or starts and refuses everybody: a missing
        service secret once locked every user out.
        """,
    permissions = {Permission.SECRET_ACCESS, Permission.SECRET_VIEW},
    signals = Signal.SECRET_NOT_FOUND,
    families = Family.GOOGLE_API)
public final class SecretExists implements Check<Target<Secret>, NoThresholds> {

  private final Secrets secrets;

  public SecretExists(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    Secret secret = target.resource();
    Reading<SecretFacts> reading = secrets.read(secret);
    if (reading instanceof Reading.Inactive<SecretFacts>) {
      return Outcome.passed("it exists; its version gives no value");
    }
    if (reading instanceof Reading.Unanswered<SecretFacts>(ApiTrouble.PayloadForbidden trouble)) {
      return Outcome.passed("version " + trouble.version());
    }
    return UnreadSecret.orJudge(
        reading,
        target,
        secret
            .partOf()
            .map(it -> "%s exists in %s".formatted(secret.partKey(), it))
            .orElseGet(
                () -> "%s, version %s, exists".formatted(secret.storedId(), secret.version())),
        it -> Outcome.passed(it.version().isEmpty() ? "it exists" : "version " + it.version()));
  }
}
