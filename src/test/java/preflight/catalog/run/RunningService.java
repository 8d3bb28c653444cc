package preflight.catalog.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.catalog.platform.JudgedRevisions;
import preflight.check.Outcome;
import preflight.probe.Said;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.CloudRun;
import preflight.probe.run.Condition;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceDoor;
import preflight.probe.run.ServiceState;
import preflight.probe.secret.Profiles;
import preflight.resource.Gcp;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Target;

/** A service {@code backend} on Cloud Run, as one draws it up for a check. */
final class RunningService implements CloudRun {

  static final Gcp ACME =
      new Gcp(Optional.of("acme-staging"), Optional.of("us-central1"), Map.of(), Optional.empty());

  private final Map<String, RevisionState> revisions = new LinkedHashMap<>();
  private final Map<String, Integer> traffic = new LinkedHashMap<>();
  private String created = "b-2";
  private String ready = "b-2";
  private boolean settled = true;
  private ServiceDoor door = ServiceDoor.USUAL;
  private Optional<RevisionState> template = Optional.empty();
  private Optional<ApiTrouble> trouble = Optional.empty();
  private boolean absent;

  RunningService newest(String revision) {
    created = revision;
    return this;
  }

  RunningService ready(String revision) {
    ready = revision;
    return this;
  }

  RunningService traffic(String revision, int percent) {
    traffic.put(revision, percent);
    return this;
  }

  RunningService revision(RevisionState revision) {
    revisions.put(revision.name(), revision);
    return this;
  }

  RunningService template(RevisionState it) {
    template = Optional.of(it);
    return this;
  }

  RunningService door(ServiceDoor it) {
    door = it;
    return this;
  }

  RunningService unsettled() {
    settled = false;
    return this;
  }

  RunningService refusing(ApiTrouble it) {
    trouble = Optional.of(it);
    return this;
  }

  RunningService absent() {
    absent = true;
    return this;
  }

  JudgedRevisions judged() {
    return JudgedRevisions.asTheyAre(this);
  }

  /** The first command of a failure under a name. */
  static String command(Outcome.Failed failed, String name) {
    return failed.commands().getOrDefault(name, List.of()).getFirst().toString();
  }

  /** A service {@code backend} of which more is declared. */
  static ServiceDraft declared() {
    return new ServiceDraft("backend").cloudRun("backend");
  }

  static Target<Service> target(ServiceDraft service) {
    return target(service.done());
  }

  static Target<Service> target(Service... services) {
    return new Target<>(services[0], Profiles.of(ACME, List.of(), List.of(services)));
  }

  @Override
  public ApiAnswer<ServiceState> service(String name) {
    if (trouble.isPresent()) {
      return new ApiAnswer.Refused<>(trouble.get());
    }
    if (absent) {
      return new ApiAnswer.Absent<>("service " + name);
    }
    var terminal =
        new Condition(
            "Ready",
            Condition.State.SUCCEEDED,
            Condition.Reason.NONE,
            Said.said(""),
            Optional.empty());
    return new ApiAnswer.Got<>(
        new ServiceState(
            name,
            terminal,
            List.of(terminal),
            settled,
            created,
            ready,
            traffic.isEmpty() ? Map.of(ready, 100) : traffic,
            true,
            template.or(() -> Optional.ofNullable(revisions.get(created))),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            door,
            Set.of()));
  }

  @Override
  public ApiAnswer<RevisionState> job(String name) {
    return new ApiAnswer.Absent<>("job " + name);
  }

  @Override
  public ApiAnswer<RevisionState> revision(String service, String revision) {
    return Optional.ofNullable(revisions.get(revision))
        .<ApiAnswer<RevisionState>>map(ApiAnswer.Got::new)
        .orElseGet(() -> new ApiAnswer.Absent<>("revision " + revision));
  }
}
