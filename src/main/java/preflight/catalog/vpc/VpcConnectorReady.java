package preflight.catalog.vpc;

import java.util.Optional;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.CheckDoc.Role;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.vpc.ConnectorName;
import preflight.probe.vpc.ConnectorState;
import preflight.probe.vpc.ConnectorState.State;
import preflight.probe.vpc.Connectors;
import preflight.resource.Connector;
import preflight.resource.Target;

@CheckDoc(
    id = "vpc-connector-ready",
    on = Connector.class,
    about = Subject.GROUND,
    role = Role.WAY,
    expects = "The connector exists, and Google says that it is ready",
    why =
        """
        A connector that failed carries no packet: every service behind it waits for its Redis and its \
        Postgres until it times out, and both stores are well.
        """,
    permissions = Permission.VPC_VIEW,
    signals = {Signal.VPC_CONNECTOR_NOT_FOUND, Signal.VPC_CONNECTOR_FAILED},
    families = Family.GOOGLE_API)
@Remedy(
    on = Signal.VPC_CONNECTOR_NOT_FOUND,
    text =
        "Correct its name, project or region in the profile, or create it. The command shows the"
            + " connectors that there are.",
    commands =
        "gcloud compute networks vpc-access connectors list --region={region} --project={project}")
@Remedy(
    on = Signal.VPC_CONNECTOR_FAILED,
    text =
        "Create another connector, deploy the services with it, and delete this one: none is repaired"
            + " in its place. The command shows what it is like.",
    commands = "{there}")
public final class VpcConnectorReady implements Check<Target<Connector>, NoThresholds> {

  private static final String EXPECTED = "a connector that is ready";

  private final Connectors connectors;

  public VpcConnectorReady(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public Outcome run(Target<Connector> target, NoThresholds with) throws InterruptedException {
    Optional<ConnectorName> name =
        ConnectorName.of(target.name().name(), target.environment().gcp());
    var described =
        new Described(
            Permission.VPC_VIEW, target.environment(), name.map(ConnectorName::project), EXPECTED);
    return name.isEmpty()
        ? described.undeclared()
        : described.orJudge(
            connectors.find(name.get()),
            observed -> absent(observed, target),
            it -> judge(it, described, target));
  }

  private static Outcome judge(
      ConnectorState connector, Described described, Target<Connector> target) {
    Optional<State> state = connector.state();
    return state.isEmpty()
        ? described.unheardOf(connector.word())
        : switch (state.get()) {
          case READY -> Outcome.passed("it is ready");
          case CREATING, UPDATING -> described.changing(state.get());
          case DELETING -> absent("somebody deletes it", target);
          case ERROR ->
              Outcome.failed(Signal.VPC_CONNECTOR_FAILED, EXPECTED, "its state is ERROR")
                  .fact("there", there(target))
                  .saying("is in the state ERROR: Google recommends to delete it");
        };
  }

  private static Failed absent(String observed, Target<Connector> target) {
    return Outcome.failed(Signal.VPC_CONNECTOR_NOT_FOUND, EXPECTED, observed)
        .fact("region", target.environment().gcp().region());
  }

  /** Shows one connector. */
  static Command there(Target<Connector> target) {
    return Command.of(
            "gcloud compute networks vpc-access connectors describe {connector} --region={region}"
                + " --project={project}")
        .with(target.environment().facts())
        .with(target.resource().facts());
  }
}
