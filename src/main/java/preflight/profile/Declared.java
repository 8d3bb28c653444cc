package preflight.profile;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import preflight.check.Place;
import preflight.profile.reading.Yaml;
import preflight.resource.Kind;
import preflight.resource.ResourceName;

/** The names of everything that a profile declares, sound or not, in the order of a report. */
public final class Declared {

  private final Map<ResourceName, Yaml.Entry> entries = new LinkedHashMap<>();

  private final Set<String> files = new HashSet<>();

  private Declared() {}

  static Declared in(Yaml.Mapping profile) {
    Declared declared = new Declared();
    declared.noteFiles(profile);
    for (Kind kind : Kind.LISTED) {
      profile
          .mapping(kind.key())
          .ifPresent(it -> it.entries().forEach((name, entry) -> declared.add(kind, name, entry)));
    }
    Optional.ofNullable(profile.entries().get(Kind.SOURCE.key()))
        .ifPresent(it -> declared.add(Kind.SOURCE, Kind.SOURCE.key(), it));
    return declared;
  }

  private void add(Kind kind, String name, Yaml.Entry entry) {
    entries.put(new ResourceName(kind, name), entry);
    if (kind == Kind.SERVICES && entry.value() instanceof Yaml.Mapping service) {
      service
          .mapping(Kind.ENDPOINTS.key())
          .ifPresent(it ->
              it.entries()
                  .forEach((endpoint, at) -> add(Kind.ENDPOINTS, name + "." + endpoint, at)));
    }
  }

  private void noteFiles(Yaml node) {
    files.add(node.place().file());
    switch (node) {
      case Yaml.Scalar _ -> {}
      case Yaml.Sequence list -> list.items().forEach(this::noteFiles);
      case Yaml.Mapping mapping -> mapping.entries().values().forEach(it -> noteFiles(it.value()));
    }
  }

  /** Whether a place is in the profile or one of its parents. */
  boolean isPartOf(Place place) {
    return files.contains(place.file());
  }

  public Set<ResourceName> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  boolean has(ResourceName name) {
    return entries.containsKey(name);
  }

  public void forEach(BiConsumer<ResourceName, Yaml.Entry> action) {
    entries.forEach(action);
  }

  Optional<Yaml.Entry> entry(ResourceName name) {
    return Optional.ofNullable(entries.get(name));
  }

  /** The place of the key under which a resource stands. */
  public Place placeOf(ResourceName name) {
    return entry(name).orElseThrow().place();
  }

  /** The resource that a text such as {@code services.backend.chat} names. */
  public Optional<ResourceName> find(String written) {
    return names().stream().filter(it -> it.toString().equals(written)).findFirst();
  }

  public List<String> written() {
    return names().stream().map(ResourceName::toString).toList();
  }

  public List<String> written(Kind kind) {
    return names().stream().filter(it -> it.kind() == kind).map(ResourceName::toString).toList();
  }
}
