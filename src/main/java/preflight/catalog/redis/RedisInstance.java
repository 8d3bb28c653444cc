package preflight.catalog.redis;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
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
import preflight.probe.instance.InstanceName;
import preflight.probe.instance.RedisInstanceState;
import preflight.probe.instance.RedisInstanceState.Endpoint;
import preflight.probe.instance.RedisInstanceState.State;
import preflight.probe.instance.RedisInstances;
import preflight.probe.secret.Secrets;
import preflight.resource.Redis;
import preflight.resource.Setting;
import preflight.resource.Target;

@CheckDoc(
    id = "redis-instance",
    on = Redis.class,
    about = Subject.GROUND,
    role = Role.WAY,
    expects =
        "Memorystore says that the instance is ready, and has the address, port, password and"
            + " encryption that the profile declares",
    why =
        """
        An instance that fails over or was created anew refuses its clients, or has another address than \
        the one that services were told. No packet tells one from a broken network, and Memorystore does.
        """,
    detail =
        """
        A host or port that a secret holds is compared byte for byte. A host name is not compared, nor is \
        an address of the machine itself, behind which a proxy may stand. Without `instance` there is nothing to ask.
        """,
    permissions = {Permission.REDIS_VIEW, Permission.SECRET_ACCESS},
    signals = {Signal.INSTANCE_NOT_FOUND, Signal.INSTANCE_NOT_READY, Signal.INSTANCE_DIFFERS},
    families = Family.GOOGLE_API)
@Remedy(
    on = Signal.INSTANCE_NOT_FOUND,
    text =
        "Correct its name, project or region in the profile, or create it. The command shows the"
            + " instances that there are.",
    commands = "gcloud redis instances list --region={region} --project={project}")
@Remedy(
    on = Signal.INSTANCE_NOT_READY,
    text = "Wait until it is ready, and run again. The command shows its state.",
    commands =
        "gcloud redis instances describe {instance} --region={region} --project={project}"
            + " --format='yaml(state,statusMessage,nodes)'")
@Remedy(
    text =
        "Correct the profile, and the secrets that services get, or change the instance. The command"
            + " shows what it is like.",
    commands =
        "gcloud redis instances describe {instance} --region={region} --project={project}"
            + " --format='yaml(host,port,readEndpoint,readEndpointPort,authEnabled,transitEncryptionMode)'")
public final class RedisInstance implements Check<Target<Redis>, NoThresholds> {

  private static final String EXPECTED = "an instance that is ready and as declared";

  private final RedisInstances instances;
  private final Secrets secrets;

  public RedisInstance(RedisInstances instances, Secrets secrets) {
    this.instances = instances;
    this.secrets = secrets;
  }

  @Override
  public Outcome run(Target<Redis> target, NoThresholds with) throws InterruptedException {
    if (target.resource().instance().isEmpty()) {
      return Outcome.notApplicable("no instance is declared");
    }
    Optional<InstanceName> name = InstanceName.of(target.resource(), target.environment().gcp());
    var described =
        new Described(
            Permission.REDIS_VIEW, target.environment(), name.map(InstanceName::project), EXPECTED);
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
      RedisInstanceState live, Described described, ManagedInstance instance, Redis declared)
      throws InterruptedException {
    Optional<State> state = live.state();
    return state.isEmpty()
        ? described.unheardOf(live.word())
        : switch (state.get()) {
          case READY -> compare(live, instance, declared);
          case CREATING, UPDATING, IMPORTING -> described.changing(state.get());
          case DELETING -> instance.failed(Signal.INSTANCE_NOT_FOUND, "somebody deletes it");
          case REPAIRING, MAINTENANCE, FAILING_OVER ->
              instance
                  .failed(
                      Signal.INSTANCE_NOT_READY,
                      "its state is %s%s"
                          .formatted(
                              live.word().shown(),
                              live.message().isBlank() ? "" : ": " + live.message().shown(200)))
                  .saying("is not ready: Memorystore says " + Described.words(state.get()));
        };
  }

  private static Outcome compare(RedisInstanceState live, ManagedInstance instance, Redis declared)
      throws InterruptedException {
    List<InetAddress> addresses = live.endpoints().stream().map(Endpoint::address).toList();
    boolean leads = !addresses.isEmpty() && instance.leadsTo(declared.host(), addresses);
    port(live, instance, declared);
    // What stands in a URL that a secret holds is that secret's to tell.
    boolean told = declared.url().flatMap(Setting::heldBy).isEmpty();
    if (told) {
      boolean password = declared.password().isPresent();
      instance.expect(
          live.demandsPassword() == password,
          password
              ? "its AUTH is off, and the profile declares a password"
              : "its AUTH is on, and the profile declares no password");
      instance.expect(
          live.encrypted().isEmpty() || live.encrypted().get() == declared.tls(),
          declared.tls()
              ? "it does not encrypt, and the profile declares tls"
              : "it demands TLS, and the profile declares plain text");
    }
    Optional<Outcome> difference = instance.difference();
    return difference.orElseGet(() ->
        Outcome.passed(
            leads
                ? "it is ready at %s, as declared".formatted(ManagedInstance.words(addresses))
                : "it is ready"));
  }

  private static void port(RedisInstanceState live, ManagedInstance instance, Redis declared)
      throws InterruptedException {
    List<String> ports =
        live.endpoints().stream()
            .flatMap(it -> it.port().stream())
            .map(String::valueOf)
            .distinct()
            .toList();
    if (ports.isEmpty()) {
      return;
    }
    if (declared.port().literal().isPresent()) {
      String port = String.valueOf(declared.port().literal().get());
      instance.expect(
          ports.contains(port),
          "its port is %s, declared %s".formatted(String.join(" or ", ports), port));
    } else {
      var _ = instance.holds(declared.port(), "port", ports);
    }
  }
}
