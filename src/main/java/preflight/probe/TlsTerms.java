package preflight.probe;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a TLS peer has to prove.
 *
 * @param serverName sent as SNI where it is a name, and verified with {@link Proof#CHAIN_AND_HOST}
 * @param ca PEM file with the authorities to trust in place of the JDK's
 */
public record TlsTerms(String serverName, Optional<Path> ca, Proof proof) {

  /** How much of a certificate is verified. */
  public enum Proof {
    NOTHING,
    CHAIN,
    CHAIN_AND_HOST
  }
}
