package preflight.resource.network;

import java.util.Optional;
import preflight.resource.Setting;

/**
 * How a client of a service does TLS.
 *
 * @param certificate what it shows of itself, in PEM: a file, or a secret
 * @param key of that certificate
 * @param verify what the certificate of the service must prove
 */
public record TlsChoice(
    Optional<Setting<String>> certificate, Optional<Setting<String>> key, TlsProof verify) {

  /** As everybody does it: showing nothing, verifying everything. */
  public static final TlsChoice USUAL =
      new TlsChoice(Optional.empty(), Optional.empty(), TlsProof.FULL);
}
