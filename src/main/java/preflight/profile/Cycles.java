package preflight.profile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Yaml;
import preflight.resource.Kind;
import preflight.resource.ResourceName;

/** Finds services that use each other in a circle. */
final class Cycles {

  private final Declared declared;
  private final Mistakes mistakes;
  private final Deque<ResourceName> path = new ArrayDeque<>();
  private final Set<ResourceName> done = new HashSet<>();

  Cycles(Declared declared, Mistakes mistakes) {
    this.declared = declared;
    this.mistakes = mistakes;
  }

  void find() {
    declared.names().stream().filter(it -> it.kind() == Kind.SERVICES).forEach(this::visit);
  }

  private void visit(ResourceName service) {
    if (!done.add(service)
        || !(declared.entry(service).orElseThrow().value() instanceof Yaml.Mapping mapping)) {
      return;
    }
    path.addLast(service);
    for (Yaml used : mapping.list("uses")) {
      if (used instanceof Yaml.Scalar scalar) {
        declared
            .find(scalar.text())
            .filter(it -> it.kind() == Kind.SERVICES)
            .ifPresent(it -> follow(scalar, it));
      }
    }
    path.removeLast();
  }

  private void follow(Yaml.Scalar reference, ResourceName used) {
    List<ResourceName> names = new ArrayList<>(path);
    int first = names.indexOf(used);
    if (first < 0) {
      visit(used);
      return;
    }
    List<String> cycle =
        new ArrayList<>(
            names.subList(first, names.size()).stream().map(ResourceName::toString).toList());
    cycle.add(used.toString());
    mistakes.add(reference.place(), "cycle in uses: " + String.join(" → ", cycle));
  }
}
