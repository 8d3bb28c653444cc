package preflight.catalog.network;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import preflight.catalog.NetworkSignals;
import preflight.catalog.http.Excerpt;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.signal.Clue;
import preflight.probe.network.Destination;
import preflight.probe.network.Dial;
import preflight.probe.network.Ladder;
import preflight.probe.network.Rung;
import preflight.probe.network.TlsTerms;
import preflight.resource.Service;

/** Turns dialled connections into outcomes. */
final class DialledPeer {

  private DialledPeer() {}

  /** What it says of a connection that did not come about. */
  static Failed broken(Dial.Broken broken, String expected) {
    Failed failed =
        Outcome.failed(
                NetworkSignals.of(broken.troubleWithHttps()), expected, Excerpt.of(broken.detail()))
            .at(NetworkSignals.phase(broken.rung()))
            .clue(Clue.PRIVATE_ADDRESS, broken.rung() == Rung.TCP && isPrivate(broken))
            .measured(NetworkSignals.measurements(broken.timings()));
    return broken.greeting().isPresent()
        ? failed.with(new Evidence("first bytes", broken.greeting().get().word()))
        : failed;
  }

  private static boolean isPrivate(Dial.Broken broken) {
    return new Ladder("", Optional.empty(), broken.address(), List.of(), broken.failed())
        .isPrivate();
  }

  /** Host, port and terms of a service that speaks TLS; empty where it does not. */
  static Optional<Destination> tls(Service service, TlsTerms.Proof proof, Duration patience) {
    return service
        .url()
        .filter(it -> "https".equals(it.getScheme()) && it.getHost() != null)
        .map(it ->
            new Destination(
                it.getHost(),
                it.getPort() > 0 ? it.getPort() : 443,
                Optional.of(new TlsTerms(it.getHost(), service.ca().map(Path::of), proof)),
                patience,
                patience.multipliedBy(2)));
  }

  static void close(Dial.Connected connected) {
    try {
      connected.socket().close();
    } catch (IOException _) {
      // Nothing depends on how it ends.
    }
  }
}
