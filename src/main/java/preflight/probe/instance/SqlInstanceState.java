package preflight.probe.instance;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import preflight.probe.PeerText;
import preflight.probe.vpc.NetworkName;

/**
 * An instance as the Cloud SQL Admin API v1 describes it.
 *
 * @param word its state in the words of the API
 * @param policy when it runs, in the words of the API
 * @param suspended why it is suspended, in the words of the API
 * @param addresses at which it takes connections
 * @param byServiceConnect whether clients reach it at addresses of their own, which it does not
 *     know
 * @param connectionName {@code PROJECT:REGION:INSTANCE}
 * @param tls what it demands of connections, in the words of the API
 * @param network from which its private address is reached
 */
public record SqlInstanceState(
    PeerText word,
    PeerText policy,
    List<PeerText> suspended,
    List<Address> addresses,
    boolean byServiceConnect,
    PeerText connectionName,
    PeerText tls,
    Optional<NetworkName> network) {

  /** {@code DatabaseInstance.state}. */
  public enum State {
    RUNNABLE,
    SUSPENDED,
    PENDING_DELETE,
    PENDING_CREATE,
    MAINTENANCE,
    FAILED,
    ONLINE_MAINTENANCE,
    REPAIRING
  }

  /** {@code Settings.activationPolicy}. */
  public enum Policy {
    ALWAYS,
    NEVER,
    ON_DEMAND
  }

  /** An address for clients. */
  public record Address(InetAddress address, boolean isPrivate) {}

  public SqlInstanceState {
    suspended = List.copyOf(suspended);
    addresses = List.copyOf(addresses);
  }

  /** Empty for a state that this version does not know. */
  public Optional<State> state() {
    return Arrays.stream(State.values()).filter(it -> word.is(it.name())).findFirst();
  }

  /** Empty for one that this version does not know. */
  public Optional<Policy> activation() {
    return Arrays.stream(Policy.values()).filter(it -> policy.is(it.name())).findFirst();
  }
}
