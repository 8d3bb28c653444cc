package preflight.probe.secret.overlap;

import java.util.List;
import preflight.probe.secret.UnreadableSecret;

/**
 * What a credential has in common with others.
 *
 * @param shared in the order of the profile
 * @param uncompared credentials that it could not be compared with, in the order of the profile
 */
public record Commonality(List<SharedPart> shared, List<UnreadableSecret> uncompared) {

  public Commonality {
    shared = List.copyOf(shared);
    uncompared = List.copyOf(uncompared);
  }
}
