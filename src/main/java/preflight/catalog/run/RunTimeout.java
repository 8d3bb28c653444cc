package preflight.catalog.run;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.catalog.platform.JudgedRevisions;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.run.RevisionState;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.Expectation;
import preflight.text.Durations;

@CheckDoc(
    id = "run-timeout",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "A request may last as long as the profile says that some do",
    why =
        """
        Cloud Run ends every request at its time-out, a WebSocket and a stream too: after 5 minutes, unless it \
        is told another time. Clients see their connections cut at the same age.
        """,
    detail =
        """
        The time-out must not be less than `timeout` of the service. Without that, it must not be less than \
        the longest `within` and `first-event-within` of its endpoints.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.RUN_TIMEOUT_SHORT,
    families = Family.CLOUD_RUN)
@Remedy(
    text = "Raise the time-out of requests; Cloud Run allows up to 60 minutes.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --timeout={seconds}")
public final class RunTimeout implements Check<Target<Service>, NoThresholds> {

  /** What Cloud Run takes where nothing is said. */
  private static final Duration USUAL = Duration.ofMinutes(5);

  private final EachRevision revisions;

  public RunTimeout(JudgedRevisions revisions) {
    this.revisions = new EachRevision(revisions);
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Optional<Duration> needed = needed(target.resource());
    if (target.resource().cloudRun().isEmpty() || needed.isEmpty()) {
      return Outcome.notApplicable("nothing says how long a request of it may last");
    }
    String expected = "at least " + Durations.text(needed.get());
    return revisions.judge(target, expected, it -> judge(it, needed.get(), expected));
  }

  private static Optional<Duration> needed(Service service) {
    return service
        .timeout()
        .or(() ->
            service.endpoints().values().stream()
                .flatMap(it -> it.expect().stream())
                .flatMap(RunTimeout::waited)
                .max(Comparator.naturalOrder()));
  }

  private static Stream<Duration> waited(Expectation expected) {
    return Stream.concat(expected.within().stream(), expected.firstEventWithin().stream());
  }

  private static Outcome judge(RevisionState revision, Duration needed, String expected) {
    Duration timeout = revision.timeout().orElse(USUAL);
    return timeout.compareTo(needed) >= 0
        ? Outcome.passed(Durations.text(timeout))
        : Outcome.failed(
                Signal.RUN_TIMEOUT_SHORT,
                expected,
                "%s: %s".formatted(revision.label(), Durations.text(timeout)))
            .fact("seconds", String.valueOf(needed.plusMillis(999).toSeconds()))
            .saying(
                "ends each request after %s, and %s is declared"
                    .formatted(Durations.text(timeout), Durations.text(needed)));
  }
}
