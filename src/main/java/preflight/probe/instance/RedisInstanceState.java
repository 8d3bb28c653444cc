package preflight.probe.instance;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import preflight.probe.PeerText;
import preflight.probe.vpc.NetworkName;

/**
 * An instance as Memorystore for Redis v1 describes it.
 *
 * @param word its state in the words of the API
 * @param message what the API says of it besides
 * @param endpoints the primary first, then the one for readers; none before it has one
 * @param encrypted empty where the API does not tell
 * @param network from which it is reached
 */
public record RedisInstanceState(
    PeerText word,
    PeerText message,
    List<Endpoint> endpoints,
    boolean demandsPassword,
    Optional<Boolean> encrypted,
    Optional<NetworkName> network) {

  public RedisInstanceState {
    endpoints = List.copyOf(endpoints);
  }

  /** Where clients connect. */
  public record Endpoint(InetAddress address, Optional<Integer> port) {}

  /** {@code Instance.State}. */
  public enum State {
    CREATING,
    READY,
    UPDATING,
    DELETING,
    REPAIRING,
    MAINTENANCE,
    IMPORTING,
    FAILING_OVER
  }

  /** Empty for a state that this version does not know. */
  public Optional<State> state() {
    return Arrays.stream(State.values()).filter(it -> word.is(it.name())).findFirst();
  }
}
