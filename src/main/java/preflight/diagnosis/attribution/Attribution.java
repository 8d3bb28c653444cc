package preflight.diagnosis.attribution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import preflight.check.CheckId;
import preflight.check.signal.Signal;
import preflight.diagnosis.Failure;
import preflight.diagnosis.Graph;
import preflight.engine.CheckResult;
import preflight.resource.Endpoint;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.Service;

/** Decides of every failure whether another one explains it, and which. */
public final class Attribution {

  /**
   * What became of one failure.
   *
   * @param by the root cause that explains it; empty for a root cause
   * @param via the failure next to it on the way to that root
   * @param contributing other root causes that could have done it too
   * @param counterEvidence why a failure that looks like a cause is none
   * @param undecided the unanswered check that would decide
   */
  public record Attributed(
      Optional<Failure> by,
      Optional<Failure> via,
      List<Failure> contributing,
      List<String> counterEvidence,
      Optional<CheckResult> undecided) {}

  /** Farther than anything below. */
  private static final int FAR = Integer.MAX_VALUE;

  private static final Attributed ROOT =
      new Attributed(Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty());

  private final List<Failure> failures;
  private final Graph graph;
  private final Compatibility compatibility;
  private final CounterEvidence counterEvidence;
  private final Observations observations;
  private final Causes causes;
  private final SharedObstacles obstacles;
  private final DeadRevisions dead;
  private final SameWires wires;
  private final AbsentValues absent;
  private final Map<ResourceName, List<Failure>> byResource = new HashMap<>();
  private final Map<ResourceName, Set<Cause>> suspects = new HashMap<>();
  private final Map<CheckId, Attributed> settled = new HashMap<>();

  public Attribution(List<Failure> failures, Observations observations, Graph graph) {
    this.failures = failures;
    failures.forEach(
        it -> byResource.computeIfAbsent(it.resource().name(), _ -> new ArrayList<>()).add(it));
    this.observations = observations;
    this.graph = graph;
    this.causes = new Causes(graph.environment());
    this.obstacles = new SharedObstacles(failures);
    this.dead = new DeadRevisions(failures);
    this.wires = new SameWires(failures);
    this.absent = new AbsentValues(failures, graph.environment());
    this.compatibility = new Compatibility(causes, observations, absent);
    for (Failure failure : failures) {
      suspects
          .computeIfAbsent(failure.resource().name(), _ -> EnumSet.noneOf(Cause.class))
          .addAll(causes.of(failure));
    }
    this.counterEvidence = new CounterEvidence(graph.environment(), observations);
  }

  public Map<CheckId, Attributed> attribute() {
    failures.forEach(this::settle);
    settled.replaceAll((_, it) -> rooted(it));
    return settled;
  }

  /** On a circle of uses a cause may have been settled before its own cause was. */
  private Attributed rooted(Attributed attributed) {
    Optional<Failure> by = attributed.by().map(this::rootOf);
    // By id: a whole failure is slow to hash.
    Map<CheckId, Failure> contributing = new LinkedHashMap<>();
    attributed.contributing().stream()
        .map(this::rootOf)
        .forEach(it -> contributing.put(it.id(), it));
    by.ifPresent(it -> contributing.remove(it.id()));
    return new Attributed(
        by,
        attributed.via(),
        List.copyOf(contributing.values()),
        attributed.counterEvidence(),
        attributed.undecided());
  }

  /**
   * The end of the way down from a failure. Causes are only chosen among such ends, and nobody's is
   * one that leads back to itself: so no way is a circle.
   */
  private Failure rootOf(Failure failure) {
    Failure root = failure;
    Optional<Failure> deeper = settle(root).by();
    while (deeper.isPresent()) {
      root = deeper.get();
      deeper = settle(root).by();
    }
    return root;
  }

  /** Causes are settled first; they stand lower in the graph or earlier in the plan. */
  private Attributed settle(Failure failure) {
    Attributed known = settled.get(failure.id());
    if (known != null) {
      return known;
    }
    // Whoever comes back here on a circle finds no cause in it.
    settled.put(failure.id(), ROOT);
    Optional<Failure> obstacle = obstacles.behind(failure).or(() -> dead.behind(failure));
    if (obstacle.isPresent()) {
      Attributed told = obstacle.get().id().equals(failure.id()) ? ROOT : by(obstacle.get());
      settled.put(failure.id(), told);
      return told;
    }
    Set<String> refuted = new LinkedHashSet<>();
    List<Failure> sameWires = wires.behind(failure);
    List<Failure> candidates =
        !sameWires.isEmpty()
            ? sameWires
            : near(failure)
                .filter(it -> compatibility.canExplain(it, failure))
                .filter(it -> timely(it, failure))
                .filter(it -> {
                  Optional<String> against =
                      counterEvidence.against(it.resource().name(), it.signal(), failure);
                  against.ifPresent(refuted::add);
                  return against.isEmpty();
                })
                .toList();
    Map<CheckId, Failure> roots = new HashMap<>();
    for (Failure candidate : candidates) {
      Failure root = rootOf(candidate);
      if (!root.id().equals(failure.id())) {
        roots.put(root.id(), root);
      }
    }
    Attributed attributed =
        roots.isEmpty()
            ? new Attributed(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.copyOf(refuted),
                undecided(failure))
            : explained(failure, candidates, List.copyOf(roots.values()), List.copyOf(refuted));
    settled.put(failure.id(), attributed);
    return attributed;
  }

  private static Attributed by(Failure obstacle) {
    return new Attributed(
        Optional.of(obstacle), Optional.of(obstacle), List.of(), List.of(), Optional.empty());
  }

  /** Failures of the resource itself, of its sibling endpoints, and of what it depends on. */
  private Stream<Failure> near(Failure failure) {
    ResourceName name = failure.resource().name();
    Set<Cause> explainers = compatibility.explainers(failure.signal());
    return Stream.of(
            Stream.of(name),
            siblings(failure),
            ownService(failure),
            absent.behind(failure),
            Compatibility.isUnusable(failure)
                ? graph.ancestors(name).stream().filter(it -> it.kind() == Kind.SECRETS)
                : Stream.<ResourceName>of(),
            explainers.isEmpty()
                ? Stream.<ResourceName>of()
                : graph.ancestors(name).stream().filter(it -> suspect(it, explainers)))
        .flatMap(it -> it)
        .distinct()
        .flatMap(it -> byResource.getOrDefault(it, List.of()).stream());
  }

  private Stream<ResourceName> siblings(Failure failure) {
    Optional<Service> of =
        switch (failure.resource()) {
          case Endpoint endpoint -> Optional.of(graph.environment().serviceOf(endpoint));
          // What a program was asked about is as near as another endpoint.
          case Service service when failure.signal() == Signal.EXEC_FAILED -> Optional.of(service);
          default -> Optional.empty();
        };
    return of.stream().flatMap(it -> it.endpoints().values().stream()).map(Endpoint::name);
  }

  private static Stream<ResourceName> ownService(Failure failure) {
    return failure.resource() instanceof Endpoint endpoint
        ? Stream.of(endpoint.service())
        : Stream.of();
  }

  /** Whether any failure of a resource is of a kind that comes into question. */
  private boolean suspect(ResourceName resource, Set<Cause> explainers) {
    Set<Cause> known = suspects.get(resource);
    return known != null && !Collections.disjoint(known, explainers);
  }

  private Attributed explained(
      Failure failure, List<Failure> candidates, List<Failure> roots, List<String> refuted) {
    Failure by =
        roots.stream()
            .map(it -> new Ranked(it, -depth(failure, it), 0))
            .min(
                Comparator.comparingInt(Ranked::first)
                    .thenComparingDouble(it -> -it.failure().classified().confidence())
                    .thenComparing(it -> it.failure().id().toString()))
            .map(Ranked::failure)
            .orElseThrow(() -> new IllegalArgumentException("no root"));
    List<Failure> contributing =
        roots.stream().filter(it -> it.position() != by.position()).toList();
    // Whatever lies between tells more than the short cut from the root.
    Optional<Failure> via =
        candidates.stream()
            .filter(it -> rootOf(it).id().equals(by.id()))
            .map(it -> {
              int distance = distance(failure, it);
              return new Ranked(it, detour(it, by, distance), distance);
            })
            .min(
                Comparator.comparingInt(Ranked::first)
                    .thenComparingInt(Ranked::second)
                    .thenComparingInt(it -> it.failure().position()))
            .map(Ranked::failure);
    return new Attributed(Optional.of(by), via, contributing, refuted, Optional.empty());
  }

  /** A failure with what it is chosen by, looked up once. */
  private record Ranked(Failure failure, int first, int second) {}

  /** Least for what lies between; most for a sibling, which only met the same. */
  private static int detour(Failure candidate, Failure root, int distance) {
    if (candidate.id().equals(root.id())) {
      return 1;
    }
    if (candidate.resource().name().equals(root.resource().name())) {
      return 2;
    }
    return distance == FAR ? 3 : 0;
  }

  /** Relations on the way down; none to a sibling. */
  private int depth(Failure from, Failure to) {
    return graph.depth(from.resource().name(), to.resource().name());
  }

  /** How far away a cause is; a sibling is farther than anything below. */
  private int distance(Failure from, Failure to) {
    int steps = depth(from, to);
    boolean below = steps > 0 || from.resource().name().equals(to.resource().name());
    return below ? steps : FAR;
  }

  /** A cause is not younger than its effect; where either time is unknown, it may be. */
  private static boolean timely(Failure cause, Failure effect) {
    return Since.of(cause.failed())
        .flatMap(from -> Since.of(effect.failed()).map(it -> !from.isAfter(it.plusSeconds(60))))
        .orElse(true);
  }

  /** The nearest unanswered check that could stand for the cause. */
  private Optional<CheckResult> undecided(Failure failure) {
    ResourceName name = failure.resource().name();
    Set<Cause> explainers = compatibility.explainers(failure.signal());
    if (explainers.isEmpty()) {
      return Optional.empty();
    }
    Stream<ResourceName> itself =
        name.kind() == Kind.SERVICES ? Stream.of(name) : Stream.<ResourceName>of();
    return Stream.concat(itself, graph.ancestors(name).stream())
        .flatMap(at ->
            observations.unknown(at).stream()
                .filter(it -> couldExplain(it, at, failure, explainers)))
        .findFirst();
  }

  /** Whether it could have failed in a way that explains, and that no passing check rules out. */
  private boolean couldExplain(
      CheckResult unanswered, ResourceName at, Failure failure, Set<Cause> explainers) {
    return unanswered.planned().definition().emits().stream()
        .filter(it -> !Collections.disjoint(causes.of(at, it), explainers))
        .filter(it -> compatibility.concerns(at, it, failure))
        .filter(it -> !observations.rulesOut(at, it))
        .anyMatch(it -> counterEvidence.against(at, it, failure).isEmpty());
  }
}
