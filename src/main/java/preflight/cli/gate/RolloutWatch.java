package preflight.cli.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import preflight.check.plan.Rollout;
import preflight.check.plan.Rollout.State;
import preflight.probe.Redaction;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.GoogleApis;
import preflight.probe.run.GoogleCloudRun;
import preflight.probe.run.ServiceState;
import preflight.report.ReportDocument.DeployedInfo;
import preflight.resource.Environment;
import preflight.resource.Service;
import preflight.text.Durations;

/** Waits until the platform has decided what becomes of new revisions. */
final class RolloutWatch {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** So many seconds between two lines: a log of CI keeps each of them. */
  private static final long TELL = 10;

  private final Environment environment;
  private final GoogleApis apis;
  private final Redaction redaction;
  private final Consumer<String> progress;

  RolloutWatch(
      Environment environment, GoogleApis apis, Redaction redaction, Consumer<String> progress) {
    this.environment = environment;
    this.apis = apis;
    this.redaction = redaction;
    this.progress = progress;
  }

  /**
   * Looks at each service until it is decided, all within one time.
   *
   * @param deployed what the report from before says of them
   */
  List<Rollout> decided(List<DeployedInfo> deployed, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    var rollouts = new ArrayList<Rollout>();
    for (DeployedInfo each : deployed) {
      Optional<Service> service = environment.service(each.service());
      if (service.flatMap(Service::cloudRun).isPresent()) {
        rollouts.add(decided(each, service.get().cloudRun().orElseThrow(), end));
      }
    }
    return List.copyOf(rollouts);
  }

  private Rollout decided(DeployedInfo before, String service, long end)
      throws InterruptedException {
    long since = System.nanoTime();
    long told = 0;
    while (true) {
      Rollout seen = seen(before, service);
      if (seen.state() != State.PENDING || System.nanoTime() >= end) {
        return seen;
      }
      long waited = Duration.ofNanos(System.nanoTime() - since).toSeconds();
      if (waited >= told) {
        progress.accept(
            "waiting for %s: %s, %s"
                .formatted(
                    service,
                    seen.newest().isEmpty() ? "no revision yet" : seen.newest(),
                    Durations.text(Duration.ofSeconds(waited))));
        told = waited + TELL;
      }
      Thread.sleep(PAUSE);
    }
  }

  /** One look: what is remembered of earlier ones is of no use here. */
  private Rollout seen(DeployedInfo before, String service) throws InterruptedException {
    try (var run = new GoogleCloudRun(environment, apis, redaction)) {
      return switch (run.service(service)) {
        case ApiAnswer.Got<ServiceState>(ServiceState state) ->
            new Rollout(
                before.service(),
                service,
                state(before, state),
                state.latestCreated(),
                before.serving(),
                state.traffic(),
                state(before, state) == State.READY
                    ? before.tag().map(state.tags()::get)
                    : Optional.empty());
        case ApiAnswer<ServiceState> _ ->
            new Rollout(
                before.service(),
                service,
                State.UNSEEN,
                "",
                before.serving(),
                before.serving(),
                Optional.empty());
      };
    }
  }

  private static State state(DeployedInfo before, ServiceState now) {
    if (!now.settled()) {
      return State.PENDING;
    }
    if (before.newest().filter(now.latestCreated()::equals).isPresent()) {
      return State.UNCHANGED;
    }
    if (!now.latestCreated().equals(now.latestReady())) {
      return now.terminal().failed() ? State.REFUSED : State.PENDING;
    }
    return now.traffic().containsKey(now.latestCreated()) ? State.SERVES : State.READY;
  }
}
