package preflight.catalog.secret;

import java.util.List;
import java.util.Set;
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
import preflight.probe.secret.text.Flaw;
import preflight.resource.Secret;
import preflight.resource.SecretFormat;
import preflight.resource.SecretKind;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-payload-clean",
    on = Secret.class,
    about = Subject.GROUND,
    expects = "The value has no stray characters (line break, BOM, invisible characters)",
    why =
        """
        A line break at the end of a host makes its name unresolvable, one at the end of a password makes
        it wrong, and neither shows in any log. `echo` without `-n` adds one.
        """,
    permissions = Permission.SECRET_ACCESS,
    needs = SecretVersionEnabled.class,
    signals = {Signal.SECRET_EMPTY, Signal.SECRET_UNCLEAN})
@Remedy(
    redeploys = true,
    on = {Signal.SECRET_EMPTY, Signal.SECRET_UNCLEAN},
    text =
        "Store the value again without the stray characters; declare a value of several"
            + " lines with kind: pem, json or multiline. The command stores a new version.",
    commands =
        "printf %s {value} | gcloud secrets versions add {id} --data-file=-"
            + " --project={project}")
public final class SecretPayloadClean implements Check<Target<Secret>, NoThresholds> {

  private static final String EXPECTED = "a value without stray characters";
  private static final Set<SecretKind> DOCUMENTS =
      Set.of(SecretKind.PEM, SecretKind.JSON, SecretKind.MULTILINE);
  private static final Set<SecretFormat> DOCUMENT_FORMATS =
      Set.of(SecretFormat.PEM, SecretFormat.JSON);

  private final Secrets secrets;

  public SecretPayloadClean(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    return UnreadSecret.orJudge(
        secrets.read(target.resource()), target, EXPECTED, facts -> judge(target, facts));
  }

  private static Outcome judge(Target<Secret> target, SecretFacts facts) {
    if (facts.length() == 0) {
      return Outcome.failed(Signal.SECRET_EMPTY, EXPECTED, "nothing at all").saying("is empty");
    }
    List<String> words =
        facts.flaws().stream()
            .filter(it -> !(document(target) && it.usualInDocuments()))
            .sorted()
            .map(Flaw::words)
            .toList();
    return words.isEmpty()
        ? Outcome.passed(facts.length() + " clean bytes")
        : Outcome.failed(
                Signal.SECRET_UNCLEAN,
                EXPECTED,
                "the value (%d bytes) %s".formatted(facts.length(), String.join(" and ", words)))
            .saying(words.getFirst());
  }

  /** Several lines, quotes and escapes belong to such a value. */
  private static boolean document(Target<Secret> target) {
    Secret secret = target.resource();
    return target.environment().hasParts(secret)
        || secret.kind().filter(DOCUMENTS::contains).isPresent()
        || secret.format().filter(DOCUMENT_FORMATS::contains).isPresent();
  }
}
