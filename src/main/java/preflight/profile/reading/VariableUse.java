package preflight.profile.reading;

import java.util.Optional;
import preflight.check.Place;

/**
 * A variable of the caller that a profile or a pack reads with <code>${env:NAME}</code>.
 *
 * @param purpose what {@code variables} says it is for; empty where it does not declare it
 */
public record VariableUse(String name, Place place, Optional<String> purpose) {

  /** What the caller sets for Preflight itself needs no declaration. */
  private static final String OURS = "PREFLIGHT_";

  /** Whether a reader of the profile was told. */
  public boolean declared() {
    return purpose.isPresent() || name.startsWith(OURS);
  }
}
