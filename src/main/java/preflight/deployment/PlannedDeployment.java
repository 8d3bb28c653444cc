package preflight.deployment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.plan.Deployment;
import preflight.check.plan.Deployment.Change;
import preflight.check.signal.Part;
import preflight.deployment.DeploymentRequest.ServiceRequest;
import preflight.probe.google.ApiAnswer;
import preflight.probe.run.CloudRun;
import preflight.probe.run.PlannedRevisions;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceState;
import preflight.probe.run.TemplateChange;
import preflight.probe.run.TemplateChange.Applied;
import preflight.profile.reading.Suggestions;
import preflight.resource.Environment;
import preflight.resource.SecretSource;
import preflight.resource.Service;

/** What a deployment changes, by what Cloud Run says of today; nobody is asked twice. */
public final class PlannedDeployment {

  private final Environment environment;
  private final CloudRun run;
  private final PlannedRevisions planned;
  private final Optional<DeploymentReading> reading;

  public PlannedDeployment(
      Environment environment,
      CloudRun run,
      PlannedRevisions planned,
      Optional<DeploymentReading> reading) {
    this.reading = reading;
    this.environment = environment;
    this.run = run;
    this.planned = planned;
  }

  /**
   * Empty where nothing is deployed; without services where nobody knows what, also because Cloud
   * Run did not say in time what runs today.
   */
  public Optional<Deployment> deployment(Duration within) throws InterruptedException {
    if (reading.flatMap(DeploymentReading::understood).isEmpty()) {
      // Nobody is asked.
      return deployment();
    }
    var answer = new FutureTask<>(this::deployment);
    Thread asking = Thread.ofVirtual().start(answer);
    try {
      return answer.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return reading
          .flatMap(DeploymentReading::understood)
          .map(it ->
              new Deployment(
                  it.told(),
                  List.of(),
                  Set.of(),
                  Stream.concat(
                          it.notes().stream(),
                          Stream.of("Cloud Run did not say in time what runs today"))
                      .toList()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("what is deployed could not be told", e.getCause());
    } finally {
      asking.interrupt();
    }
  }

  private Optional<Deployment> deployment() throws InterruptedException {
    return switch (reading.orElse(null)) {
      case null -> Optional.empty();
      case DeploymentReading.Read(DeploymentRequest request) -> Optional.of(of(request));
      case DeploymentReading.NotUnderstood(String why) ->
          Optional.of(new Deployment("", List.of(), Set.of(), List.of(why)));
      case DeploymentReading.Invalid _ ->
          throw new IllegalStateException("what cannot be deployed is not asked about");
    };
  }

  private Deployment of(DeploymentRequest request) throws InterruptedException {
    var changes = new ArrayList<Change>();
    var notes = new ArrayList<>(request.notes());
    for (ServiceRequest each : request.services()) {
      Optional<Service> service = each.in(environment);
      if (service.isPresent()) {
        changes.add(change(service.get(), each));
      } else {
        notes.add(
            "it deploys %s, and no service of the profile has that name on Cloud Run%s"
                .formatted(
                    each.service(),
                    Suggestions.closest(
                            each.service(),
                            environment.services().values().stream()
                                .flatMap(it -> it.cloudRun().stream())
                                .toList())
                        .map("; did you mean %s?"::formatted)
                        .orElse("")));
      }
    }
    Set<String> creates =
        environment.secrets().values().stream()
            .filter(it -> it.source() instanceof SecretSource.SecretManager)
            .filter(it -> request.createdSecrets().contains(it.storedId()))
            .map(it -> it.name().toString())
            .collect(Collectors.toSet());
    return new Deployment(request.told(), changes, creates, notes);
  }

  private Change change(Service service, ServiceRequest request) throws InterruptedException {
    String name = service.name().toString();
    if (service.cloudRun().isEmpty()) {
      return new Change(
          name,
          false,
          false,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Map.of(),
          request.serves(),
          request.tag());
    }
    if (service.isJob()) {
      return job(name, request);
    }
    ApiAnswer<ServiceState> today = run.service(request.service());
    boolean first = today instanceof ApiAnswer.Absent<ServiceState>;
    Optional<RevisionState> future = future(request);
    Optional<RevisionState> newest = revision(today, ServiceState::latestCreated);
    Optional<Set<Part>> parts =
        future.flatMap(to -> newest.map(from -> RevisionDifference.between(from, to).parts()));
    Optional<RevisionState> serving =
        revision(
            today, it -> it.serving().isEmpty() ? it.latestCreated() : it.serving().getFirst());
    boolean pinned = isPinned(request, today);
    return new Change(
        name,
        first,
        planned.of(request.of()).isPresent(),
        parts,
        lines(future, serving, pinned),
        newest.map(RevisionState::name),
        today instanceof ApiAnswer.Got<ServiceState>(ServiceState state)
            ? state.traffic()
            : Map.of(),
        request.serves() && !pinned,
        request.tag());
  }

  /** A job has no revisions and no requests: what it is today is what its last execution was. */
  private Change job(String name, ServiceRequest request) throws InterruptedException {
    ApiAnswer<RevisionState> today = run.job(request.service());
    Optional<RevisionDifference> difference =
        today instanceof ApiAnswer.Got<RevisionState>(RevisionState from)
            ? future(request).map(to -> RevisionDifference.between(from, to))
            : Optional.empty();
    return new Change(
        name,
        today instanceof ApiAnswer.Absent<RevisionState>,
        planned.of(request.of()).isPresent(),
        difference.map(RevisionDifference::parts),
        difference.map(RevisionDifference::lines).orElse(List.of()),
        Optional.empty(),
        Map.of(),
        /* serves= */ false,
        Optional.empty());
  }

  /** A manifest says itself where the requests go; what builds on today leaves that as it is. */
  private static boolean isPinned(ServiceRequest request, ApiAnswer<ServiceState> today) {
    return request.change().filter(TemplateChange::buildsOnTemplate).isPresent()
        && request.serves()
        && today instanceof ApiAnswer.Got<ServiceState>(ServiceState state)
        && !state.followsNewest();
  }

  private static List<String> lines(
      Optional<RevisionState> future, Optional<RevisionState> serving, boolean pinned) {
    List<String> lines = new ArrayList<>();
    if (pinned) {
      lines.add(
          "it gets no requests: the traffic of the service is pinned to revisions by their names");
    }
    future.ifPresent(to ->
        serving.ifPresent(from -> lines.addAll(RevisionDifference.between(from, to).lines())));
    return lines;
  }

  private Optional<RevisionState> future(ServiceRequest request) throws InterruptedException {
    return planned
        .of(request.of())
        .flatMap(it ->
            it instanceof ApiAnswer.Got<Applied>(Applied.Planned(RevisionState revision))
                ? Optional.of(revision)
                : Optional.empty());
  }

  /** Chooses a revision of a service by its name. */
  private interface Chosen {
    String of(ServiceState state);
  }

  private Optional<RevisionState> revision(ApiAnswer<ServiceState> today, Chosen chosen)
      throws InterruptedException {
    return today instanceof ApiAnswer.Got<ServiceState>(ServiceState state)
            && !chosen.of(state).isEmpty()
            && run.revision(state.name(), chosen.of(state))
                instanceof ApiAnswer.Got<RevisionState>(RevisionState revision)
        ? Optional.of(revision)
        : Optional.empty();
  }
}
