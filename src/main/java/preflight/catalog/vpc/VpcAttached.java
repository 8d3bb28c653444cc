package preflight.catalog.vpc;

import java.util.List;
import java.util.stream.Collectors;
import preflight.catalog.platform.JudgedRevisions;
import preflight.catalog.platform.NotDeployed;
import preflight.catalog.vpc.Destinations.Destination;
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
import preflight.probe.vpc.StoreHosts;
import preflight.resource.Gcp;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "vpc-attached",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "A service that uses a private store is attached to a network",
    why =
        """
        Cloud Run attaches a revision to no network unless it is told to. Without one, a private address \
        leads nowhere: each connection waits until it times out, and the store is well.
        """,
    detail =
        """
        A store is private where the profile says `reached-through`, or its address is private. The \
        connector may be another one than the profile names; `vpc-network-matches` compares the networks.
        """,
    permissions = {Permission.RUN_VIEW, Permission.SECRET_ACCESS},
    signals = Signal.VPC_NOT_ATTACHED,
    families = Family.CLOUD_RUN)
@Remedy(
    text = "Attach the service to the network of its stores. The command makes a new revision.",
    commands = "{attach}")
public final class VpcAttached implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "a revision that is attached to a network";

  private final JudgedRevisions revisions;
  private final Destinations destinations;

  public VpcAttached(JudgedRevisions revisions, StoreHosts hosts) {
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
        judged -> judge(target, judged, stores));
  }

  private static Outcome judge(
      Target<Service> target, List<RevisionState> judged, List<Destination> stores) {
    for (RevisionState revision : judged) {
      if (revision.network().equals(RevisionState.Network.NONE) || isApart(revision)) {
        return Outcome.failed(
                Signal.VPC_NOT_ATTACHED,
                EXPECTED,
                "%s is attached to none, and %s is private"
                    .formatted(revision.label(), stores.getFirst().store().name()))
            .fact("attach", attach(target, stores))
            .saying("is attached to no network, and uses " + stores.getFirst().store().name());
      }
    }
    return Outcome.passed(
        judged.stream().map(VpcAttached::words).distinct().collect(Collectors.joining("; ")));
  }

  /** An egress alone attaches nothing. */
  private static boolean isApart(RevisionState revision) {
    return revision.connector().isEmpty() && revision.network().network().isEmpty();
  }

  private static String words(RevisionState revision) {
    return revision
        .connector()
        .map(it -> "it goes out through the connector " + Gcp.shortName(it))
        .or(() -> revision.network().network().map(it -> "it is in " + Gcp.shortName(it)))
        .orElse("");
  }

  private static Command attach(Target<Service> target, List<Destination> stores) {
    String update =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --vpc-egress=private-ranges-only ";
    Command base =
        stores.stream()
            .flatMap(it -> it.through().stream())
            .map(ResourceName::name)
            .findFirst()
            .map(it -> Command.of(update + "--vpc-connector={connector}").with("connector", it))
            .orElseGet(() ->
                Command.of(
                    update + "--network={NETWORK?VPC network} --subnet={SUBNET?subnetwork}"));
    return base.with(target.environment().facts())
        .with("service", target.resource().cloudRun().orElseThrow());
  }
}
