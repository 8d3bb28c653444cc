package preflight.diagnosis.attribution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import preflight.check.CheckDoc.Role;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.diagnosis.Graph;
import preflight.engine.CheckResult;
import preflight.resource.Kind;
import preflight.resource.Resource;
import preflight.resource.ResourceName;

/**
 * What Google's control plane proves of a store that this machine cannot reach: its instance, the
 * connector on the way, and the services that go there. Then only the packet is missing, and the
 * report says so beside the answer that stays unknown.
 */
public final class WayProofs {

  private final Graph graph;
  private final Map<ResourceName, List<CheckResult>> passed = new LinkedHashMap<>();

  private WayProofs(List<CheckResult> results, Graph graph) {
    this.graph = graph;
    for (CheckResult result : results) {
      if (result.outcome() instanceof Passed
          && result.planned().definition().doc().role() == Role.WAY) {
        graph
            .find(result)
            .map(Resource::name)
            .ifPresent(it -> passed.computeIfAbsent(it, _ -> new ArrayList<>()).add(result));
      }
    }
  }

  /** The same results, with what is proven said where a store could not be reached from here. */
  public static List<CheckResult> with(List<CheckResult> results, Graph graph) {
    var proofs = new WayProofs(results, graph);
    return proofs.passed.isEmpty() ? results : results.stream().map(proofs::told).toList();
  }

  private CheckResult told(CheckResult result) {
    if (!(result.outcome() instanceof Unknown unknown)
        || unknown.reason() != UnknownReason.VANTAGE
        || result.planned().definition().doc().role() != Role.LADDER) {
      return result;
    }
    Set<String> proven = graph.find(result).map(it -> of(it.name())).orElseGet(LinkedHashSet::new);
    return proven.isEmpty()
        ? result
        : new CheckResult(
            result.planned(),
            new Unknown(
                unknown.reason(),
                unknown.expected(),
                "%s; Google's control plane proves of the way: %s; only the packet is missing"
                    .formatted(unknown.observed(), String.join("; ", proven)),
                unknown.commands()),
            result.took(),
            result.attempts(),
            result.defect());
  }

  /** The store itself first, then what is below it, then who uses it. */
  private Set<String> of(ResourceName store) {
    Set<ResourceName> near = new LinkedHashSet<>(Set.of(store));
    near.addAll(graph.ancestors(store));
    passed.keySet().stream()
        .filter(it -> it.kind() == Kind.SERVICES && graph.ancestors(it).contains(store))
        .forEach(near::add);
    Set<String> proven = new LinkedHashSet<>();
    for (ResourceName each : near) {
      for (CheckResult result : passed.getOrDefault(each, List.of())) {
        String observed = ((Passed) result.outcome()).observed();
        if (concerns(each, observed, store)) {
          proven.add("%s: %s".formatted(each, observed));
        }
      }
    }
    return proven;
  }

  /** Of a secret, where the store is; of a service, what it says of this store and no other. */
  private boolean concerns(ResourceName of, String observed, ResourceName store) {
    return switch (of.kind()) {
      case SECRETS ->
          graph.environment().holding(store, "host").anyMatch(it -> it.name().equals(of));
      case SERVICES ->
          (observed + " ").matches(".*\\b" + Pattern.quote(store.toString()) + "[ ,;].*");
      case CONNECTORS, REDIS, POSTGRES, ENDPOINTS, JOBS, SOURCE -> true;
    };
  }
}
