package preflight.probe.vpc;

import java.util.Arrays;
import java.util.Optional;
import preflight.probe.PeerText;

/**
 * A connector as Serverless VPC Access v1 describes it.
 *
 * @param word its state in the words of the API
 * @param network empty where the API does not tell it, as of some connectors in a Shared VPC
 * @param range empty where it stands in a subnetwork of its own
 * @param subnet the name of that subnetwork
 * @param minInstances empty where the API tells none
 */
public record ConnectorState(
    PeerText word,
    Optional<NetworkName> network,
    Optional<PeerText> range,
    Optional<PeerText> subnet,
    Optional<Integer> minInstances,
    Optional<Integer> maxInstances,
    Optional<PeerText> machineType) {

  /** {@code Connector.State}. */
  public enum State {
    READY,
    CREATING,
    UPDATING,
    DELETING,
    ERROR
  }

  /** Empty for a state that this version does not know. */
  public Optional<State> state() {
    return Arrays.stream(State.values()).filter(it -> word.is(it.name())).findFirst();
  }
}
