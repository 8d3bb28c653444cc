package preflight.catalog.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.CheckDoc.Role;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.repository.Match;
import preflight.resource.Environment;
import preflight.resource.Resource;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.SecretFormat;
import preflight.resource.Target;
import preflight.resource.field.DeclaredField;
import preflight.resource.field.FieldReference;
import preflight.text.Plural;

@CheckDoc(
    id = "secret-matches-resource",
    on = Secret.class,
    about = Subject.GROUND,
    role = Role.WAY,
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
    if (target.resource().literal().isPresent()) {
      return literal(target, target.resource().literal().get());
    }
    Outcome last = Outcome.notApplicable("nothing is declared that it must match");
    List<FieldReference> all =
        Stream.concat(target.resource().matches().stream(), besideUrl(target)).toList();
    for (FieldReference at : all) {
      if (target.environment().urlOf(at.resource()).equals(Optional.of(target.name()))
          && secrets
              .formatProblem(target.resource(), Optional.of(SecretFormat.URL))
              .known()
              .flatMap(it -> it)
              .isPresent()) {
        return Outcome.notApplicable("secret-format says why its URL cannot be read");
      }
      Outcome outcome = compared(target, at);
      if (!(outcome instanceof Outcome.Passed) && !(outcome instanceof Outcome.Skipped)) {
        return outcome;
      }
      last = outcome;
    }
    return last;
  }

  /** What the profile says beside a URL that the secret holds, which the URL may deny. */
  private static Stream<FieldReference> besideUrl(Target<Secret> target) {
    Environment environment = target.environment();
    return environment
        .resources()
        .map(Resource::name)
        .filter(it -> environment.urlOf(it).equals(Optional.of(target.name())))
        .flatMap(store ->
            Stream.of("host", "port", "user", "database", "tls")
                .map(it -> new FieldReference(store, it)))
        .filter(it -> DeclaredField.of(it, environment) instanceof DeclaredField.Written);
  }

  private Outcome compared(Target<Secret> target, FieldReference at) throws InterruptedException {
    return switch (DeclaredField.of(at, target.environment())) {
      case DeclaredField.Written(String value) -> written(target, at, value);
      case DeclaredField.HeldBy(ResourceName holder) -> held(target, at, holder);
      case DeclaredField.InUrl(ResourceName holder) ->
          Outcome.notApplicable("%s stands in the URL that %s holds".formatted(at, holder));
      case DeclaredField.Undeclared() ->
          Outcome.notApplicable(at.resource() + " declares no " + at.field());
    };
  }

  /** A setting is of no more than its own bytes: what a URL in it says is not asked. */
  private Outcome literal(Target<Secret> target, String declared) throws InterruptedException {
    String expected =
        "'%s', byte for byte (%s)"
            .formatted(declared, Plural.of(declared.getBytes(UTF_8).length, "byte"));
    return UnreadSecret.orJudge(
        secrets.match(target.resource(), declared, "value"),
        target,
        expected,
        match ->
            match.equal()
                ? Outcome.passed("it equals what the profile says")
                : Outcome.failed(Signal.SECRET_MISMATCH, expected, match.difference().orElseThrow())
                    .fact("declared", declared)
                    .saying("differs from what the profile says"));
  }

  private Outcome written(Target<Secret> target, FieldReference at, String declared)
      throws InterruptedException {
    boolean beside = target.environment().urlOf(at.resource()).equals(Optional.of(target.name()));
    String expected =
        "the %s of %s, byte for byte (%d bytes)"
            .formatted(at.field(), at.resource(), declared.getBytes(UTF_8).length);
    return UnreadSecret.orJudge(
        secrets.match(target.resource(), declared, at.field()),
        target,
        expected,
        match ->
            match.equal() || (beside && match.missing())
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
