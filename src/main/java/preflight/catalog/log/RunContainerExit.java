package preflight.catalog.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.catalog.platform.NotDeployed;
import preflight.catalog.platform.Surroundings;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.log.Logs;
import preflight.probe.log.Signatures;
import preflight.probe.run.CloudRun;
import preflight.probe.run.Condition;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceState;
import preflight.resource.Environment;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "run-container-exit",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "The container of the newest revision starts",
    why =
        """
        What was deployed is not live, or nothing is. The platform says only that nothing listened on the port; \
        why, the log tells: an import, a variable, a database, the memory or the port.
        """,
    permissions = {Permission.RUN_VIEW, Permission.LOG_VIEW},
    signals = {
      Signal.RUN_CONTAINER_EXITED,
      Signal.RUN_CONTAINER_VARIABLE,
      Signal.RUN_CONTAINER_DEPENDENCY,
      Signal.RUN_CONTAINER_DENIED,
      Signal.RUN_CONTAINER_SCHEMA,
      Signal.RUN_CONTAINER_MEMORY,
      Signal.RUN_PORT_NOT_BOUND,
      Signal.RUN_PORT_DIFFERS
    },
    families = Family.CLOUD_RUN)
@Remedy(
    on = Signal.RUN_CONTAINER_VARIABLE,
    text =
        "Give the service the variable that it asks for. The command sets it and deploys a new revision; keep a"
            + " secret in Secret Manager instead.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --update-env-vars='^@;^'{variable:variable}={NEW_VALUE?its value}")
@Remedy(
    on = Signal.RUN_CONTAINER_MEMORY,
    text =
        "Give the container more memory, or find out why it needs so much. The first command shows the limit;"
            + " the second raises it and deploys a new revision.",
    commands = {
      "gcloud run services describe {service} --region={region} --project={project}"
          + " --format='value(spec.template.spec.containers[0].resources.limits)'",
      "gcloud run services update {service} --region={region} --project={project}"
          + " --memory={MEMORY?more than the limit, such as 1Gi}"
    })
@Remedy(
    on = Signal.RUN_PORT_DIFFERS,
    text =
        "Let the program listen on 0.0.0.0 and on the port of its variable PORT. Where only the port differs,"
            + " the command makes the platform look at that of the program, and deploys a new revision;"
            + " otherwise it shows how the container starts.",
    commands = "{repair}")
@Remedy(
    on = Signal.RUN_CONTAINER_DENIED,
    text =
        "Grant the account of the service the role that it lacks, and deploy again. The command shows the roles"
            + " that it has in the project.",
    commands =
        "gcloud projects get-iam-policy {project} --flatten='bindings[].members'"
            + " --filter=bindings.members:{account} --format='value(bindings.role)'")
@Remedy(
    text =
        "Repair what the log names. The command shows what the container wrote and what the platform says of"
            + " it, the newest first.",
    commands = RunContainerExit.READ)
public final class RunContainerExit implements Check<Target<Service>, KnownSentences> {

  /** Plain lines have no severity, so it must not be asked for. */
  static final String READ =
      "gcloud logging read 'resource.type=\"cloud_run_revision\""
          + " resource.labels.revision_name=\"{revision:filter}\"' --project={project} --limit=100"
          + " --freshness=30d --format='value(timestamp,textPayload,jsonPayload.message)'";

  static final String EXPECTED = "the container of the newest revision starts";

  /** Nothing says when a revision was made: longer than logs are kept. */
  private static final Duration KEPT = Duration.ofDays(30);

  private final CloudRun run;
  private final Logs logs;
  private final Surroundings surroundings;

  public RunContainerExit(CloudRun run, Logs logs) {
    this.run = run;
    this.logs = logs;
    this.surroundings = new Surroundings(run);
  }

  @Override
  public Outcome run(Target<Service> target, KnownSentences with) throws InterruptedException {
    Optional<String> name = target.resource().cloudRun();
    return name.isEmpty()
        ? Outcome.notApplicable("no cloud-run is declared")
        : NotDeployed.orJudge(
            run.service(name.get()),
            target.resource(),
            target.environment(),
            EXPECTED,
            state -> judge(state, target.environment(), with));
  }

  private Outcome judge(ServiceState state, Environment environment, KnownSentences with)
      throws InterruptedException {
    String newest = state.latestCreated();
    if (newest.isEmpty() || !state.settled()) {
      return Outcome.notApplicable("no revision has failed to start");
    }
    if (newest.equals(state.latestReady())) {
      return Outcome.passed("revision " + newest + " started");
    }
    Optional<RevisionState> revision = surroundings.revision(state, newest);
    Stream<Condition> conditions =
        Stream.concat(
            Stream.of(state.terminal()), revision.stream().flatMap(it -> it.conditions().stream()));
    if (conditions.filter(Condition::failed).anyMatch(it -> !started(it.reason()))) {
      return Outcome.notApplicable("the platform started no container of revision " + newest);
    }
    Instant since =
        revision
            .flatMap(RevisionState::created)
            .or(() -> state.terminal().since().map(it -> it.minus(KEPT)))
            .orElse(Instant.EPOCH);
    return switch (logs.of(state.name(), newest, since)) {
      case ApiAnswer.Got<Logs.Excerpt>(Logs.Excerpt log) ->
          new DeadRevision(state, revision, environment, surroundings)
              // Its patterns are compiled only where there is something to find.
              .judge(log, Signatures.with(with.signatures()));
      case ApiAnswer.Refused<Logs.Excerpt>(var trouble) ->
          UnreadLog.of(trouble, environment, EXPECTED);
      case ApiAnswer.Absent<Logs.Excerpt> _,
          ApiAnswer.Unfit<Logs.Excerpt> _,
          ApiAnswer.Malformed<Logs.Excerpt> _ ->
          UnreadLog.refused(EXPECTED);
    };
  }

  /** Whether the platform came so far with a revision that failed like this. */
  private static boolean started(Condition.Reason reason) {
    return switch (reason) {
      case NONE,
          OTHER,
          REVISION_FAILED,
          PROGRESS_DEADLINE_EXCEEDED,
          HEALTH_CHECK_CONTAINER_ERROR,
          MIN_INSTANCES_NOT_PROVISIONED ->
          true;
      case CONTAINER_MISSING,
          CONTAINER_PERMISSION_DENIED,
          CONTAINER_IMAGE_UNAUTHORIZED,
          CONTAINER_IMAGE_AUTHORIZATION_CHECK_FAILED,
          ENCRYPTION_KEY_PERMISSION_DENIED,
          ENCRYPTION_KEY_CHECK_FAILED,
          SECRETS_ACCESS_CHECK_FAILED,
          WAITING_FOR_OPERATION,
          IMMEDIATE_RETRY,
          POSTPONED_RETRY,
          INTERNAL,
          VPC_NETWORK_NOT_FOUND,
          ACTIVE_REVISION_LIMIT_REACHED,
          NO_DEPLOYMENT ->
          false;
    };
  }
}
