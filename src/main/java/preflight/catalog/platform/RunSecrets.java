package preflight.catalog.platform;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import preflight.catalog.WorstOutcome;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.RevisionState;
import preflight.probe.run.Variable;
import preflight.probe.secret.Fingerprint;
import preflight.probe.secret.Reading;
import preflight.probe.secret.SecretRegister;
import preflight.probe.secret.Secrets;
import preflight.resource.SecretSource;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.secret.SecretName;

@CheckDoc(
    id = "run-secrets",
    on = Service.class,
    ofJobs = true,
    about = Subject.PLANNED,
    expects =
        "Each secret that the revision names exists in that version, and its account may read it",
    why =
        """
        Cloud Run refuses a revision that names a secret which is not there, after minutes. One that serves \
        goes on until it needs its next instance, which does not start.
        """,
    permissions = {Permission.RUN_VIEW, Permission.SECRET_ACCESS, Permission.SECRET_POLICY},
    signals = {Signal.SECRET_NOT_FOUND, Signal.SECRET_DISABLED, Signal.SECRET_DESTROYED},
    families = Family.CLOUD_RUN)
@Remedy(
    on = Signal.SECRET_NOT_FOUND,
    text =
        "Correct the name or the version in what you deploy. The command shows the versions that there"
            + " are, and changes nothing.",
    commands = "gcloud secrets versions list {secret} --project={project}")
@Remedy(
    on = Signal.SECRET_DESTROYED,
    text =
        "Name another version in what you deploy: a destroyed one does not come back. The command shows"
            + " the versions that there are.",
    commands = "gcloud secrets versions list {secret} --project={project}")
@Remedy(
    on = Signal.SECRET_DISABLED,
    text =
        "Name another version in what you deploy, or enable this one if nobody disabled it on purpose."
            + " The command shows the versions that there are.",
    commands = "gcloud secrets versions list {secret} --project={project}")
public final class RunSecrets implements Check<Target<Service>, NoThresholds> {

  /** The fact by which all failures are seen to be about one reference, {@code jwt:3}. */
  public static final String REFERENCE = "reference";

  private final JudgedRevisions revisions;
  private final Secrets secrets;
  private final SecretRegister register;

  public RunSecrets(JudgedRevisions revisions, Secrets secrets, SecretRegister register) {
    this.revisions = revisions;
    this.secrets = secrets;
    this.register = register;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Service service = target.resource();
    if (service.cloudRun().isEmpty()) {
      return Outcome.notApplicable("no cloud-run is declared");
    }
    String expected = "secrets that exist, in the named versions";
    return NotDeployed.orJudge(
        revisions.of(service),
        service,
        target.environment(),
        expected,
        judged -> judge(target, judged, expected));
  }

  private Outcome judge(Target<Service> target, List<RevisionState> judged, String expected)
      throws InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    int seen = 0;
    for (RevisionState revision : judged) {
      for (Named named : new TreeSet<>(named(revision).toList())) {
        seen++;
        if (!isDeclared(named, target)) {
          outcomes.add(outcome(named, revision, target, expected));
        } else if (target.resource().isJob()) {
          outcomes.add(access(named, revision, target, expected));
        }
      }
    }
    int all = seen;
    return WorstOutcome.of(outcomes).orElseGet(() -> Outcome.passed("all " + all + " are there"));
  }

  /** A secret as a revision names it. */
  private record Named(String secret, String version) implements Comparable<Named> {

    @Override
    public int compareTo(Named other) {
      int bySecret = secret.compareTo(other.secret);
      return bySecret == 0 ? version.compareTo(other.version) : bySecret;
    }

    @Override
    public String toString() {
      return secret + ":" + version;
    }
  }

  private static Stream<Named> named(RevisionState revision) {
    return Stream.concat(
        revision.containers().stream()
            .flatMap(it -> it.variables().values().stream())
            .flatMap(it ->
                it instanceof Variable.FromSecret(String secret, String version)
                    ? Stream.of(new Named(secret, version))
                    : Stream.of()),
        revision.mounts().stream().map(it -> new Named(it.secret(), it.version())));
  }

  /** What the profile declares is told by the checks of that secret. */
  private static boolean isDeclared(Named named, Target<Service> target) {
    return target.environment().secrets().values().stream()
        .filter(it -> it.source() instanceof SecretSource.SecretManager)
        .anyMatch(
            it -> it.storedId().equals(named.secret()) && it.version().equals(named.version()));
  }

  private Outcome outcome(
      Named named, RevisionState revision, Target<Service> target, String expected)
      throws InterruptedException {
    if (revisions.creates(named.secret())) {
      return Outcome.passed("it is created with the deployment");
    }
    return switch (secrets.group(named.secret(), named.version())) {
      case Reading.Known<Fingerprint> _ -> access(named, revision, target, expected);
      case Reading.Missing<Fingerprint>(String what, Optional<String> hint) ->
          failed(
              Signal.SECRET_NOT_FOUND,
              named,
              JudgedRevisions.label(target.resource(), revision),
              expected,
              "there is no %s%s".formatted(what, hint.map(it -> "; " + it).orElse("")));
      case Reading.Inactive<Fingerprint>(var _, Reading.State state, Optional<Instant> _) ->
          failed(
              state == Reading.State.DESTROYED ? Signal.SECRET_DESTROYED : Signal.SECRET_DISABLED,
              named,
              JudgedRevisions.label(target.resource(), revision),
              expected,
              "%s is %s"
                  .formatted(
                      named,
                      switch (state) {
                        case DISABLED -> "disabled";
                        case DESTROYED -> "destroyed";
                        case ONE_OF_BOTH -> "disabled or destroyed";
                      }));
      case Reading.Unanswered<Fingerprint>(ApiTrouble trouble) ->
          NoEvidence.of(trouble, Permission.SECRET_ACCESS, target.environment(), expected);
    };
  }

  /** A planned revision is refused if its account may not read what it names; others were not. */
  private Outcome access(
      Named named, RevisionState revision, Target<Service> target, String expected)
      throws InterruptedException {
    if (!revision.name().isEmpty() || revision.account().isEmpty()) {
      return Outcome.passed("it has a value");
    }
    String member = "serviceAccount:" + revision.account();
    return switch (register.readers(SecretName.of(named.secret()))) {
      case ApiAnswer.Got<Set<String>>(Set<String> readers) when readers.contains(member) ->
          Outcome.passed("its account may read it");
      case ApiAnswer.Refused<Set<String>>(ApiTrouble trouble) ->
          NoEvidence.of(trouble, Permission.SECRET_POLICY, target.environment(), expected);
      // Who may read all secrets of the project stands elsewhere, and a grant to an account that is
      // misspelt repairs nothing: to look comes first.
      case ApiAnswer.Got<Set<String>> _ ->
          Outcome.unknown(
              Outcome.UnknownReason.PERMISSION,
              expected,
              "the policy of %s does not name %s; nobody asked whether the project's does, or whether there is such an account"
                  .formatted(named.secret(), revision.account()),
              Command.of(
                      "gcloud projects get-iam-policy {project} --flatten='bindings[].members'"
                          + " --filter=bindings.members:{account} --format='value(bindings.role)'")
                  .with(target.environment().facts())
                  .with("account", revision.account()));
      case ApiAnswer<Set<String>> _ ->
          Outcome.unknown(
              Outcome.UnknownReason.PERMISSION,
              expected,
              "nobody could read the policy of %s, so who may read it is not known"
                  .formatted(named.secret()));
    };
  }

  private static Outcome failed(
      Signal signal, Named named, String label, String expected, String observed) {
    return Outcome.failed(signal, expected, "%s: %s".formatted(label, observed))
        .fact("secret", named.secret())
        .fact(REFERENCE, named.toString())
        .saying("names the secret %s, which gives no value".formatted(named));
  }
}
