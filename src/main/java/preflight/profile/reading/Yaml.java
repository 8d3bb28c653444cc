package preflight.profile.reading;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import preflight.check.Place;

/** A YAML document in which everything knows the place where it stands. */
public sealed interface Yaml {

  Place place();

  /** Keys and values in the order of the file. */
  record Mapping(Place place, Map<String, Entry> entries) implements Yaml {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    public Optional<Yaml> value(String key) {
      return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    public Optional<Mapping> mapping(String key) {
      return value(key).filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }

    public Optional<Scalar> scalar(String key) {
      return value(key).filter(Scalar.class::isInstance).map(Scalar.class::cast);
    }

    /** The values of a list; empty where there is none. */
    public List<Yaml> list(String key) {
      return value(key).orElse(null) instanceof Sequence(_, List<Yaml> items) ? items : List.of();
    }

    /** This mapping, with an empty one in place of each value of which nothing is written. */
    public Mapping withMappingsForNothing() {
      Map<String, Entry> all = new LinkedHashMap<>();
      entries.forEach((key, entry) ->
          all.put(
              key,
              entry.value() instanceof Scalar scalar && scalar.isEmpty()
                  ? new Entry(entry.place(), new Mapping(scalar.place(), Map.of()))
                  : entry));
      return new Mapping(place, all);
    }

    /**
     * This mapping under another: mappings merge key by key, everything else replaces. What was
     * replaced before stays known, for that is nearer.
     */
    public Mapping under(Mapping other) {
      Map<String, Entry> merged = new LinkedHashMap<>(entries);
      other.entries.forEach((key, above) ->
          merged.merge(
              key,
              above,
              (below, _) ->
                  below.value() instanceof Mapping low && above.value() instanceof Mapping high
                      ? new Entry(above.place(), low.under(high), null)
                      : new Entry(
                          above.place(),
                          above.value(),
                          above.replaced() == null ? below.value() : above.replaced())));
      return new Mapping(other.place, merged);
    }
  }

  /**
   * A value and the place of its key.
   *
   * @param replaced what a parent says in its place
   */
  public record Entry(Place place, Yaml value, @Nullable Yaml replaced) {
    public Entry(Place place, Yaml value) {
      this(place, value, null);
    }
  }

  record Sequence(Place place, List<Yaml> items) implements Yaml {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  record Scalar(Place place, String text, Type type) implements Yaml {

    /** Whether {@code null} or {@code ~} is written, and not just nothing. */
    public boolean isNull() {
      return type == Type.NULL && !text.isEmpty();
    }

    /** Whether nothing is written behind a key. */
    public boolean isEmpty() {
      return type == Type.NULL && text.isEmpty();
    }
  }

  /** What the core schema takes a scalar for. */
  enum Type {
    TEXT("text"),
    INTEGER("a whole number"),
    FRACTION("a fraction"),
    BOOLEAN("true or false"),
    NULL("nothing");

    private final String words;

    Type(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** What it is, in words. */
  default String words() {
    return switch (this) {
      case Mapping _ -> "a mapping";
      case Sequence _ -> "a list";
      case Scalar scalar -> scalar.type().words();
    };
  }
}
