package preflight.probe.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import preflight.probe.network.certificate.ClientIdentity;
import preflight.probe.network.certificate.Pem;
import preflight.resource.network.TlsProof;

/**
 * What a TLS peer has to prove.
 *
 * @param serverName sent as SNI where it is a name, and verified where the proof includes the host
 * @param ca authorities to trust in addition to those of the JDK
 * @param identity what the client shows to a server that asks for it
 * @param protocols what is offered to speak over it, by the names of ALPN (RFC 7301)
 */
public record TlsTerms(
    String serverName,
    Optional<Pem> ca,
    Proof proof,
    List<String> protocols,
    Optional<ClientIdentity> identity) {

  public TlsTerms {
    protocols = List.copyOf(protocols);
  }

  /** For a client that shows no certificate, with authorities in a file. */
  public TlsTerms(String serverName, Optional<Path> ca, Proof proof, List<String> protocols) {
    this(serverName, ca.map(Pem.InFile::new), proof, protocols, Optional.empty());
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

    /** What a client of HTTPS makes of what a profile asks for. */
    public static Proof ofHttps(TlsProof verify) {
      return switch (verify) {
        case NONE -> NOTHING;
        case CHAIN, AUTHORITY -> CHAIN;
        case FULL -> CHAIN_AND_HOST_OF_HTTPS;
      };
    }

    boolean host() {
      return this == CHAIN_AND_HOST || this == CHAIN_AND_HOST_OF_HTTPS;
    }
  }
}
