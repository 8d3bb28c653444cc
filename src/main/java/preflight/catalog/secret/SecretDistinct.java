package preflight.catalog.secret;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.overlap.Commonality;
import preflight.probe.secret.overlap.Likeness;
import preflight.probe.secret.overlap.SharedPart;
import preflight.resource.Environment;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-distinct",
    on = Secret.class,
    about = Subject.GROUND,
    expects = "The credential shares nothing with any other credential",
    why =
        """
        Whoever learns one of two secrets that share a part knows much of the other. A service
        secret once carried 41 characters of the key that signs its tokens, and passed a test for
        equality.
        """,
    permissions = Permission.SECRET_ACCESS,
    needs = SecretVersionEnabled.class,
    signals = Signal.SECRET_OVERLAPS)
@Remedy(
    redeploys = true,
    text =
        "Generate a new random value for one of the two secrets. The command stores a"
            + " new version of this secret; what others still hold of the old value stops"
            + " working, so change both sides together.",
    asked =
        "Give one of the two secrets a new value: {new-value}. The command stores it as a new version of"
            + " this secret; what others still hold of the old value stops working, so change both sides"
            + " together.",
    commands =
        "VALUE=$({generator}) && : \"${VALUE:?nothing was generated}\" && printf %s"
            + " \"$VALUE\" | gcloud secrets versions add {id} --data-file=-"
            + " --project={project}")
public final class SecretDistinct implements Check<Target<Secret>, NoThresholds> {

  private static final int SHOWN = 8;

  private final Secrets secrets;

  public SecretDistinct(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    String expected = "nothing in common with other credentials";
    return UnreadSecret.orJudge(
        secrets.read(target.resource()),
        target,
        expected,
        facts ->
            facts.setting()
                ? Outcome.notApplicable("it is a setting, no credential")
                : judge(target, facts, expected));
  }

  private Outcome judge(Target<Secret> target, SecretFacts facts, String expected)
      throws InterruptedException {
    Secret secret = target.resource();
    Commonality commonality = secrets.commonality(secret);
    List<SharedPart> shared =
        commonality.shared().stream().filter(it -> !allowed(it, target.environment())).toList();
    List<SharedPart> own = shared.stream().filter(it -> owner(it).equals(secret)).toList();
    if (!own.isEmpty()) {
      return failed(secret, own, expected).fact(CheckDoc.NEW_VALUE, facts.shape().whole());
    }
    return UnreadSecret.of(commonality.uncompared(), target.environment(), expected)
        .orElseGet(() -> Outcome.passed(passed(secret, shared)));
  }

  private static String passed(Secret secret, List<SharedPart> elsewhere) {
    return elsewhere.isEmpty()
        ? "it shares nothing with any other credential"
        : "what it shares with %s is the failure of that one"
            .formatted(elsewhere.getFirst().than(secret).name());
  }

  private static Outcome.Failed failed(Secret secret, List<SharedPart> own, String expected) {
    var evidence = new ArrayList<Evidence>();
    own.stream()
        .skip(1)
        .limit(SHOWN)
        .forEach(it -> evidence.add(new Evidence("comparison", "it " + predicate(it, secret))));
    String more = own.size() == 1 ? "" : ", and overlaps with " + (own.size() - 1) + " more";
    String first = predicate(own.getFirst(), secret);
    return Outcome.failed(Signal.SECRET_OVERLAPS, expected, "it " + first + more)
        .saying(first)
        .fact("other", own.getFirst().than(secret).storedId())
        .with(evidence.toArray(Evidence[]::new));
  }

  private static String predicate(SharedPart shared, Secret secret) {
    return Alike.predicate(
        shared.how(), shared.characters(), "the secret " + shared.than(secret).name().name());
  }

  /** One pair is one failure: at the secret that declares it, else at the later one. */
  private static Secret owner(SharedPart shared) {
    boolean earlierSays = shared.earlier().distinctFrom().contains(shared.later().name());
    boolean laterSays = shared.later().distinctFrom().contains(shared.earlier().name());
    return earlierSays && !laterSays ? shared.earlier() : shared.later();
  }

  private static boolean allowed(SharedPart shared, Environment environment) {
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
