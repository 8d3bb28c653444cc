package preflight.probe.network;

import java.time.Duration;

/**
 * Climbs resolve → tcp → tls and times each rung. All addresses of a name are tried in turn, one
 * attempt each, until one accepts; what fails above TCP is final.
 */
public interface Dialer {

  Dial dial(Destination destination) throws InterruptedException;

  /**
   * Climbs from tcp to tls, for a protocol that asks for TLS in words of its own. Leaves the
   * connection open when it succeeds, and closed otherwise.
   */
  default TlsAnswer secure(BoundedSocket plain, TlsTerms terms, Duration limit)
      throws InterruptedException {
    throw new UnsupportedOperationException("This dialer speaks no TLS");
  }
}
