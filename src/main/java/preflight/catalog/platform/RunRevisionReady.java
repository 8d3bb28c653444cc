package preflight.catalog.platform;

import java.util.List;
import java.util.Optional;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Clue;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.run.CloudRun;
import preflight.probe.run.Condition;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceState;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "run-revision-ready",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "The newest revision of the service is ready and the platform has settled",
    why =
        """
        What was deployed is not live, or nothing is. Cloud Run keeps the revision before where there is
        one, and the site looks up; where no revision is ready, every request gets a 503.
        """,
    permissions = Permission.RUN_VIEW,
    signals = {
      Signal.RUN_IMAGE_MISSING,
      Signal.RUN_IMAGE_DENIED,
      Signal.RUN_SECRETS_DENIED,
      Signal.RUN_ENCRYPTION_KEY,
      Signal.RUN_NETWORK_NOT_FOUND,
      Signal.RUN_CONTAINER_EXITED,
      Signal.RUN_CONTAINER_VARIABLE,
      Signal.RUN_CONTAINER_DEPENDENCY,
      Signal.RUN_CONTAINER_MEMORY,
      Signal.RUN_PORT_NOT_BOUND,
      Signal.RUN_PLATFORM_ERROR,
      Signal.RUN_REVISION_FAILED,
      Signal.RUN_TRAFFIC_LOST
    },
    families = Family.CLOUD_RUN)
@Remedy(
    on = Signal.RUN_TRAFFIC_LOST,
    text =
        "Send the requests to the newest revision, which is ready, and take away the tags of revisions"
            + " that are deleted.",
    commands =
        "gcloud run services update-traffic {service} --region={region} --project={project}"
            + " --to-latest")
@Remedy(
    on = Signal.RUN_IMAGE_MISSING,
    text =
        "Build and push the image, then deploy it. The command shows the image that the"
            + " service names.",
    commands =
        "gcloud run services describe {service} --region={region} --project={project}"
            + " --format='value(spec.template.spec.containers[0].image)'")
@Remedy(
    on = Signal.RUN_IMAGE_DENIED,
    text =
        "Let the service agent of Cloud Run read the repository of the image. The"
            + " command grants that for every repository of the project; grant it on the one"
            + " repository where that is too much.",
    commands =
        "NUMBER=$(gcloud projects describe {project} --format='value(projectNumber)')"
            + " && gcloud projects add-iam-policy-binding {project}"
            + " --member=\"serviceAccount:service-${NUMBER:?the project has no"
            + " number}@serverless-robot-prod.iam.gserviceaccount.com\""
            + " --role=roles/artifactregistry.reader")
@Remedy(
    on = Signal.RUN_SECRETS_DENIED,
    text =
        "Create the secrets that the revision names, and let the account of the service"
            + " read them. The command shows which secret is refused.",
    commands =
        "gcloud run services describe {service} --region={region} --project={project}"
            + " --format='value(status.conditions)'")
@Remedy(
    on = Signal.RUN_CONTAINER_VARIABLE,
    text =
        "Give the service the variable that it asks for. The command sets it and"
            + " deploys a new revision; keep a secret in Secret Manager instead.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --update-env-vars='^@;^'{variable:variable}={NEW_VALUE?its value}")
@Remedy(
    on = Signal.RUN_CONTAINER_MEMORY,
    text =
        "Give the container more memory, or find out why it needs so much. The first"
            + " command shows the limit; the second raises it and deploys a new revision.",
    commands = {
      "gcloud run services describe {service} --region={region} --project={project}"
          + " --format='value(spec.template.spec.containers[0].resources.limits)'",
      "gcloud run services update {service} --region={region} --project={project}"
          + " --memory={MEMORY?more than the limit, such as 1Gi}"
    })
@Remedy(
    on = Signal.RUN_PLATFORM_ERROR,
    text =
        "Deploy again; if the error persists, see the status page of Google Cloud. The"
            + " command deploys a new revision with the same image.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --update-labels=retried=1")
@Remedy(
    text =
        "Find the reason in what the container wrote before it stopped. The command"
            + " shows its errors of the last day.",
    commands =
        "gcloud logging read 'resource.type=\"cloud_run_revision\""
            + " resource.labels.service_name=\"{service:filter}\" severity>=ERROR'"
            + " --project={project} --limit=50 --freshness=1d")
public final class RunRevisionReady implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "the newest revision is ready";
  private static final String ROUTES = "RoutesReady";

  private final CloudRun run;
  private final Surroundings surroundings;

  public RunRevisionReady(CloudRun run) {
    this.run = run;
    this.surroundings = new Surroundings(run);
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Optional<String> name = target.resource().cloudRun();
    if (name.isEmpty()) {
      return Outcome.notApplicable("no cloud-run is declared");
    }
    Outcome outcome =
        NotDeployed.orJudge(
            run.service(name.get()),
            target.resource(),
            target.environment(),
            EXPECTED,
            this::judge);
    return outcome instanceof Outcome.Failed failed
            && failed.signal() == Signal.RUN_SERVICE_NOT_FOUND
        ? failed.saying("does not exist on Cloud Run as " + name.get())
        : outcome;
  }

  private Outcome judge(ServiceState state) throws InterruptedException {
    if (!state.settled()) {
      return Outcome.unknown(
          UnknownReason.TRANSIENT, EXPECTED, "the platform is still applying the last change");
    }
    boolean newestServes = state.latestCreated().equals(state.latestReady());
    return switch (state.terminal().state()) {
      case SUCCEEDED ->
          newestServes
              ? Outcome.passed("revision " + state.latestReady() + " is ready")
              : failed(state);
      case FAILED -> newestServes && isReady(state) ? lost(state) : failed(state);
      case PENDING, UNKNOWN ->
          Outcome.unknown(
              UnknownReason.TRANSIENT, EXPECTED, "the platform does not say whether it is ready");
    };
  }

  /** Then it is the route that is not: its requests or tags are for a revision that is gone. */
  private boolean isReady(ServiceState state) throws InterruptedException {
    return state.conditions().stream().anyMatch(it -> it.type().equals(ROUTES) && it.failed())
        && surroundings
            .revision(state, state.latestCreated())
            .filter(RevisionState::isReady)
            .isPresent();
  }

  private static Outcome lost(ServiceState state) {
    return Outcome.failed(
            Signal.RUN_TRAFFIC_LOST,
            EXPECTED,
            "revision %s is ready, and the requests are for others"
                .formatted(state.latestCreated()))
        .saying("sends requests to a revision that cannot take them")
        .with(
            state.conditions().stream()
                .filter(it -> it.type().equals(ROUTES))
                .filter(it -> !it.message().isBlank())
                .map(it -> new Evidence("Cloud Run, condition " + ROUTES, it.message().shown()))
                .toArray(Evidence[]::new));
  }

  private Outcome failed(ServiceState state) throws InterruptedException {
    Condition condition = cause(state);
    Signal signal = ReasonSignals.of(condition);
    String serving =
        state.serving().isEmpty()
            ? "no revision serves"
            : "%s still %s"
                .formatted(
                    String.join(", ", state.serving()),
                    state.serving().size() == 1 ? "serves" : "serve");
    Outcome.Failed failed =
        Outcome.failed(
                signal,
                EXPECTED,
                "revision %s is not ready (%s); %s"
                    .formatted(state.latestCreated(), condition.reason(), serving))
            .saying(says(signal))
            .fact("revision", state.latestCreated())
            .clue(Clue.CRASH, ReasonSignals.crash(condition))
            .clue(Clue.OLDER_SERVES, olderServes(state))
            .with(
                new Evidence(
                    "Cloud Run, condition " + condition.type(),
                    condition.message().isBlank() ? "no message" : condition.message().shown()));
    return surroundings.added(
        state,
        condition,
        condition.since().map(it -> failed.fact("since", it.toString())).orElse(failed));
  }

  private static boolean olderServes(ServiceState state) {
    return !state.latestReady().isEmpty() && !state.latestReady().equals(state.latestCreated());
  }

  private static String says(Signal signal) {
    return switch (signal) {
      case RUN_CONTAINER_EXITED -> "ends while it starts";
      case RUN_CONTAINER_VARIABLE -> "refuses to start without a variable";
      case RUN_CONTAINER_DEPENDENCY -> "gives up on a dependency while it starts";
      case RUN_CONTAINER_MEMORY -> "exceeds its memory limit";
      case RUN_PORT_NOT_BOUND -> "never listens on its port";
      case RUN_SECRETS_DENIED -> "cannot be given its secrets";
      case RUN_IMAGE_MISSING -> "names an image that does not exist";
      case RUN_IMAGE_DENIED -> "names an image that the platform may not read";
      default -> "has no ready revision";
    };
  }

  /** The revision knows more than the service, which often says only that its revision failed. */
  private Condition cause(ServiceState state) throws InterruptedException {
    boolean told =
        state.terminal().failed()
            && ReasonSignals.of(state.terminal()) != Signal.RUN_REVISION_FAILED;
    if (told || state.latestCreated().isEmpty()) {
      return state.terminal();
    }
    return surroundings
        .revision(state, state.latestCreated())
        .flatMap(it -> worst(it.conditions()))
        .orElse(state.terminal());
  }

  private static Optional<Condition> worst(List<Condition> conditions) {
    return conditions.stream()
        .filter(Condition::failed)
        .filter(it -> ReasonSignals.of(it) != Signal.RUN_REVISION_FAILED)
        .findFirst()
        .or(() -> conditions.stream().filter(Condition::failed).findFirst());
  }
}
