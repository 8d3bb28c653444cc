package preflight.probe.network;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import preflight.probe.PeerText;

/** What became of an attempt to connect. */
public sealed interface Dial {

  /** How long each rung took that was climbed, the broken one included. */
  List<Timing> timings();

  /** Addresses that did not answer, in the order in which they were tried. */
  List<Attempt> failed();

  /**
   * An open connection; whoever gets it closes its socket.
   *
   * @param socket carries TLS already where that was asked for
   */
  record Connected(
      BoundedSocket socket,
      InetAddress address,
      Optional<Tls> tls,
      List<Timing> timings,
      List<Attempt> failed)
      implements Dial {}

  /**
   * No connection.
   *
   * @param address the one that broke; empty when there is none
   * @param detail what was seen
   * @param greeting what the peer spoke instead of TLS
   * @param presented the peer's certificate chain, leaf first, where it sent one
   */
  record Broken(
      Rung rung,
      NetworkTrouble trouble,
      Optional<InetAddress> address,
      PeerText detail,
      Optional<Greeting> greeting,
      List<X509Certificate> presented,
      List<Timing> timings,
      List<Attempt> failed)
      implements Dial {

    /** Where TLS begins at once: whoever hangs up on its greeting does not speak it. */
    public NetworkTrouble troubleWithHttps() {
      return rung == Rung.TLS && trouble == NetworkTrouble.CLOSED
          ? NetworkTrouble.TLS_ABSENT
          : trouble;
    }
  }

  /** One address that could not be connected to. */
  record Attempt(InetAddress address, NetworkTrouble trouble, Duration took) {}

  /** The outcome of a handshake; the chain begins with the leaf. */
  record Tls(String version, List<X509Certificate> chain) {}
}
