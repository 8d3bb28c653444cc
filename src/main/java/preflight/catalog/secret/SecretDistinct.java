package preflight.catalog.secret;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import preflight.catalog.platform.NoEvidence;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.probe.secret.Likeness;
import preflight.probe.secret.Reading;
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.Shared;
import preflight.resource.Environment;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-distinct",
    on = Secret.class,
    expects = "The credential shares nothing with any other credential",
    why =
        """
        Whoever learns one of two secrets that share a part knows much of the other. A service
        secret once carried 41 characters of the key that signs its tokens, and passed a test for
        equality.
        """,
    permissions = Permission.SECRET_ACCESS,
    needs = SecretVersionEnabled.class,
    signals = {
      Signal.SECRET_OVERLAPS,
      Signal.SECRET_NOT_FOUND,
      Signal.SECRET_DISABLED,
      Signal.SECRET_DESTROYED,
      Signal.API_DISABLED,
      Signal.BILLING_DISABLED,
      Signal.POLICY_DENIED
    })
@Remedy(
    redeploys = true,
    text = "Generate a new random value for one of the two, then deploy the services that use it.",
    commands =
        "openssl rand -hex 32 | tr -d '\\n' | gcloud secrets versions add {id} --data-file=-"
            + " --project={project}")
public final class SecretDistinct implements Check<Target<Secret>, NoThresholds> {

  private static final int SHOWN = 8;

  private final Secrets secrets;

  public SecretDistinct(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Class<NoThresholds> withType() {
    return NoThresholds.class;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    String expected = "nothing in common with other credentials";
    return Unread.orJudge(
        secrets.read(target.resource()),
        target,
        expected,
        facts ->
            facts.setting()
                ? Outcome.notApplicable("it is a setting, no credential")
                : judge(target, expected));
  }

  private Outcome judge(Target<Secret> target, String expected) throws InterruptedException {
    Secret secret = target.resource();
    List<Shared> own =
        secrets.shared(secret).stream()
            .filter(it -> !allowed(it, target.environment()))
            .filter(it -> owner(it).equals(secret))
            .toList();
    if (!own.isEmpty()) {
      return failed(secret, own, expected);
    }
    for (ResourceName other : secret.distinctFrom()) {
      Optional<Secret> declared =
          Optional.ofNullable(target.environment().secrets().get(other.name()));
      if (declared.isPresent()
          && secrets.read(declared.get()) instanceof Reading.Unanswered<SecretFacts>(var trouble)) {
        return NoEvidence.of(trouble, Permission.SECRET_ACCESS, target.environment(), expected);
      }
    }
    return Outcome.passed("it shares nothing with any credential that could be read");
  }

  private static Outcome failed(Secret secret, List<Shared> own, String expected) {
    var evidence = new ArrayList<Evidence>();
    own.stream()
        .skip(1)
        .limit(SHOWN)
        .forEach(it -> evidence.add(new Evidence("comparison", sentence(it, secret))));
    String more = own.size() == 1 ? "" : ", and overlaps with " + (own.size() - 1) + " more";
    return Outcome.failed(Signal.SECRET_OVERLAPS, expected, sentence(own.getFirst(), secret) + more)
        .fact("other", own.getFirst().than(secret).storedId())
        .with(evidence.toArray(Evidence[]::new));
  }

  private static String sentence(Shared shared, Secret secret) {
    Secret other = shared.than(secret);
    return shared.how() == Likeness.COMMON_RUN
        ? "it shares %d characters with %s".formatted(shared.characters(), other.name())
        : "it %s %s (%d characters)"
            .formatted(shared.how().words(), other.name(), shared.characters());
  }

  /** One pair is one failure: at the secret that declares it, else at the later one. */
  private static Secret owner(Shared shared) {
    boolean earlierSays = shared.earlier().distinctFrom().contains(shared.later().name());
    boolean laterSays = shared.later().distinctFrom().contains(shared.earlier().name());
    return earlierSays && !laterSays ? shared.earlier() : shared.later();
  }

  private static boolean allowed(Shared shared, Environment environment) {
    boolean meant =
        shared.earlier().sameAs().contains(shared.later().name())
            || shared.later().sameAs().contains(shared.earlier().name());
    if (meant || shared.how() != Likeness.PASSWORD_OF_URL) {
      return meant;
    }
    Set<ResourceName> passwords = storePasswords(environment);
    return passwords.contains(shared.earlier().name()) || passwords.contains(shared.later().name());
  }

  /** A URL that carries the password of a store is made of it, as it should be. */
  private static Set<ResourceName> storePasswords(Environment environment) {
    var passwords = new HashSet<ResourceName>();
    environment.redis().values().forEach(it -> it.password().ifPresent(passwords::add));
    environment.postgres().values().forEach(it -> it.password().ifPresent(passwords::add));
    return passwords;
  }
}
