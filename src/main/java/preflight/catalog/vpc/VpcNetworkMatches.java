package preflight.catalog.vpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.catalog.WorstOutcome;
import preflight.catalog.platform.JudgedRevisions;
import preflight.catalog.platform.NotDeployed;
import preflight.catalog.vpc.Destinations.Destination;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.CheckDoc.Role;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.instance.InstanceName;
import preflight.probe.instance.RedisInstanceState;
import preflight.probe.instance.RedisInstances;
import preflight.probe.instance.SqlInstanceState;
import preflight.probe.instance.SqlInstances;
import preflight.probe.run.RevisionState;
import preflight.probe.vpc.ConnectorName;
import preflight.probe.vpc.ConnectorState;
import preflight.probe.vpc.Connectors;
import preflight.probe.vpc.NetworkName;
import preflight.probe.vpc.StoreHosts;
import preflight.resource.Gcp;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "vpc-network-matches",
    on = Service.class,
    about = Subject.PLANNED,
    role = Role.WAY,
    expects = "The service is in the network from which its stores are reached",
    why =
        """
        Memorystore and Cloud SQL answer in one network only, and networks that are peered with it do not \
        reach them: each connection waits until it times out, with every part ready.
        """,
    detail =
        """
        The network of the attached connector, or of the revision itself, is compared with that of each \
        store that names its `instance`. A short name and a full one are the same network; one of a Shared VPC names another project.
        """,
    permissions = {
      Permission.RUN_VIEW,
      Permission.VPC_VIEW,
      Permission.REDIS_VIEW,
      Permission.SQL_VIEW
    },
    needs = VpcAttached.class,
    signals = {Signal.VPC_NETWORK_DIFFERS, Signal.VPC_CONNECTOR_NOT_FOUND},
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Attach the service to the network of the store, or make the store in the network of the"
            + " service. The command shows what the service is attached to.",
    commands =
        "gcloud run services describe {service} --region={region} --project={project}"
            + " --format=export")
public final class VpcNetworkMatches implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "one network for the service and its stores";

  private final JudgedRevisions revisions;
  private final Connectors connectors;
  private final RedisInstances redis;
  private final SqlInstances sql;
  private final Destinations destinations;

  public VpcNetworkMatches(
      JudgedRevisions revisions,
      Connectors connectors,
      RedisInstances redis,
      SqlInstances sql,
      StoreHosts hosts) {
    this.revisions = revisions;
    this.connectors = connectors;
    this.redis = redis;
    this.sql = sql;
    this.destinations = new Destinations(hosts);
  }

  /** A network, or why it is not known. */
  private sealed interface Side {

    /**
     * One that is known.
     *
     * @param label of what is in it, as a sentence has it
     */
    record In(NetworkName network, String label) implements Side {}

    record Untold(Outcome why) implements Side {}
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    if (target.resource().cloudRun().isEmpty()) {
      return Outcome.notApplicable("no cloud-run is declared");
    }
    List<Destination> stores = destinations.of(target).stream().filter(it -> isNamed(it)).toList();
    if (stores.isEmpty()) {
      return Outcome.notApplicable("it uses no private store of which the instance is declared");
    }
    return NotDeployed.orJudge(
        revisions.of(target.resource()),
        target.resource(),
        target.environment(),
        EXPECTED,
        judged -> judge(target, judged, stores));
  }

  private static boolean isNamed(Destination store) {
    return switch (store.store()) {
      case Redis it -> it.instance().isPresent();
      case Postgres it -> InstanceName.isNamed(it);
      default -> false;
    };
  }

  private Outcome judge(
      Target<Service> target, List<RevisionState> judged, List<Destination> stores)
      throws InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    for (RevisionState revision : judged) {
      switch (own(revision, target)) {
        case Side.Untold(Outcome why) -> outcomes.add(why);
        case Side.In own -> {
          for (Destination store : stores) {
            outcomes.add(
                switch (of(store, target)) {
                  case Side.Untold(Outcome why) -> why;
                  case Side.In there -> compare(own, there, target);
                });
          }
        }
      }
    }
    return WorstOutcome.of(outcomes)
        .orElseGet(() ->
            outcomes.stream()
                .flatMap(it ->
                    it instanceof Outcome.Passed passed
                        ? Stream.of(passed.observed())
                        : Stream.of())
                .distinct()
                .reduce((one, other) -> one + "; " + other)
                .<Outcome>map(Outcome::passed)
                .orElseGet(outcomes::getFirst));
  }

  private Side own(RevisionState revision, Target<Service> target) throws InterruptedException {
    Gcp gcp = target.environment().gcp();
    if (revision.connector().isEmpty()) {
      String network = revision.network().network().orElse("");
      // A subnetwork has a name of its own, and only the network tells whose it is.
      return NetworkName.of(network)
          .map(it -> it.in(gcp.project()))
          .<Side>map(it -> new Side.In(it, revision.label()))
          .orElseGet(() ->
              new Side.Untold(
                  Outcome.notApplicable(
                      "Cloud Run tells the subnetwork of %s, and not its network"
                          .formatted(revision.label()))));
    }
    Optional<ConnectorName> name = ConnectorName.of(revision.connector().get(), gcp);
    var described =
        new Described(
            Permission.VPC_VIEW, target.environment(), name.map(ConnectorName::project), EXPECTED);
    if (name.isEmpty()) {
      return new Side.Untold(described.undeclared());
    }
    ApiAnswer<ConnectorState> answer = connectors.find(name.get());
    if (answer instanceof ApiAnswer.Got<ConnectorState>(ConnectorState state)
        && state.network().isPresent()) {
      return new Side.In(state.network().get(), "the connector " + name.get().id());
    }
    return new Side.Untold(
        described.orJudge(
            answer,
            observed ->
                Outcome.failed(
                        Signal.VPC_CONNECTOR_NOT_FOUND,
                        EXPECTED,
                        "%s goes out through it, and %s".formatted(revision.label(), observed))
                    .fact("connector", name.get().id())
                    .fact("service", target.resource().cloudRun().orElseThrow())
                    .saying("goes out through a connector that does not exist"),
            _ -> unknown("the API does not tell the network of the connector " + name.get().id())));
  }

  private Side of(Destination store, Target<Service> target) throws InterruptedException {
    Gcp gcp = target.environment().gcp();
    return switch (store.store()) {
      case Redis it -> {
        Optional<InstanceName> name = InstanceName.of(it, gcp);
        yield side(
            name,
            name.isEmpty()
                ? new ApiAnswer.Absent<>("instance")
                : redis.find(name.get()).map(RedisInstanceState::network),
            Permission.REDIS_VIEW,
            store,
            target);
      }
      case Postgres it -> {
        Optional<InstanceName> name = InstanceName.of(it, gcp);
        yield side(
            name,
            name.isEmpty()
                ? new ApiAnswer.Absent<>("instance")
                : sql.find(name.get()).map(SqlInstanceState::network),
            Permission.SQL_VIEW,
            store,
            target);
      }
      default -> throw new IllegalArgumentException("no store: " + store.store().name());
    };
  }

  private static Side side(
      Optional<InstanceName> name,
      ApiAnswer<Optional<NetworkName>> answer,
      Permission needed,
      Destination store,
      Target<Service> target)
      throws InterruptedException {
    String label = store.store().name().toString();
    var described =
        new Described(needed, target.environment(), name.map(InstanceName::project), EXPECTED);
    if (name.isEmpty()) {
      return new Side.Untold(described.undeclared());
    }
    if (answer instanceof ApiAnswer.Got<Optional<NetworkName>>(var network)
        && network.isPresent()) {
      return new Side.In(network.get().in(Optional.of(name.get().project())), label);
    }
    // Its own check says that it does not exist. One without a network is reached by another way.
    return new Side.Untold(
        described.orJudge(
            answer,
            _ -> Outcome.notApplicable("there is no instance of " + label),
            _ -> Outcome.notApplicable(label + " is in no network of its own")));
  }

  private static Outcome compare(Side.In own, Side.In there, Target<Service> target) {
    return switch (own.network().against(there.network())) {
      case SAME ->
          Outcome.passed(
              "%s and %s are in %s".formatted(own.label(), there.label(), own.network()));
      case UNCLEAR ->
          unknown(
              "%s of %s and %s of %s may be one network: one names its project by its number"
                  .formatted(own.network(), own.label(), there.network(), there.label()));
      case DIFFERENT ->
          Outcome.failed(
                  Signal.VPC_NETWORK_DIFFERS,
                  EXPECTED,
                  "%s is in %s, and %s in %s"
                      .formatted(own.label(), own.network(), there.label(), there.network()))
              .fact("border", own.network() + " " + there.network() + " " + there.label())
              .fact("service", target.resource().cloudRun().orElseThrow())
              .saying(
                  "is in the network %s, and %s is reached from %s"
                      .formatted(own.network(), there.label(), there.network()));
    };
  }

  private static Outcome unknown(String observed) {
    return Outcome.unknown(UnknownReason.PERMISSION, EXPECTED, observed);
  }
}
