package preflight.catalog.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.repository.Match;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Target;
import preflight.resource.field.DeclaredField;
import preflight.resource.field.FieldReference;

@CheckDoc(
    id = "secret-matches-resource",
    on = Secret.class,
    about = Subject.GROUND,
    expects = "The secret equals what the profile declares, byte for byte",
    why =
        """
        A host or port that was stored before its resource was created anew, or with a line break at its
        end, leads the application elsewhere or nowhere; the network looks broken and is not.
        """,
    permissions = Permission.SECRET_ACCESS,
    needs = SecretVersionEnabled.class,
    signals = Signal.SECRET_MISMATCH)
@Remedy(
    redeploys = true,
    text = "Store what the profile declares, byte for byte. The command stores a new version.",
    asked = "Store {new-value}; or correct the declaration. The command stores a new version.",
    commands =
        "printf %s {declared} | gcloud secrets versions add {id} --data-file=-"
            + " --project={project}")
public final class SecretMatchesResource implements Check<Target<Secret>, NoThresholds> {

  private final Secrets secrets;

  public SecretMatchesResource(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    Optional<FieldReference> matches = target.resource().matches();
    if (matches.isEmpty()) {
      return Outcome.notApplicable("nothing is declared that it must match");
    }
    FieldReference at = matches.get();
    return switch (DeclaredField.of(at, target.environment())) {
      case DeclaredField.Written(String value) -> written(target, at, value);
      case DeclaredField.HeldBy(ResourceName holder) -> held(target, at, holder);
      case DeclaredField.Undeclared() ->
          Outcome.notApplicable(at.resource() + " declares no " + at.field());
    };
  }

  private Outcome written(Target<Secret> target, FieldReference at, String declared)
      throws InterruptedException {
    String expected =
        "the %s of %s, byte for byte (%d bytes)"
            .formatted(at.field(), at.resource(), declared.getBytes(UTF_8).length);
    return UnreadSecret.orJudge(
        secrets.match(target.resource(), declared, at.field()),
        target,
        expected,
        match ->
            match.equal()
                ? Outcome.passed("it equals " + at)
                : toStore(
                        match,
                        declared,
                        at.field(),
                        Outcome.failed(
                            Signal.SECRET_MISMATCH, expected, match.difference().orElseThrow()))
                    .saying(match.says().orElse("differs from " + at)));
  }

  /**
   * A URL holds more than the part that is wrong, and a value of another form may be meant: nobody
   * but its owner can write either anew.
   */
  private static Outcome.Failed toStore(
      Match match, String declared, String field, Outcome.Failed failed) {
    Optional<String> whole =
        match
            .part()
            .map(it ->
                "the whole URL with the %s that is declared"
                    .formatted(it.name().toLowerCase(Locale.ROOT)))
            .or(() ->
                match
                    .form()
                    .map(it ->
                        "the declared %s if services are to use it in place of %s"
                            .formatted(field, it)));
    return whole.isPresent()
        ? failed.fact(CheckDoc.NEW_VALUE, whole)
        : failed.fact("declared", declared);
  }

  private Outcome held(Target<Secret> target, FieldReference at, ResourceName holder)
      throws InterruptedException {
    Secret other = target.environment().secrets().get(holder.name());
    if (other == null || holder.equals(target.name())) {
      return Outcome.notApplicable(at + " is this very secret");
    }
    String expected = "the value of " + holder + ", which " + at + " is taken from";
    return UnreadSecret.orJudge(
        secrets.read(target.resource()),
        target,
        expected,
        own ->
            UnreadSecret.orJudge(
                secrets.read(other), target, expected, it -> compare(own, it, expected)));
  }

  private static Outcome compare(SecretFacts own, SecretFacts other, String expected) {
    return own.group().equals(other.group())
        ? Outcome.passed("it equals " + expected)
        : Outcome.failed(
            Signal.SECRET_MISMATCH,
            expected,
            "another value (%d and %d bytes)".formatted(own.length(), other.length()));
  }
}
