package preflight.probe.network;

import java.time.Duration;
import java.util.Optional;
import preflight.probe.Interruption;

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

  /**
   * Whether somebody there shakes hands in TLS, whatever his certificate proves; nothing is sent
   * over it. For a peer that gave no answer in plain text.
   */
  default boolean speaksTls(Destination plain) throws InterruptedException {
    var terms = new TlsTerms(plain.host(), Optional.empty(), TlsTerms.Proof.NOTHING);
    return switch (dial(plain.over(terms))) {
      case Dial.Connected it -> {
        Interruption.close(it.socket());
        yield true;
      }
      // An alert is TLS as well, such as that of a server which wants to hear another name.
      case Dial.Broken it ->
          it.rung() == Rung.TLS
              && (it.trouble() == NetworkTrouble.TLS_FAILED || !it.presented().isEmpty());
    };
  }
}
