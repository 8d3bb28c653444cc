package preflight.catalog.secret;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.catalog.WorstOutcome;
import preflight.catalog.platform.JudgedRevisions;
import preflight.catalog.platform.NotDeployed;
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
import preflight.probe.run.RevisionState;
import preflight.probe.run.Variable;
import preflight.probe.secret.SecretRegister;
import preflight.probe.secret.Secrets;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-stale-in-service",
    on = Secret.class,
    about = Subject.RUNNING,
    expects = "The revisions that serve hold the version that is used",
    why =
        """
        A variable is read when an instance starts. After a rotation old instances keep the old value beside
        new ones: some requests are refused, and others are not.
        """,
    permissions = {Permission.SECRET_ACCESS, Permission.SECRET_VIEW, Permission.RUN_VIEW},
    needs = SecretVersionEnabled.class,
    signals = Signal.SECRET_STALE,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Deploy the service again, so that it reads the newest version; best with the"
            + " version pinned.",
    commands = "{updates}")
public final class SecretStaleInService implements Check<Target<Secret>, NoThresholds> {

  /** The fact that names those whose next revision ends it, separated by commas. */
  private static final String HOLDERS = "holders";

  private final Secrets secrets;
  private final SecretRegister register;
  private final JudgedRevisions revisions;

  public SecretStaleInService(Secrets secrets, SecretRegister register, JudgedRevisions revisions) {
    this.secrets = secrets;
    this.register = register;
    this.revisions = revisions;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    Secret secret = target.resource();
    List<Service> services = Receivers.onCloudRun(target);
    if (services.isEmpty() || !(secret.source() instanceof SecretSource.SecretManager)) {
      return Outcome.notApplicable("no service on Cloud Run reads it when it starts");
    }
    String expected = "instances that hold version " + secret.version();
    return UnreadSecret.orJudge(
        secrets.read(secret),
        target,
        expected,
        facts -> judge(target, services, facts.version(), expected));
  }

  private Outcome judge(
      Target<Secret> target, List<Service> services, String newest, String expected)
      throws InterruptedException {
    var stale = new ArrayList<Stale>();
    var looks = new ArrayList<Outcome>();
    for (Service service : services) {
      looks.add(
          NotDeployed.orJudge(
              revisions.serving(service),
              service,
              target.environment(),
              expected,
              serving -> collect(target, service, serving, expected, stale)));
    }
    return stale.isEmpty()
        ? WorstOutcome.of(looks)
            .orElseGet(() -> Outcome.passed("none started before version " + newest))
        : failed(target, stale, newest, expected);
  }

  /** What a revision still holds, under these of the secret's names. */
  private record Stale(
      Service service,
      String revision,
      Optional<String> container,
      List<String> names,
      Instant added) {

    Remapping.Receiver receiver() {
      return new Remapping.Receiver(service.cloudRun().orElseThrow(), container);
    }

    String sentence() {
      return "%s: revision %s is older than that version, which was added at %s"
          .formatted(service.name(), revision, added);
    }
  }

  private Outcome collect(
      Target<Secret> target,
      Service service,
      List<RevisionState> serving,
      String expected,
      List<Stale> stale)
      throws InterruptedException {
    Secret secret = target.resource();
    if (serving.stream()
        .flatMap(it -> it.containers().stream())
        .allMatch(it -> unpinned(secret, it).isEmpty())) {
      return Outcome.passed("it reads no latest version at its start");
    }
    return Unanswered.orJudge(
        register.created(secret.stored(), "latest"),
        target.environment(),
        Permission.SECRET_VIEW,
        expected,
        added -> {
          serving.stream()
              .filter(it -> it.created().filter(at -> at.isBefore(added)).isPresent())
              .forEach(it -> stale.addAll(stale(secret, service, it, added)));
          return Outcome.passed("looked at");
        });
  }

  private static List<Stale> stale(
      Secret secret, Service service, RevisionState revision, Instant added) {
    return revision.containers().stream()
        .map(it ->
            new Stale(
                service, revision.name(), revision.distinctive(it), unpinned(secret, it), added))
        .filter(it -> !it.names().isEmpty())
        .toList();
  }

  /**
   * The names under which a container reads the newest version. A pin is a decision; whether its
   * value is the right one is secret-same-across-services.
   */
  private static List<String> unpinned(Secret secret, RevisionState.Container container) {
    var latest = new Variable.FromSecret(secret.storedId(), "latest");
    return secret.variables().stream()
        .filter(it -> latest.equals(container.variables().get(it)))
        .toList();
  }

  private static Outcome failed(
      Target<Secret> target, List<Stale> stale, String newest, String expected) {
    List<Service> holders = stale.stream().map(Stale::service).distinct().toList();
    return Outcome.failed(
            Signal.SECRET_STALE,
            expected,
            stale.stream()
                .map(Stale::sentence)
                .distinct()
                .collect(Collectors.joining("; ", "", "; newest is " + newest)))
        .fact(
            HOLDERS,
            holders.stream().map(it -> it.name().toString()).collect(Collectors.joining(",")))
        .fact(
            "updates",
            stale.stream()
                .map(Stale::receiver)
                .distinct()
                .map(it -> update(target, it, stale, newest))
                .toList())
        .saying(
            "is newer than what is held by %s"
                .formatted(
                    holders.stream()
                        .map(it -> it.name().toString())
                        .collect(Collectors.joining(" and "))));
  }

  private static Command update(
      Target<Secret> target, Remapping.Receiver receiver, List<Stale> stale, String newest) {
    return Remapping.pinning(
        target,
        receiver,
        newest,
        stale.stream()
            .filter(it -> it.receiver().equals(receiver))
            .flatMap(it -> it.names().stream())
            .distinct()
            .toList());
  }
}
