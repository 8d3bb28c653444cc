package preflight.check.plan;

import preflight.check.Place;

/**
 * Something that makes a run ask for less than the shipped packs and defaults do.
 *
 * @param subject what is judged by it: a check, a resource, or what a flag is about
 * @param change what it is now, and what it would be without
 * @param origin who or what says so: a flag as typed, the name of a variable, or {@code file:line}
 */
public record Weakening(String subject, String change, String origin) {

  /** In one line. */
  @Override
  public String toString() {
    return "weakened: %s (%s): %s".formatted(subject, origin, change);
  }

  public Weakening(String subject, String change, Place place) {
    this(subject, change, place.file() + ":" + place.line());
  }
}
