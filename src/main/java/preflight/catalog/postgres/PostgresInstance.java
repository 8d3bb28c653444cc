package preflight.catalog.postgres;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.catalog.vpc.Described;
import preflight.catalog.vpc.ManagedInstance;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.CheckDoc.Role;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.instance.InstanceName;
import preflight.probe.instance.SqlInstanceState;
import preflight.probe.instance.SqlInstanceState.Address;
import preflight.probe.instance.SqlInstanceState.Policy;
import preflight.probe.instance.SqlInstanceState.State;
import preflight.probe.instance.SqlInstances;
import preflight.probe.secret.Secrets;
import preflight.resource.Postgres;
import preflight.resource.Setting;
import preflight.resource.Target;
import preflight.resource.network.TlsMode;

@CheckDoc(
    id = "postgres-instance",
    on = Postgres.class,
    about = Subject.GROUND,
    role = Role.WAY,
    expects =
        "Cloud SQL says that the instance runs, and has the address or connection name that the"
            + " profile declares",
    why =
        """
        An instance that its owner stopped to save money is RUNNABLE all the same, and takes no \
        connection. One that was created anew has another address than the one that services were told.
        """,
    detail =
        """
        An instance is named by `instance`, or by a socket (`/cloudsql/PROJECT:REGION:INSTANCE`). A host \
        name is not compared, nor is an address of the machine itself, behind which a proxy may stand, nor one of Private Service Connect.
        """,
    permissions = {Permission.SQL_VIEW, Permission.SECRET_ACCESS},
    signals = {
      Signal.INSTANCE_NOT_FOUND,
      Signal.INSTANCE_NOT_READY,
      Signal.INSTANCE_STOPPED,
      Signal.INSTANCE_SUSPENDED,
      Signal.INSTANCE_DIFFERS
    },
    families = Family.GOOGLE_API)
@Remedy(
    on = Signal.INSTANCE_NOT_FOUND,
    text =
        "Correct its name or project in the profile, or create it. The command shows the instances"
            + " that there are.",
    commands = "gcloud sql instances list --project={project}")
@Remedy(
    on = Signal.INSTANCE_STOPPED,
    text = "Start the instance. The command does so, and its costs begin again.",
    commands =
        "gcloud sql instances patch {instance} --activation-policy=ALWAYS --project={project}")
@Remedy(
    on = Signal.INSTANCE_SUSPENDED,
    text =
        "Settle what Cloud SQL names as the reason; for billing, link a working billing account. The"
            + " command shows the reason.",
    commands =
        "gcloud sql instances describe {instance} --project={project}"
            + " --format='yaml(state,suspensionReason)'")
@Remedy(
    text =
        "Wait until it runs as declared, or correct the profile and the secrets that services get. The"
            + " command shows what it is like.",
    commands =
        "gcloud sql instances describe {instance} --project={project}"
            + " --format='yaml(state,settings.activationPolicy,connectionName,ipAddresses,settings.ipConfiguration)'")
public final class PostgresInstance implements Check<Target<Postgres>, NoThresholds> {

  private static final String EXPECTED = "an instance that runs and is as declared";

  private final SqlInstances instances;
  private final Secrets secrets;

  public PostgresInstance(SqlInstances instances, Secrets secrets) {
    this.instances = instances;
    this.secrets = secrets;
  }

  @Override
  public Outcome run(Target<Postgres> target, NoThresholds with) throws InterruptedException {
    if (!InstanceName.isNamed(target.resource())) {
      return Outcome.notApplicable("no instance is declared");
    }
    Optional<InstanceName> name = InstanceName.of(target.resource(), target.environment().gcp());
    var described =
        new Described(
            Permission.SQL_VIEW, target.environment(), name.map(InstanceName::project), EXPECTED);
    if (name.isEmpty()) {
      return described.undeclared();
    }
    var instance = new ManagedInstance(name.get(), target.environment(), secrets, EXPECTED);
    return described.orJudge(
        instances.find(name.get()),
        observed -> instance.failed(Signal.INSTANCE_NOT_FOUND, observed),
        it -> judge(it, described, instance, target.resource()));
  }

  private static Outcome judge(
      SqlInstanceState live, Described described, ManagedInstance instance, Postgres declared)
      throws InterruptedException {
    Optional<State> state = live.state();
    return state.isEmpty()
        ? described.unheardOf(live.word())
        : switch (state.get()) {
          case RUNNABLE, ONLINE_MAINTENANCE -> runnable(live, described, instance, declared);
          case PENDING_CREATE -> described.changing(state.get());
          case PENDING_DELETE -> instance.failed(Signal.INSTANCE_NOT_FOUND, "somebody deletes it");
          case SUSPENDED ->
              instance
                  .failed(Signal.INSTANCE_SUSPENDED, "its state is SUSPENDED" + reasons(live))
                  .saying("is suspended" + reasons(live));
          case MAINTENANCE, FAILED, REPAIRING ->
              instance
                  .failed(Signal.INSTANCE_NOT_READY, "its state is " + live.word().shown())
                  .saying("does not serve: Cloud SQL says " + Described.words(state.get()));
        };
  }

  private static String reasons(SqlInstanceState live) {
    return live.suspended().isEmpty()
        ? ""
        : live.suspended().stream()
            .map(PeerText::shown)
            .collect(Collectors.joining(", ", ": ", ""));
  }

  private static Outcome runnable(
      SqlInstanceState live, Described described, ManagedInstance instance, Postgres declared)
      throws InterruptedException {
    Optional<Policy> policy = live.activation();
    return policy.isEmpty()
        ? described.unheardOf(live.policy())
        : switch (policy.get()) {
          case NEVER ->
              instance
                  .failed(
                      Signal.INSTANCE_STOPPED,
                      "its state is RUNNABLE and its activation policy NEVER")
                  .saying("is stopped: its activation policy is NEVER");
          case ALWAYS, ON_DEMAND -> compare(live, instance, declared);
        };
  }

  private static Outcome compare(SqlInstanceState live, ManagedInstance instance, Postgres declared)
      throws InterruptedException {
    List<String> sockets = InstanceName.sockets(declared);
    sockets.stream()
        .filter(it -> !live.connectionName().isBlank())
        .filter(it -> it.startsWith("/cloudsql/"))
        .forEach(it ->
            instance.expect(
                live.connectionName().is(it.substring("/cloudsql/".length())),
                "its connection name is %s, and the declared socket is %s"
                    .formatted(live.connectionName().shown(), it)));
    List<InetAddress> addresses = live.addresses().stream().map(Address::address).toList();
    boolean comparable = sockets.isEmpty() && !live.byServiceConnect() && !addresses.isEmpty();
    boolean leads = comparable && instance.leadsTo(declared.host(), addresses);
    // What stands in a URL that a secret holds is that secret's to tell, and a proxy encrypts.
    if (leads && declared.url().flatMap(Setting::heldBy).isEmpty()) {
      instance.expect(
          !(live.tls().is("ENCRYPTED_ONLY") && declared.tls() == TlsMode.DISABLE),
          "it admits encrypted connections only, and the profile declares tls: disable");
      instance.expect(
          !live.tls().is("TRUSTED_CLIENT_CERTIFICATE_REQUIRED")
              || declared.clientCertificate().isPresent(),
          "it demands a client certificate, and the profile declares none");
    }
    Optional<Outcome> difference = instance.difference();
    return difference.orElseGet(() ->
        Outcome.passed(
            leads
                ? "it runs at %s, as declared".formatted(ManagedInstance.words(addresses))
                : sockets.isEmpty() ? "it runs" : "it runs as " + live.connectionName().shown()));
  }
}
