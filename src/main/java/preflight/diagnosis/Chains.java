package preflight.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.check.CheckId;
import preflight.check.Outcome.Failed;
import preflight.resource.Resource;
import preflight.resource.ResourceName;

/** The way from any failure down to its root cause, one step per why. */
public final class Chains {

  private final Graph graph;
  private final Map<CheckId, Diagnosed> byId = new HashMap<>();

  public Chains(Diagnosis diagnosis, Graph graph) {
    this.graph = graph;
    diagnosis.checks().forEach(it -> byId.put(it.id(), it));
  }

  /** A why: a failure, or how two failing resources hang together. */
  public sealed interface Step {

    /** One sentence without a full stop. */
    String sentence();

    /** A failed check; what it saw is the evidence of its sentence. */
    record Broken(CheckId id, String sentence, Failed failed) implements Step {}

    /** A relation that the profile declares, or several in a row. */
    record Linked(String sentence) implements Step {}
  }

  /** From a failure to its root cause, both included; empty where the check did not fail. */
  public List<Step> from(CheckId symptom) {
    List<Step> steps = new ArrayList<>();
    Set<CheckId> seen = new HashSet<>();
    Optional<ResourceName> above = Optional.empty();
    Optional<CheckId> next = Optional.of(symptom);
    while (next.isPresent() && seen.add(next.get())) {
      Diagnosed at = byId.get(next.get());
      if (at == null || !(at.result().outcome() instanceof Failed failed)) {
        return steps;
      }
      Optional<ResourceName> here = graph.find(at.result()).map(Resource::name);
      if (above.isPresent() && here.isPresent()) {
        linked(above.get(), here.get()).ifPresent(steps::add);
      }
      steps.add(new Step.Broken(at.id(), sentence(at.id(), here, failed), failed));
      above = here;
      next = at.via();
    }
    return steps;
  }

  private Optional<Step> linked(ResourceName symptom, ResourceName cause) {
    return Sentences.relation(graph.path(symptom, cause)).map(Step.Linked::new);
  }

  private static String sentence(CheckId id, Optional<ResourceName> resource, Failed failed) {
    return resource
        .map(it -> Sentences.of(it, failed))
        .orElseGet(() -> id.resource() + ": " + failed.signal().meaning());
  }
}
