package preflight.probe.network;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** Turns a host into its addresses. */
public interface Resolver {

  /** Gives up after {@code limit}, whatever the system's resolver does. */
  Resolution resolve(String host, Duration limit) throws InterruptedException;

  /** What became of a look-up. */
  sealed interface Resolution {

    Duration took();

    /** All addresses, in the resolver's order; at least one. */
    record Found(List<InetAddress> addresses, Duration took) implements Resolution {}

    /**
     * No address.
     *
     * @param trouble {@code NOT_FOUND}, {@code NO_NAME}, {@code ALMOST_ADDRESS} or {@code
     *     RESOLVER_FAILED}
     */
    record Failed(NetworkTrouble trouble, String detail, Duration took) implements Resolution {}
  }
}
