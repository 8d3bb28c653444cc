package preflight.catalog.vpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import preflight.probe.vpc.ConnectorName;
import preflight.probe.vpc.ConnectorState;
import preflight.probe.vpc.Connectors;
import preflight.probe.vpc.NetworkName;
import preflight.resource.Connector;
import preflight.resource.Target;

@CheckDoc(
    id = "vpc-connector-spec",
    on = Connector.class,
    about = Subject.GROUND,
    role = Role.WAY,
    expects =
        "The connector has the network, range, instances and machine type that the profile declares",
    why =
        """
        A connector in another network leads to another Redis, or to none. One with fewer or smaller \
        instances than planned is slow under load, and looks like a slow database.
        """,
    detail =
        """
        What the profile does not declare is not compared. Google admits a range of /28 only, 2 to 9 \
        instances at least and 3 to 10 at most; a declaration beyond that names the limit.
        """,
    permissions = Permission.VPC_VIEW,
    needs = VpcConnectorReady.class,
    signals = {Signal.VPC_CONNECTOR_ELSEWHERE, Signal.VPC_CONNECTOR_DIFFERS},
    families = Family.GOOGLE_API)
@Remedy(
    text =
        "Make a connector as declared, or correct the declaration: network and range of one that"
            + " exists do not change. The command shows what it is like.",
    commands = "{there}")
public final class VpcConnectorSpec implements Check<Target<Connector>, NoThresholds> {

  private final Connectors connectors;

  public VpcConnectorSpec(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public Outcome run(Target<Connector> target, NoThresholds with) throws InterruptedException {
    Connector declared = target.resource();
    Optional<ConnectorName> name =
        ConnectorName.of(target.name().name(), target.environment().gcp());
    var described =
        new Described(
            Permission.VPC_VIEW,
            target.environment(),
            name.map(ConnectorName::project),
            "the connector as declared");
    if (name.isEmpty()) {
      return described.undeclared();
    }
    return described.orJudge(
        connectors.find(name.get()),
        observed -> Outcome.unknown(UnknownReason.TRANSIENT, described.expected(), observed),
        it -> judge(it, declared, target, described));
  }

  private static Outcome judge(
      ConnectorState live, Connector declared, Target<Connector> target, Described described) {
    Optional<NetworkName> wanted =
        declared
            .network()
            .flatMap(NetworkName::of)
            .map(it -> it.in(target.environment().gcp().project()));
    if (wanted.isPresent() && live.network().isPresent()) {
      NetworkName there = live.network().get();
      switch (there.against(wanted.get())) {
        case DIFFERENT -> {
          return Outcome.failed(
                  Signal.VPC_CONNECTOR_ELSEWHERE, "network " + wanted.get(), "network " + there)
              .fact("there", VpcConnectorReady.there(target))
              .saying("is in the network %s, and not in %s".formatted(there, wanted.get()));
        }
        case UNCLEAR -> {
          return Outcome.unknown(
              UnknownReason.PERMISSION,
              described.expected(),
              "%s and %s may be one network: one names its project by its number"
                  .formatted(there, wanted.get()));
        }
        case SAME -> {
          // The rest is compared below.
        }
      }
    }
    List<String> differences = differences(live, declared);
    if (!differences.isEmpty()) {
      return Outcome.failed(
              Signal.VPC_CONNECTOR_DIFFERS, described.expected(), String.join("; ", differences))
          .fact("there", VpcConnectorReady.there(target))
          .saying("differs from its declaration: " + differences.getFirst());
    }
    return wanted.isPresent() && live.network().isEmpty()
        ? Outcome.unknown(
            UnknownReason.PERMISSION,
            described.expected(),
            "the API does not tell its network, only its subnetwork"
                + live.subnet().map(it -> " " + it.shown()).orElse(""))
        : Outcome.passed(
            live.network().map(it -> "it is in the network " + it).orElse("it is as declared"));
  }

  private static List<String> differences(ConnectorState live, Connector declared) {
    var found = new ArrayList<String>();
    if (declared.range().isPresent()
        && live.range().filter(it -> !it.is(declared.range().get())).isPresent()) {
      found.add(
          "range is %s, declared %s%s"
              .formatted(
                  live.range().get().shown(),
                  declared.range().get(),
                  declared.range().get().endsWith("/28") ? "" : " (Google admits /28 only)"));
    }
    number("min-instances", live.minInstances(), declared.minInstances(), 2, 9, found);
    number("max-instances", live.maxInstances(), declared.maxInstances(), 3, 10, found);
    if (declared.machineType().isPresent()
        && live.machineType().filter(it -> !it.is(declared.machineType().get())).isPresent()) {
      found.add(
          "machine-type is %s, declared %s"
              .formatted(live.machineType().get().shown(), declared.machineType().get()));
    }
    return found;
  }

  private static void number(
      String field,
      Optional<Integer> live,
      Optional<Integer> declared,
      int least,
      int most,
      List<String> found) {
    if (live.isPresent() && declared.isPresent() && !live.equals(declared)) {
      boolean possible = declared.get() >= least && declared.get() <= most;
      found.add(
          "%s is %d, declared %d%s"
              .formatted(
                  field,
                  live.get(),
                  declared.get(),
                  possible ? "" : " (Google admits %d to %d)".formatted(least, most)));
    }
  }
}
