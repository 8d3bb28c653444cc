package preflight.probe.network;

import java.time.Duration;
import java.util.Optional;

/**
 * Where to connect, and how long to try.
 *
 * @param host name or address, byte for byte as an application would use it
 * @param step the longest that one address may take to accept the connection
 * @param whole the longest that all rungs and addresses together may take, and what is read from
 *     the connection afterwards
 */
public record Destination(
    String host, int port, Optional<TlsTerms> tls, Duration step, Duration whole) {

  /** The same place, with TLS from the first byte. */
  Destination over(TlsTerms terms) {
    return new Destination(host, port, Optional.of(terms), step, whole);
  }
}
