package preflight.catalog.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import preflight.catalog.WorstOutcome;
import preflight.catalog.platform.JudgedRevisions;
import preflight.catalog.platform.NotDeployed;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.run.CloudRun;
import preflight.probe.run.Condition;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceState;
import preflight.probe.run.TemplateChange.Applied;
import preflight.probe.secret.SecretRegister;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-access",
    on = Secret.class,
    about = Subject.PLANNED,
    expects = "The account of every service that uses the secret may read it",
    why =
        """
        A revision whose account may not read one of its secrets does not start; one that started keeps
        running until its next instance is needed.
        """,
    permissions = {Permission.SECRET_POLICY, Permission.RUN_VIEW},
    needs = SecretVersionEnabled.class,
    signals = Signal.SECRET_ACCESS_DENIED,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Let the account of the service read the secret; the grant takes effect after"
            + " some minutes.",
    commands = SecretAccess.GRANT)
public final class SecretAccess implements Check<Target<Secret>, NoThresholds> {

  static final String GRANT =
      "gcloud secrets add-iam-policy-binding {id} --project={project}"
          + " --member=serviceAccount:{account} --role=roles/secretmanager.secretAccessor";

  private final SecretRegister register;
  private final CloudRun run;
  private final JudgedRevisions revisions;

  public SecretAccess(SecretRegister register, CloudRun run, JudgedRevisions revisions) {
    this.register = register;
    this.run = run;
    this.revisions = revisions;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    if (!(target.resource().source() instanceof SecretSource.SecretManager)) {
      return Outcome.notApplicable("only Secret Manager grants access");
    }
    List<Service> services = Receivers.onCloudRun(target);
    if (services.isEmpty()) {
      return Outcome.notApplicable("no service on Cloud Run is said to use it");
    }
    List<Service> concerned = revisions.concerned(services);
    if (concerned.isEmpty()) {
      return Outcome.notApplicable("nothing that is deployed depends on it");
    }
    String expected = "every service that uses it may read it";
    var outcomes = new ArrayList<Outcome>();
    for (Service service : concerned) {
      ApiAnswer<ServiceState> answer = run.service(service.cloudRun().orElseThrow());
      Optional<RevisionState> planned = planned(service);
      // The policy of the secret may decide even where nobody may look at the service.
      outcomes.add(
          answer instanceof ApiAnswer.Refused<ServiceState>
                  || (planned.isPresent() && answer instanceof ApiAnswer.Absent<ServiceState>)
              ? judge(target, new Reader(service, planned, Optional.empty()), expected)
              : NotDeployed.orJudge(
                  answer,
                  service,
                  target.environment(),
                  expected,
                  state -> judge(target, new Reader(service, planned, newest(state)), expected)));
    }
    return WorstOutcome.of(outcomes).orElseGet(() -> Outcome.passed("they may read it"));
  }

  private Optional<RevisionState> planned(Service service) throws InterruptedException {
    return revisions
        .planned(service)
        .flatMap(it ->
            it instanceof ApiAnswer.Got<Applied>(Applied.Planned(RevisionState revision))
                ? Optional.of(revision)
                : Optional.empty());
  }

  /**
   * Who is to read the secret.
   *
   * @param planned the revision that a deployment would make
   * @param newest the newest one that there is
   */
  private record Reader(
      Service service, Optional<RevisionState> planned, Optional<RevisionState> newest) {

    Optional<String> account() {
      return planned
          .flatMap(Reader::told)
          .or(service::account)
          .or(() -> newest.flatMap(Reader::told));
    }

    private static Optional<String> told(RevisionState revision) {
      return Optional.of(revision.account()).filter(it -> !it.isEmpty());
    }

    /** What the platform said of the newest revision, as far as it holds for the planned one. */
    Optional<Condition> denied(String secret) {
      return newest
          .filter(it -> planned.isEmpty() || account().equals(Optional.of(it.account())))
          .flatMap(it -> SecretAccess.denied(it, secret));
    }
  }

  private Outcome judge(Target<Secret> target, Reader reader, String expected)
      throws InterruptedException {
    Optional<String> account = reader.account();
    Optional<Outcome> denied =
        reader
            .denied(target.resource().storedId())
            .map(it -> refused(reader.service(), account, it, expected));
    // What is refused to the newest revision may be granted since, for the planned one.
    if (denied.isPresent() && reader.planned().isEmpty()) {
      return denied.get();
    }
    if (account.isEmpty()) {
      return undecided(
          expected, "the account of " + reader.service().name() + " is not known", account, target);
    }
    Outcome byPolicy =
        Unanswered.orJudge(
            register.readers(target.resource().stored()),
            target.environment(),
            Permission.SECRET_POLICY,
            expected,
            readers -> judge(readers, account.get(), target, expected));
    if (denied.isPresent() && !(byPolicy instanceof Outcome.Passed)) {
      return denied.get();
    }
    return byPolicy instanceof Outcome.Unknown
            && isProven(target.resource(), reader.service(), account.get())
            && !isNamedElsewhere(target, reader.service(), account.get())
        ? Outcome.passed("a ready revision of " + reader.service().name() + " was given it")
        : byPolicy;
  }

  private static Outcome refused(
      Service service, Optional<String> account, Condition condition, String expected) {
    Outcome.Failed failed =
        Outcome.failed(
                Signal.SECRET_ACCESS_DENIED,
                expected,
                "the platform refused it to " + service.name())
            .saying("may not be read by " + service.name())
            .with(
                new Evidence(
                    "Cloud Run, condition " + condition.type(), condition.message().shown()));
    return account.map(it -> failed.fact("account", it)).orElse(failed);
  }

  /**
   * Whether the team grants secret by secret: then a secret whose policy does not name the account
   * may have lost its grant since a revision was given it. Who may not read the one policy is not
   * made to ask for all others.
   */
  private boolean isNamedElsewhere(Target<Secret> target, Service service, String account)
      throws InterruptedException {
    if (!(register.readers(target.resource().stored()) instanceof ApiAnswer.Got<Set<String>>)) {
      return false;
    }
    for (Secret other : target.environment().secrets().values()) {
      if (other.source() instanceof SecretSource.SecretManager
          && other.usedBy().contains(service.name())
          && register.readers(other.stored())
              instanceof ApiAnswer.Got<Set<String>>(Set<String> readers)
          && readers.contains("serviceAccount:" + account)) {
        return true;
      }
    }
    return false;
  }

  /** Cloud Run deploys a revision only if its account may read each secret that it maps. */
  private boolean isProven(Secret secret, Service service, String account)
      throws InterruptedException {
    return revisions.serving(service) instanceof ApiAnswer.Got<List<RevisionState>>(var serving)
        && serving.stream()
            .allMatch(it ->
                it.account().equals(account)
                    && it.isReady()
                    && it.secrets().contains(secret.storedId()));
  }

  private static Outcome judge(
      Set<String> readers, String account, Target<Secret> target, String expected) {
    return readers.contains("serviceAccount:" + account)
        ? Outcome.passed(account + " may read it")
        : undecided(
            expected,
            "its own policy does not name %s; the project's may".formatted(account),
            Optional.of(account),
            target);
  }

  /** A grant on the project, folder or organisation is out of sight. */
  private static Outcome undecided(
      String expected, String observed, Optional<String> account, Target<Secret> target) {
    return Outcome.unknown(
        Outcome.UnknownReason.PERMISSION,
        expected,
        observed,
        Command.of(GRANT)
            .with(target.environment().facts())
            .with(target.resource().facts())
            .with("account", account.orElse("")));
  }

  private Optional<RevisionState> newest(ServiceState state) throws InterruptedException {
    return !state.latestCreated().isEmpty()
            && run.revision(state.name(), state.latestCreated())
                instanceof ApiAnswer.Got<RevisionState>(var revision)
        ? Optional.of(revision)
        : Optional.empty();
  }

  /** The reason says that a secret was refused; only the message names which. */
  private static Optional<Condition> denied(RevisionState revision, String id) {
    return revision.conditions().stream()
        .filter(Condition::failed)
        .filter(it -> it.reason() == Condition.Reason.SECRETS_ACCESS_CHECK_FAILED)
        .filter(it -> it.message().contains("/secrets/" + id + "/"))
        .findFirst();
  }
}
