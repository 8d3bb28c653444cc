package preflight.probe.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a TLS peer has to prove.
 *
 * @param serverName sent as SNI where it is a name, and verified where the proof includes the host
 * @param ca PEM file with authorities to trust in addition to those of the JDK
 * @param protocols what is offered to speak over it, by the names of ALPN (RFC 7301)
 */
public record TlsTerms(String serverName, Optional<Path> ca, Proof proof, List<String> protocols) {

  public TlsTerms {
    protocols = List.copyOf(protocols);
  }

  /** For a protocol that does not negotiate itself. */
  public TlsTerms(String serverName, Optional<Path> ca, Proof proof) {
    this(serverName, ca, proof, List.of());
  }

  /** How much of a certificate is verified. */
  public enum Proof {
    NOTHING,
    CHAIN,
    CHAIN_AND_HOST,
    /**
     * As browsers and HTTP clients do it: a common name is no name of a host (RFC 9110, section
     * 4.3.4).
     */
    CHAIN_AND_HOST_OF_HTTPS;

    boolean host() {
      return this == CHAIN_AND_HOST || this == CHAIN_AND_HOST_OF_HTTPS;
    }
  }
}
