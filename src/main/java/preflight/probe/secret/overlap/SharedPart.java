package preflight.probe.secret.overlap;

import preflight.resource.Secret;

/**
 * Two credentials have something in common.
 *
 * @param earlier the one that stands first in the profile
 * @param characters how many they share
 */
public record SharedPart(Secret earlier, Secret later, Likeness how, int characters) {

  /** The other one of the pair. */
  public Secret than(Secret one) {
    return one.name().equals(earlier.name()) ? later : earlier;
  }
}
