package preflight.probe.network;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import preflight.probe.PeerText;

/** What became of a TLS handshake. */
public sealed interface TlsAnswer {

  record Agreed(BoundedSocket secured, Dial.Tls tls) implements TlsAnswer {}

  record Failed(
      NetworkTrouble trouble,
      PeerText detail,
      Optional<Greeting> greeting,
      List<X509Certificate> presented)
      implements TlsAnswer {}
}
