package preflight.profile.reading;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import preflight.check.Place;

/** Collects mistakes, each once, in the order of their places. */
public final class Mistakes {

  private final TreeSet<Mistake> found = new TreeSet<>();

  /** Notes a mistake; always empty, so that a decoder can return it. */
  public <T> Optional<T> add(Place place, String message) {
    found.add(new Mistake(place, message));
    return Optional.empty();
  }

  public boolean none() {
    return found.isEmpty();
  }

  public List<Mistake> all() {
    return List.copyOf(found);
  }
}
