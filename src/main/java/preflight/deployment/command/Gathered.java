package preflight.deployment.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.deployment.DeploymentRequest;
import preflight.deployment.DeploymentRequest.ServiceRequest;
import preflight.probe.run.RevisionState;
import preflight.probe.run.TemplateChange;
import preflight.probe.run.TemplateChange.Applied;
import preflight.probe.run.Workload;

/** What the commands read so far deploy; of a service that several of them change, all in order. */
final class Gathered {

  private final Map<Workload, ServiceRequest> services = new LinkedHashMap<>();
  private final Set<String> told = new LinkedHashSet<>();
  private final Set<String> createdSecrets = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private Optional<String> project = Optional.empty();
  private Optional<String> region = Optional.empty();

  void told(String command) {
    told.add(command);
  }

  void note(String note) {
    notes.add(note);
  }

  void place(Optional<String> inProject, Optional<String> inRegion) {
    project = project.or(() -> inProject.filter(it -> !it.isEmpty() && !Open.is(it)));
    region = region.or(() -> inRegion.filter(it -> !it.isEmpty() && !Open.is(it)));
  }

  void add(ServiceRequest service) {
    services.merge(
        service.of(),
        service,
        (before, after) ->
            new ServiceRequest(
                before.of(),
                inOrder(before.change(), after.change()),
                before.serves() || after.serves(),
                after.tag().or(before::tag),
                after.source().or(before::source)));
  }

  /** Gives a service traffic that an earlier command deployed without. */
  void serve(String service) {
    services.computeIfPresent(
        Workload.service(service),
        (of, it) -> new ServiceRequest(of, it.change(), /* serves= */ true, it.tag(), it.source()));
  }

  void add(DeploymentRequest request) {
    told(request.told());
    place(request.project(), request.region());
    request.services().forEach(this::add);
    createdSecrets.addAll(request.createdSecrets());
    notes.addAll(request.notes());
  }

  private static Optional<TemplateChange> inOrder(
      Optional<TemplateChange> first, Optional<TemplateChange> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.or(() -> second);
    }
    return Optional.of(template ->
        switch (first.get().over(template)) {
          case Applied.Planned(RevisionState revision) -> second.get().over(Optional.of(revision));
          case Applied.Refused refused -> refused;
        });
  }

  DeploymentRequest request() {
    return new DeploymentRequest(
        String.join(", ", told),
        project,
        region,
        new ArrayList<>(services.values()),
        createdSecrets,
        new ArrayList<>(notes));
  }
}
