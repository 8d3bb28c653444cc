package preflight.probe.network;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a probe waits before it calls its target silent. Both together bound the whole probe.
 *
 * @param connect for one address to accept a connection
 * @param reply for a look-up, a handshake and all answers together
 */
public record Limits(Duration connect, Duration reply) {

  public Destination to(String host, int port, Optional<TlsTerms> tls) {
    return new Destination(host, port, tls, connect, connect.plus(reply));
  }
}
