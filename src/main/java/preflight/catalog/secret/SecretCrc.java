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
    id = "secret-crc",
    on = Secret.class,
    about = Subject.GROUND,
    expects = "The payload arrives as it was stored",
    why =
        """
        A payload that does not match its checksum was damaged on its way. Whoever uses it sees a wrong
        password and looks in the wrong place.
        """,
    permissions = Permission.SECRET_ACCESS,
    needs = SecretVersionEnabled.class,
    signals = Signal.SECRET_CORRUPT)
@Remedy(
    text =
        "Run again; if the checksum is wrong again, store the value as a new version"
            + " and tell Google support. The command reads the version once more and prints"
            + " nothing of it.",
    commands =
        "gcloud secrets versions access {version} --secret={id} --project={project}"
            + " >/dev/null")
public final class SecretCrc implements Check<Target<Secret>, NoThresholds> {

  private final Secrets secrets;

  public SecretCrc(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    String expected = "a payload that matches its checksum";
    return UnreadSecret.orJudge(
        secrets.read(target.resource()),
        target,
        expected,
        facts ->
            switch (facts.checksum()) {
              case MATCHES -> Outcome.passed("the checksum matches");
              case ABSENT -> Outcome.notApplicable("the source sends no checksum");
              case DIFFERS ->
                  Outcome.failed(
                          Signal.SECRET_CORRUPT,
                          expected,
                          "a payload of " + facts.length() + " bytes that does not, twice")
                      .saying("arrives damaged");
            });
  }
}
