package preflight.catalog.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import preflight.catalog.WorstOutcome;
import preflight.catalog.platform.NotDeployed;
import preflight.catalog.platform.ServingRevisions;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.run.CloudRun;
import preflight.probe.run.Condition;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceState;
import preflight.probe.secret.SecretRegister;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-access",
    on = Secret.class,
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

  public SecretAccess(SecretRegister register, CloudRun run) {
    this.register = register;
    this.run = run;
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
    String expected = "every service that uses it may read it";
    var outcomes = new ArrayList<Outcome>();
    for (Service service : services) {
      ApiAnswer<ServiceState> answer = run.service(service.cloudRun().orElseThrow());
      // The policy of the secret may decide even where nobody may look at the service.
      outcomes.add(
          answer instanceof ApiAnswer.Refused<ServiceState>
              ? judge(target, service, Optional.empty(), expected)
              : NotDeployed.orJudge(
                  answer,
                  service,
                  target.environment(),
                  expected,
                  state -> judge(target, service, newest(state), expected)));
    }
    return WorstOutcome.of(outcomes).orElseGet(() -> Outcome.passed("they may read it"));
  }

  private Outcome judge(
      Target<Secret> target, Service service, Optional<RevisionState> newest, String expected)
      throws InterruptedException {
    Optional<String> account =
        service.account().or(() -> newest.map(RevisionState::account).filter(it -> !it.isEmpty()));
    Optional<Condition> denied = newest.flatMap(it -> denied(it, target.resource().storedId()));
    if (denied.isPresent()) {
      Outcome.Failed failed =
          Outcome.failed(
                  Signal.SECRET_ACCESS_DENIED,
                  expected,
                  "the platform refused it to " + service.name())
              .saying("may not be read by " + service.name())
              .with(
                  new Evidence(
                      "Cloud Run, condition " + denied.get().type(),
                      denied.get().message().shown()));
      return account.map(it -> failed.fact("account", it)).orElse(failed);
    }
    if (account.isEmpty()) {
      return undecided(
          expected, "the account of " + service.name() + " is not known", account, target);
    }
    Outcome byPolicy =
        Unanswered.orJudge(
            register.readers(target.resource()),
            target.environment(),
            Permission.SECRET_POLICY,
            expected,
            readers -> judge(readers, account.get(), target, expected));
    return byPolicy instanceof Outcome.Unknown
            && isProven(target.resource(), service, account.get())
        ? Outcome.passed("a ready revision of " + service.name() + " was given it")
        : byPolicy;
  }

  /** Cloud Run deploys a revision only if its account may read each secret that it maps. */
  private boolean isProven(Secret secret, Service service, String account)
      throws InterruptedException {
    return new ServingRevisions(run).of(service)
            instanceof ApiAnswer.Got<List<RevisionState>>(var serving)
        && serving.stream()
            .allMatch(it ->
                it.account().equals(account)
                    && isReady(it)
                    && it.secrets().contains(secret.storedId()));
  }

  private static boolean isReady(RevisionState revision) {
    return revision.conditions().stream()
        .anyMatch(it -> it.type().equals("Ready") && it.state() == Condition.State.SUCCEEDED);
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
