package preflight.profile;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import preflight.check.Place;

/** Collects mistakes, each once, in the order of their places. */
final class Mistakes {

  private final TreeSet<Mistake> found = new TreeSet<>();

  /** Notes a mistake; always empty, so that a decoder can return it. */
  <T> Optional<T> add(Place place, String message) {
    found.add(new Mistake(place, message));
    return Optional.empty();
  }

  boolean none() {
    return found.isEmpty();
  }

  List<Mistake> all() {
    return List.copyOf(found);
  }
}
