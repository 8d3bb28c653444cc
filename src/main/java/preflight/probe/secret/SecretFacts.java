package preflight.probe.secret;

import java.util.Optional;
import java.util.Set;
import preflight.probe.secret.text.Flaw;
import preflight.probe.secret.text.Placeholder;
import preflight.probe.secret.text.Shape;
import preflight.probe.secret.text.Strength;

/**
 * What a value is like; tells nothing of what it is.
 *
 * @param version the number behind {@code latest}; empty where the source has no versions
 * @param length in bytes
 * @param shape what it is as a whole
 * @param setting whether it is a setting and no credential
 * @param group equal for equal values of one run
 */
public record SecretFacts(
    String version,
    int length,
    Set<Flaw> flaws,
    Optional<Placeholder> placeholder,
    Strength strength,
    Shape shape,
    boolean setting,
    Checksum checksum,
    Fingerprint group) {

  public SecretFacts {
    flaws = Set.copyOf(flaws);
  }
}
