package preflight.profile;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import preflight.check.Place;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Placeholders;
import preflight.profile.reading.Yaml;
import preflight.resource.Kind;

/**
 * A profile with its parents, of which each resource also holds what {@code defaults} say of its
 * type. What is said of one resource, in whichever file, beats the defaults of every file; lists
 * replace each other, and {@code null} takes away what a parent or the defaults say.
 */
public final class Inherited {

  static final String DEFAULTS = "defaults";

  /** What is said of a whole secret and never of a part. */
  private static final Set<String> OF_THE_WHOLE =
      Set.of("id", "version", "source", "project", "location", "used-by", "aliases");

  private final Mistakes mistakes;
  private final boolean whole;
  private final Optional<Yaml.Mapping> defaults;
  private final String environment;
  private final IdentityHashMap<Yaml, String> origins = new IdentityHashMap<>();
  private final List<Removal> removals = new ArrayList<>();
  private final Yaml.Mapping root;

  /**
   * Something that {@code null} takes away.
   *
   * @param path its keys, from the root of the profile
   * @param before what it was
   * @param by the defaults that take it away, such as {@code defaults.secrets}; empty where the
   *     resource's own
   */
  public record Removal(List<String> path, Place place, Yaml before, Optional<String> by) {}

  private Inherited(Yaml.Mapping profile, boolean whole, Mistakes mistakes) {
    this.mistakes = mistakes;
    this.whole = whole;
    this.defaults = profile.mapping(DEFAULTS);
    this.environment = profile.scalar("environment").map(Yaml.Scalar::text).orElse("environment");
    defaults.ifPresent(it -> share(it, DEFAULTS));
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>(profile.entries());
    if (defaults.isPresent()) {
      entries.remove(DEFAULTS);
    }
    for (Kind kind : Kind.LISTED) {
      entries.computeIfPresent(kind.key(), (_, it) -> resources(kind, it));
    }
    this.root = withoutRemoved(new Yaml.Mapping(profile.place(), entries), List.of());
  }

  /**
   * @param whole whether all parents are known, so that {@code null} must take something away
   */
  static Inherited in(Yaml.Mapping profile, boolean whole, Mistakes mistakes) {
    return new Inherited(profile, whole, mistakes);
  }

  /** The profile without {@code defaults} and without what was taken away. */
  Yaml.Mapping root() {
    return root;
  }

  /** The defaults of the types of which the profile declares nothing, filled in for a name. */
  Yaml.Mapping samples() {
    Map<String, Yaml.Entry> unused = new LinkedHashMap<>();
    defaults.ifPresent(it ->
        it.entries()
            .forEach((type, entry) -> {
              if (!isUsed(type)) {
                unused.put(
                    type, new Yaml.Entry(entry.place(), filled(entry.value(), "name", type)));
              }
            }));
    return new Yaml.Mapping(defaults.map(Yaml.Mapping::place).orElse(root.place()), unused);
  }

  public List<Removal> removals() {
    return List.copyOf(removals);
  }

  /** Which defaults say a value, such as {@code defaults.secrets}; empty where none do. */
  public Optional<String> origin(Yaml value) {
    return Optional.ofNullable(origins.get(value));
  }

  private boolean isUsed(String type) {
    return Declared.in(root).names().stream().anyMatch(it -> it.kind().key().equals(type));
  }

  private Yaml.Entry resources(Kind kind, Yaml.Entry listed) {
    if (!(listed.value() instanceof Yaml.Mapping all)) {
      return listed;
    }
    Map<String, Yaml.Entry> resources = new LinkedHashMap<>();
    all.entries().forEach((name, entry) -> resources.put(name, resource(kind, name, entry)));
    return new Yaml.Entry(listed.place(), new Yaml.Mapping(all.place(), resources));
  }

  private Yaml.Entry resource(Kind kind, String name, Yaml.Entry entry) {
    if (!(entry.value() instanceof Yaml.Mapping own)) {
      return entry;
    }
    Optional<Yaml.Mapping> below = defaults.flatMap(it -> it.mapping(kind.key()));
    Yaml.Mapping whole =
        below.map(it -> ((Yaml.Mapping) filled(it, name, kind.key())).under(own)).orElse(own);
    if (kind == Kind.SERVICES) {
      Map<String, Yaml.Entry> parts = new LinkedHashMap<>(whole.entries());
      parts.computeIfPresent(Kind.ENDPOINTS.key(), (_, it) -> resources(Kind.ENDPOINTS, it));
      whole = new Yaml.Mapping(whole.place(), parts);
    }
    if (kind == Kind.SECRETS && whole.scalar("part-of").filter(it -> !it.isNull()).isPresent()) {
      Map<String, Yaml.Entry> part = new LinkedHashMap<>(whole.entries());
      part.entrySet()
          .removeIf(it ->
              OF_THE_WHOLE.contains(it.getKey()) && origin(it.getValue().value()).isPresent());
      whole = new Yaml.Mapping(whole.place(), part);
    }
    return new Yaml.Entry(entry.place(), whole, entry.replaced());
  }

  /** A copy for one resource; that it comes from the defaults is known of each copy. */
  private Yaml filled(Yaml node, String name, String type) {
    Yaml copy =
        switch (node) {
          case Yaml.Scalar(Place place, String text, Yaml.Type it) ->
              new Yaml.Scalar(
                  place, new Placeholders(name, environment).fill(place, text, mistakes), it);
          case Yaml.Sequence(Place place, List<Yaml> items) ->
              new Yaml.Sequence(place, items.stream().map(it -> filled(it, name, type)).toList());
          case Yaml.Mapping(Place place, Map<String, Yaml.Entry> entries) -> {
            refuseBareBraces(place, entries);
            Map<String, Yaml.Entry> copies = new LinkedHashMap<>();
            entries.forEach((key, it) ->
                copies.put(
                    key,
                    new Yaml.Entry(
                        it.place(),
                        filled(it.value(), name, type),
                        it.replaced() == null ? null : filled(it.replaced(), name, type))));
            yield new Yaml.Mapping(place, copies);
          }
        };
    origins.put(copy, DEFAULTS + "." + type);
    return copy;
  }

  /** {@code id: {kebab}} is a mapping to YAML, and nobody's intention. */
  private void refuseBareBraces(Place place, Map<String, Yaml.Entry> entries) {
    if (entries.size() == 1
        && Placeholders.NAMES.contains(entries.keySet().iterator().next())
        && entries.values().iterator().next().value() instanceof Yaml.Scalar it
        && it.isEmpty()) {
      mistakes.add(
          place,
          "a text that begins with '{' needs quotation marks: \"{%s}\""
              .formatted(entries.keySet().iterator().next()));
    }
  }

  private Yaml.Mapping withoutRemoved(Yaml.Mapping mapping, List<String> above) {
    Map<String, Yaml.Entry> left = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((key, entry) -> {
          List<String> path = new ArrayList<>(above);
          path.add(key);
          switch (entry.value()) {
            case Yaml.Scalar scalar when scalar.isNull() && !isParent(path) ->
                removed(path, entry, entry.replaced());
            case Yaml.Mapping inner ->
                left.put(
                    key,
                    new Yaml.Entry(entry.place(), withoutRemoved(inner, path), entry.replaced()));
            default -> left.put(key, entry);
          }
        });
    Yaml.Mapping result = new Yaml.Mapping(mapping.place(), left);
    origin(mapping).ifPresent(it -> origins.put(result, it));
    return result;
  }

  /** {@code extends: null} has always been no parent. */
  private static boolean isParent(List<String> path) {
    return path.equals(List.of("extends"));
  }

  private void removed(List<String> path, Yaml.Entry entry, @Nullable Yaml before) {
    if (before != null) {
      removals.add(new Removal(path, entry.place(), before, origin(entry.value())));
    } else if (whole) {
      String key = path.getLast();
      mistakes.add(
          entry.value().place(),
          ("null takes away what a parent or the defaults say, and none says '%s'; a resource of"
                  + " which nothing is said is written '%s:', and a text \"null\"")
              .formatted(key, key));
    }
  }

  private void share(Yaml node, String by) {
    mistakes.shared(node.place(), by);
    if (node instanceof Yaml.Mapping mapping) {
      mapping
          .entries()
          .forEach((key, entry) -> {
            String at = by.equals(DEFAULTS) ? by + "." + key : by;
            mistakes.shared(entry.place(), at);
            share(entry.value(), at);
          });
    } else if (node instanceof Yaml.Sequence(_, List<Yaml> items)) {
      items.forEach(it -> share(it, by));
    }
  }

  /** What to add to a mistake about something that a file takes away; empty where none does. */
  public String takenAway(String written) {
    return removals.stream()
        .filter(it -> String.join(".", it.path()).replace(".endpoints.", ".").equals(written))
        .findFirst()
        .map(it -> "; %s:%d takes it away".formatted(it.place().file(), it.place().line()))
        .orElse("");
  }
}
