package preflight.profile.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import preflight.check.Place;

/** Collects mistakes, each once, in the order of their places. */
public final class Mistakes {

  private final TreeMap<Mistake, Set<String>> found = new TreeMap<>();
  private final Map<Place, String> shared = new HashMap<>();
  private Optional<String> subject = Optional.empty();

  /** Notes a mistake; always empty, so that a decoder can return it. */
  public <T> Optional<T> add(Place place, String message) {
    Set<String> subjects =
        found.computeIfAbsent(new Mistake(place, message), _ -> new LinkedHashSet<>());
    subject.ifPresent(subjects::add);
    return Optional.empty();
  }

  /**
   * A place at which something is said of several resources; a mistake there names those that it
   * was found in.
   *
   * @param by what says it, such as {@code defaults.secrets}
   */
  public void shared(Place place, String by) {
    shared.put(place, by);
  }

  /** Does something of which the mistakes are a resource's. */
  public <T> T about(String resource, Supplier<T> work) {
    Optional<String> before = subject;
    subject = Optional.of(resource);
    try {
      return work.get();
    } finally {
      subject = before;
    }
  }

  public boolean none() {
    return found.isEmpty();
  }

  public List<Mistake> all() {
    List<Mistake> all = new ArrayList<>();
    found.forEach((mistake, subjects) -> all.add(whole(mistake, subjects)));
    return List.copyOf(all);
  }

  private Mistake whole(Mistake mistake, Set<String> subjects) {
    String by = shared.get(mistake.place());
    if (by == null) {
      return mistake;
    }
    String of =
        switch (subjects.size()) {
          case 0 -> "";
          case 1 -> ", for " + subjects.iterator().next();
          default ->
              ", for %s and %d more".formatted(subjects.iterator().next(), subjects.size() - 1);
        };
    return new Mistake(mistake.place(), "%s (in %s%s)".formatted(mistake.message(), by, of));
  }
}
