package preflight.check.signal;

import java.util.EnumSet;
import java.util.Set;

/** What a new revision must have of its own for a failure of the serving one to be over. */
public enum Cure implements Signal.Trait {
  /** Any part of it. */
  ANY_PART(EnumSet.allOf(Part.class)),
  /** What the container is told, or another program that asks for less. */
  VARIABLE(EnumSet.of(Part.IMAGE, Part.COMMAND, Part.VARIABLES, Part.SECRETS)),
  /** An error of the code itself: no memory and no number of instances repairs one. */
  PROGRAM(EnumSet.complementOf(EnumSet.of(Part.RESOURCES, Part.SCALING))),
  MEMORY(EnumSet.of(Part.IMAGE, Part.COMMAND, Part.RESOURCES, Part.VARIABLES)),
  /** Nothing: the platform tries again, and secrets are read again. */
  REDEPLOYMENT(EnumSet.noneOf(Part.class)),
  /** Whatever it has, this stays: it lies in front of all revisions, or in what they run on. */
  NONE(EnumSet.noneOf(Part.class));

  // Never handed out and never changed.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Part> parts;

  Cure(Set<Part> parts) {
    this.parts = parts;
  }

  /** Whether a revision that differs in these parts can be well. */
  boolean isIn(Set<Part> changed) {
    return this == REDEPLOYMENT || parts.stream().anyMatch(changed::contains);
  }
}
