package preflight.catalog.secret;

import java.util.Locale;
import java.util.Optional;
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
import preflight.resource.SecretFormat;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-format",
    on = Secret.class,
    about = Subject.GROUND,
    expects = "The value has the format that is declared",
    why =
        """
        A key in the wrong format is refused by the library that uses it, at start or at the first
        request.
        """,
    permissions = Permission.SECRET_ACCESS,
    needs = SecretVersionEnabled.class,
    signals = Signal.SECRET_MALFORMED)
@Remedy(
    redeploys = true,
    text =
        "Store the value in the declared format, or correct the declaration. The"
            + " command stores a new version.",
    commands =
        "printf %s {value} | gcloud secrets versions add {id} --data-file=-"
            + " --project={project}")
public final class SecretFormatted implements Check<Target<Secret>, NoThresholds> {

  private final Secrets secrets;

  public SecretFormatted(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    Optional<SecretFormat> format =
        target
            .resource()
            .format()
            .or(() ->
                target.environment().holdsUrl(target.name())
                    ? Optional.of(SecretFormat.URL)
                    : Optional.empty());
    if (format.isEmpty()) {
      return Outcome.notApplicable("no format is declared");
    }
    String expected = "the format " + format.get().name().toLowerCase(Locale.ROOT);
    return UnreadSecret.orJudge(
        secrets.formatProblem(target.resource(), format.get()),
        target,
        expected,
        problem ->
            problem
                .<Outcome>map(it ->
                    Outcome.failed(Signal.SECRET_MALFORMED, expected, it)
                        .saying("does not have the declared format"))
                .orElseGet(() -> Outcome.passed("it has " + expected)));
  }
}
