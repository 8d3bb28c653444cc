package preflight.diagnosis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import preflight.engine.CheckResult;
import preflight.resource.Environment;
import preflight.resource.Kind;
import preflight.resource.Relation;
import preflight.resource.Resource;
import preflight.resource.ResourceName;

/** Who depends on whom in an environment, and through which relations. */
public final class Graph {

  private final Environment environment;
  private final Map<String, Resource> byName = new HashMap<>();
  private final Map<ResourceName, List<Relation>> below = new HashMap<>();
  private final Map<ResourceName, Map<ResourceName, Step>> reached = new HashMap<>();
  private final Map<ResourceName, Set<ResourceName>> withItself = new HashMap<>();

  public Graph(Environment environment) {
    this(environment, List.of());
  }

  /**
   * What a profile declares, and what was seen besides.
   *
   * @param seen relations that the platform told of; those that are declared too count once
   */
  public Graph(Environment environment, List<Relation> seen) {
    this.environment = environment;
    environment.resources().forEach(it -> byName.put(it.name().toString(), it));
    Stream.concat(environment.relations().stream(), seen.stream())
        .distinct()
        .forEach(it -> below.computeIfAbsent(it.dependent(), _ -> new ArrayList<>()).add(it));
  }

  public Environment environment() {
    return environment;
  }

  /** The resource that a result is about. */
  public Optional<Resource> find(CheckResult result) {
    return Optional.ofNullable(byName.get(result.id().resource()));
  }

  /** What a resource depends on, nearest first; itself left out. */
  public Set<ResourceName> ancestors(ResourceName of) {
    Optional<Relation> only = onlyStep(of);
    return only.isEmpty()
        ? paths(of).keySet()
        : withItself.computeIfAbsent(
            only.get().dependency(),
            service -> {
              Set<ResourceName> all = new LinkedHashSet<>(Set.of(service));
              all.addAll(paths(service).keySet());
              return all;
            });
  }

  /** How many relations lie between a resource and one that it depends on, else zero. */
  public int depth(ResourceName from, ResourceName to) {
    Optional<Relation> only = onlyStep(from);
    if (only.isPresent()) {
      ResourceName service = only.get().dependency();
      int rest = depth(service, to);
      return service.equals(to) ? 1 : rest == 0 ? 0 : rest + 1;
    }
    Step step = paths(from).get(to);
    return step == null ? 0 : step.depth();
  }

  /** The relations from a resource down to one that it depends on; empty where it does not. */
  List<Relation> path(ResourceName from, ResourceName to) {
    var path = new ArrayList<Relation>();
    Optional<Relation> only = onlyStep(from);
    ResourceName start = only.map(Relation::dependency).orElse(from);
    Map<ResourceName, Step> steps = paths(start);
    Optional<Step> step = Optional.ofNullable(steps.get(to));
    while (step.isPresent()) {
      path.addFirst(step.get().last());
      step = Optional.ofNullable(steps.get(step.get().last().dependent()));
    }
    if (!path.isEmpty() || start.equals(to)) {
      only.ifPresent(path::addFirst);
    }
    return path;
  }

  /** Most endpoints depend on their service and nothing else, and share what is below it. */
  private Optional<Relation> onlyStep(ResourceName from) {
    if (from.kind() != Kind.ENDPOINTS) {
      return Optional.empty();
    }
    List<Relation> steps = below.getOrDefault(from, List.of());
    return steps.size() == 1 ? Optional.of(steps.getFirst()) : Optional.empty();
  }

  Set<ResourceName> storesBelow(ResourceName resource) {
    Set<ResourceName> stores = new LinkedHashSet<>(ancestors(resource));
    stores.removeIf(it -> it.kind() != Kind.REDIS && it.kind() != Kind.POSTGRES);
    return stores;
  }

  /** Where a search came to a resource: over which relation, and after how many. */
  private record Step(Relation last, int depth) {}

  /** Breadth first, so that each resource is reached on the shortest way. */
  private Map<ResourceName, Step> paths(ResourceName from) {
    Map<ResourceName, Step> known = reached.get(from);
    if (known == null) {
      known = search(from);
      reached.put(from, known);
    }
    return known;
  }

  private Map<ResourceName, Step> search(ResourceName from) {
    Map<ResourceName, Step> steps = new LinkedHashMap<>();
    var open = new ArrayDeque<ResourceName>(List.of(from));
    while (!open.isEmpty()) {
      ResourceName at = open.poll();
      Step here = steps.get(at);
      int depth = here == null ? 1 : here.depth() + 1;
      for (Relation step : stepsFrom(at, from)) {
        if (!step.dependency().equals(from)
            && steps.putIfAbsent(step.dependency(), new Step(step, depth)) == null) {
          open.add(step.dependency());
        }
      }
    }
    return steps;
  }

  /** What another service offers is what a service depends on when it uses that service. */
  private List<Relation> stepsFrom(ResourceName at, ResourceName from) {
    List<Relation> steps = new ArrayList<>(below.getOrDefault(at, List.of()));
    boolean partOfIt =
        at.equals(from)
            || (from.kind() == Kind.ENDPOINTS && from.name().startsWith(at.name() + "."));
    if (!partOfIt && at.kind() == Kind.SERVICES) {
      Optional.ofNullable(environment.services().get(at.name())).stream()
          .flatMap(it -> it.endpoints().values().stream())
          .forEach(it -> steps.add(new Relation(at, it.name(), "offers")));
    }
    return steps;
  }
}
