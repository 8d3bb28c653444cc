package preflight.catalog.secret;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import preflight.resource.field.Keys;
import preflight.text.Plural;

@CheckDoc(
    id = "secret-format",
    on = Secret.class,
    about = Subject.GROUND,
    expects = "The value has the format and length that are declared",
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
    Optional<Integer> bytes = target.resource().bytes();
    if (format.isEmpty() && bytes.isEmpty()) {
      return Outcome.notApplicable("no format is declared");
    }
    String expected =
        Stream.concat(
                format.map(it -> "the format " + Keys.of(it)).stream(),
                bytes.map(it -> Plural.of(it, "byte")).stream())
            .collect(Collectors.joining(" of "));
    return UnreadSecret.orJudge(
        secrets.formatProblem(target.resource(), format),
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
