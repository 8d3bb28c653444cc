package preflight.probe.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiAnswer;
import preflight.probe.run.SeenRevisions.Seen;
import preflight.probe.run.TemplateChange.Applied;

/**
 * The revisions that a deployment would make: what it changes, applied to what Cloud Run says of
 * today. Each is made once a run.
 */
public final class PlannedRevisions {

  private final CloudRun run;
  private final Set<String> services;
  private final Map<Workload, TemplateChange> changes;
  private final Set<String> createdSecrets;
  private final Map<Workload, Applied> made = new ConcurrentHashMap<>();

  // They are asked for with each text that is shown.
  private final List<SecretValue> credentials = new CopyOnWriteArrayList<>();

  /**
   * Of some services, by their names on Cloud Run.
   *
   * @param services those that get a new revision, and those that they use; none where nothing is
   *     deployed, or nothing that is known
   * @param changes what is known of it
   * @param createdSecrets ids of the secrets that come about with them
   */
  public PlannedRevisions(
      CloudRun run,
      Set<String> services,
      Map<Workload, TemplateChange> changes,
      Set<String> createdSecrets) {
    this.createdSecrets = Set.copyOf(createdSecrets);
    this.run = run;
    this.services = Set.copyOf(services);
    this.changes = Map.copyOf(changes);
  }

  /** Nothing is deployed. */
  public static PlannedRevisions none(CloudRun run) {
    return new PlannedRevisions(run, Set.of(), Map.of(), Set.of());
  }

  /** Whether a secret of this id comes about with them. */
  public boolean creates(String secret) {
    return createdSecrets.contains(secret);
  }

  /**
   * Whether what a service is given is judged: before a deployment, only that of what is deployed
   * or used by it.
   */
  public boolean concerns(String service) {
    return services.isEmpty() || services.contains(service);
  }

  /** Empty for what gets none, or of which nothing is known but that it gets one. */
  public Optional<ApiAnswer<Applied>> of(Workload workload) throws InterruptedException {
    TemplateChange change = changes.get(workload);
    if (change == null) {
      return Optional.empty();
    }
    if (!change.buildsOnTemplate()) {
      return Optional.of(new ApiAnswer.Got<>(applied(workload, change, Optional.empty())));
    }
    return Optional.of(
        switch (template(workload)) {
          case ApiAnswer.Got<Optional<RevisionState>>(Optional<RevisionState> template) ->
              new ApiAnswer.Got<>(applied(workload, change, template));
          case ApiAnswer.Absent<Optional<RevisionState>> _ ->
              new ApiAnswer.Got<>(applied(workload, change, Optional.empty()));
          case ApiAnswer<Optional<RevisionState>> other ->
              other.map(_ -> new Applied.Refused("nobody could look at the " + workload));
        });
  }

  private ApiAnswer<Optional<RevisionState>> template(Workload workload)
      throws InterruptedException {
    return switch (workload.kind()) {
      case SERVICE -> run.service(workload.name()).map(ServiceState::template);
      case JOB -> run.job(workload.name()).map(Optional::of);
    };
  }

  private Applied applied(
      Workload workload, TemplateChange change, Optional<RevisionState> template) {
    return made.computeIfAbsent(
        workload,
        _ -> {
          Applied applied = change.over(template);
          if (applied instanceof Applied.Planned(RevisionState revision)) {
            credentials.addAll(revision.credentials());
          }
          return applied;
        });
  }

  /** Those that were made so far. */
  public Stream<Seen> seen() {
    return made.entrySet().stream()
        .flatMap(it ->
            it.getValue() instanceof Applied.Planned(RevisionState revision)
                ? Stream.of(new Seen(it.getKey(), revision))
                : Stream.of());
  }

  /** What they give in plain text under the name of a credential. */
  public List<SecretValue> credentials() {
    return List.copyOf(credentials);
  }
}
