package preflight.catalog.vpc;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
import preflight.probe.run.RevisionState;
import preflight.probe.vpc.StoreHosts;
import preflight.probe.vpc.StoreHosts.StoreHost;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "vpc-egress-covers",
    on = Service.class,
    about = Subject.PLANNED,
    role = Role.WAY,
    expects = "The service sends requests to its private stores into its network",
    why =
        """
        With `private-ranges-only`, requests to any other address leave by the internet, though a \
        connector is there: a store that admits the network alone gives no answer.
        """,
    detail =
        """
        `private-ranges-only` covers RFC 1918 (10/8, 172.16/12, 192.168/16), RFC 6598 (100.64/10) and the \
        addresses of Private Google Access. Only stores with `reached-through`, or with a private address, are judged.
        """,
    permissions = {Permission.RUN_VIEW, Permission.SECRET_ACCESS},
    needs = VpcAttached.class,
    signals = Signal.VPC_EGRESS_MISSES,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Send all requests into the network, which then needs Cloud NAT for the internet; or correct the"
            + " address. The command makes a new revision.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --vpc-egress=all-traffic")
public final class VpcEgressCovers implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED =
      "an egress that covers the addresses of its private stores";

  private final JudgedRevisions revisions;
  private final Destinations destinations;

  public VpcEgressCovers(JudgedRevisions revisions, StoreHosts hosts) {
    this.revisions = revisions;
    this.destinations = new Destinations(hosts);
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    if (target.resource().cloudRun().isEmpty()) {
      return Outcome.notApplicable("no cloud-run is declared");
    }
    List<Destination> stores = destinations.of(target);
    if (stores.isEmpty()) {
      return Outcome.notApplicable("it uses no private store");
    }
    return NotDeployed.orJudge(
        revisions.of(target.resource()),
        target.resource(),
        target.environment(),
        EXPECTED,
        judged -> judge(target.resource(), judged, stores));
  }

  private static Outcome judge(
      Service service, List<RevisionState> judged, List<Destination> stores) {
    var outcomes = new ArrayList<Outcome>();
    var compared = new ArrayList<Destination>();
    for (RevisionState revision : judged) {
      Optional<Egress> egress = Egress.of(revision.network().egress());
      for (Destination store : stores) {
        Outcome outcome =
            egress.isEmpty()
                ? unknown(
                    "this version of Preflight does not know the egress of " + revision.label())
                : judge(service, revision, egress.get(), store);
        outcomes.add(outcome);
        if (outcome instanceof Outcome.Passed && !compared.contains(store)) {
          compared.add(store);
        }
      }
    }
    return WorstOutcome.of(outcomes)
        .orElseGet(() ->
            compared.isEmpty()
                ? outcomes.getFirst()
                : Outcome.passed(
                    "its egress covers "
                        + compared.stream()
                            .map(VpcEgressCovers::words)
                            .collect(Collectors.joining(", "))));
  }

  private static String words(Destination store) {
    return store
        .address()
        .map(it -> "%s of %s".formatted(it.getHostAddress(), store.store().name()))
        .orElseGet(() -> store.store().name().toString());
  }

  private static Outcome judge(
      Service service, RevisionState revision, Egress egress, Destination store) {
    return switch (store.host()) {
      case StoreHost.Address(InetAddress address) ->
          switch (egress.covers(address)) {
            case COVERED -> Outcome.passed("covered");
            case UNCLEAR ->
                unknown(
                    "nobody knows whether %s covers %s"
                        .formatted(egress, address.getHostAddress()));
            case MISSED -> missed(service, revision, store, address);
          };
      case StoreHost.Name _ ->
          egress == Egress.ALL_TRAFFIC
              ? Outcome.passed("covered")
              : Outcome.notApplicable(
                  "%s is declared by a name, and nobody here asks where it leads in the network"
                      .formatted(store.store().name()));
      case StoreHost.Socket _ -> Outcome.passed("no request goes out");
      case StoreHost.Withheld _ ->
          egress == Egress.ALL_TRAFFIC
              ? Outcome.passed("covered")
              : unknown("nobody could read the address of " + store.store().name());
    };
  }

  private static Outcome missed(
      Service service, RevisionState revision, Destination store, InetAddress address) {
    return Outcome.failed(
            Signal.VPC_EGRESS_MISSES,
            EXPECTED,
            "the egress of %s is private-ranges-only, which does not cover %s of %s"
                .formatted(revision.label(), address.getHostAddress(), store.store().name()))
        .fact("service", service.cloudRun().orElseThrow())
        .saying(
            "sends requests to %s past its network: private-ranges-only does not cover %s"
                .formatted(store.store().name(), address.getHostAddress()));
  }

  private static Outcome unknown(String observed) {
    return Outcome.unknown(UnknownReason.PERMISSION, EXPECTED, observed);
  }
}
