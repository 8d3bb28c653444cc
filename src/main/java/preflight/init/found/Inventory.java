package preflight.init.found;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import preflight.resource.service.DotenvDialect;

/**
 * What sources know of an environment.
 *
 * @param sources where it stands, as a comment names them
 * @param connectors by name, the network of each where somebody says it
 * @param secretIds what Secret Manager holds, used or not
 * @param root the folder that paths of images begin at, as the profile names it
 * @param gaps what nobody could read, each as a sentence without a full stop
 * @param dialects of the dotenv files in which they make a difference
 */
public record Inventory(
    List<String> sources,
    Set<String> projects,
    Set<String> regions,
    List<FoundService> services,
    List<FoundStore> stores,
    SortedMap<String, Optional<String>> connectors,
    SortedSet<String> secretIds,
    Optional<String> root,
    List<String> gaps,
    SortedMap<String, DotenvDialect> dialects) {

  public static final Inventory NOTHING =
      new Inventory(
          List.of(),
          Set.of(),
          Set.of(),
          List.of(),
          List.of(),
          new TreeMap<>(),
          new TreeSet<>(),
          Optional.empty(),
          List.of());

  public Inventory {
    sources = List.copyOf(sources);
    projects = Collections.unmodifiableSet(new TreeSet<>(projects));
    regions = Collections.unmodifiableSet(new TreeSet<>(regions));
    services = List.copyOf(services);
    stores = List.copyOf(stores);
    connectors = Collections.unmodifiableSortedMap(new TreeMap<>(connectors));
    secretIds = Collections.unmodifiableSortedSet(new TreeSet<>(secretIds));
    gaps = List.copyOf(gaps);
    dialects = Collections.unmodifiableSortedMap(new TreeMap<>(dialects));
  }

  /** Of sources without dotenv files. */
  public Inventory(
      List<String> sources,
      Set<String> projects,
      Set<String> regions,
      List<FoundService> services,
      List<FoundStore> stores,
      SortedMap<String, Optional<String>> connectors,
      SortedSet<String> secretIds,
      Optional<String> root,
      List<String> gaps) {
    this(
        sources,
        projects,
        regions,
        services,
        stores,
        connectors,
        secretIds,
        root,
        gaps,
        new TreeMap<>());
  }

  /** Whether there is nothing that a profile could be about; secrets alone serve nobody. */
  public boolean isEmpty() {
    return services.isEmpty() && stores.isEmpty();
  }

  /** The same with these services, whose images are built from this folder. */
  public Inventory of(List<FoundService> built, String folder) {
    return new Inventory(
        sources,
        projects,
        regions,
        built,
        stores,
        connectors,
        secretIds,
        root.or(() -> Optional.of(folder)),
        gaps,
        dialects);
  }

  /** Both; of what both know, this one is believed. */
  public Inventory and(Inventory other) {
    Map<String, FoundService> merged = new LinkedHashMap<>();
    services.forEach(it -> merged.put(it.name(), it));
    other.services.forEach(it -> merged.merge(it.name(), it, FoundService::or));
    Map<String, FoundStore> held = new LinkedHashMap<>();
    stores.forEach(it -> held.put(it.kind() + it.name(), it));
    other.stores.forEach(it -> held.putIfAbsent(it.kind() + it.name(), it));
    SortedMap<String, Optional<String>> ways = new TreeMap<>(connectors);
    other.connectors.forEach(
        (name, network) -> ways.merge(name, network, (one, two) -> one.or(() -> two)));
    SortedMap<String, DotenvDialect> read = new TreeMap<>(other.dialects);
    read.putAll(dialects);
    return new Inventory(
        both(sources, other.sources),
        union(projects, other.projects),
        union(regions, other.regions),
        List.copyOf(merged.values()),
        List.copyOf(held.values()),
        ways,
        union(secretIds, other.secretIds),
        root.or(other::root),
        both(gaps, other.gaps),
        read);
  }

  private static List<String> both(List<String> one, List<String> two) {
    List<String> all = new ArrayList<>(one);
    all.addAll(two);
    return all;
  }

  private static SortedSet<String> union(Set<String> one, Set<String> two) {
    SortedSet<String> all = new TreeSet<>(one);
    all.addAll(two);
    return all;
  }
}
