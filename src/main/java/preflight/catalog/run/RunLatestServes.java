package preflight.catalog.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import preflight.catalog.platform.NotDeployed;
import preflight.catalog.platform.RunRevisionReady;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.command.GcloudFlags;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.run.CloudRun;
import preflight.probe.run.ServiceState;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "run-latest-serves",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "The newest ready revision gets requests, or those that the profile declares do",
    why =
        """
        After a rollback, or a deployment with `gcloud run deploy --no-traffic`, all requests stay at a revision that is named. \
        Each later deployment succeeds, and none of it is live.
        """,
    detail =
        """
        Without `traffic`, the newest ready revision must get some of the requests, so a canary passes. With \
        `traffic`, the shares must be those that it declares, where `latest` is the newest ready revision. A \
        tag gives a revision a URL of its own, and no requests. A service whose newest revision is pinned by \
        its name passes, and the next deployment to it gets no requests: a run before that deployment says so.
        """,
    permissions = Permission.RUN_VIEW,
    signals = {Signal.RUN_TRAFFIC_PINNED, Signal.RUN_TRAFFIC_DIFFERS},
    families = Family.CLOUD_RUN,
    needs = RunRevisionReady.class)
@Remedy(
    on = Signal.RUN_TRAFFIC_PINNED,
    text =
        "Find out first why the requests stay where they are: most often somebody rolled back, and then the newest"
            + " revision is the broken one. The first command shows the revisions and since when they are there; the second"
            + " sends all requests to the newest one. If they are to stay, declare that as the traffic of the service.",
    commands = {
      "gcloud run revisions list --service={service} --region={region} --project={project}",
      "gcloud run services update-traffic {service} --region={region} --project={project}"
          + " --to-latest"
    })
@Remedy(
    on = Signal.RUN_TRAFFIC_DIFFERS,
    text = "Send the requests to the declared revisions, or declare where they go.",
    commands = "{move}")
public final class RunLatestServes implements Check<Target<Service>, NoThresholds> {

  private final CloudRun run;

  public RunLatestServes(CloudRun run) {
    this.run = run;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Service service = target.resource();
    Optional<String> name = service.cloudRun();
    if (name.isEmpty()) {
      return Outcome.notApplicable("no cloud-run is declared");
    }
    String expected =
        service.traffic().isEmpty()
            ? "requests at the newest ready revision"
            : shown(service.traffic());
    return NotDeployed.orJudge(
        run.service(name.get()),
        service,
        target.environment(),
        expected,
        state -> judge(target, state, expected));
  }

  private static Outcome judge(Target<Service> target, ServiceState state, String expected) {
    String newest = state.latestReady();
    if (!state.settled()) {
      return Outcome.unknown(
          UnknownReason.TRANSIENT, expected, "the platform is still applying the last change");
    }
    if (newest.isEmpty()) {
      return Outcome.notApplicable("no revision is ready");
    }
    Map<String, Integer> declared = target.resource().traffic();
    if (declared.isEmpty()) {
      if (state.traffic().getOrDefault(newest, 0) == 0 && state.tagged().contains(newest)) {
        // Whoever tags a revision that gets nothing looks at it before the requests do.
        return Outcome.passed(
            "%s is reached by its tag; %s".formatted(newest, shown(state.traffic())));
      }
      return state.traffic().getOrDefault(newest, 0) > 0
          ? Outcome.passed(shown(state.traffic()))
          : Outcome.failed(
                  Signal.RUN_TRAFFIC_PINNED,
                  expected,
                  "%s is ready and gets none; %s".formatted(newest, shown(state.traffic())))
              .fact("revision", newest)
              .saying("sends no requests to its newest revision " + newest);
    }
    return named(declared, newest).equals(new TreeMap<>(state.traffic()))
        ? Outcome.passed(shown(state.traffic()))
        : Outcome.failed(Signal.RUN_TRAFFIC_DIFFERS, expected, shown(state.traffic()))
            .fact("move", move(target, declared))
            .saying("sends its requests to other revisions than declared");
  }

  /** By names alone; two keys can be one revision. */
  private static Map<String, Integer> named(Map<String, Integer> declared, String newest) {
    var named = new TreeMap<String, Integer>();
    declared.forEach((revision, share) -> {
      if (share > 0) {
        named.merge(revision.equals(Service.LATEST) ? newest : revision, share, Integer::sum);
      }
    });
    return named;
  }

  private static String shown(Map<String, Integer> traffic) {
    return traffic.entrySet().stream()
        .map(it -> "%s gets %d %%".formatted(it.getKey(), it.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static Command move(Target<Service> target, Map<String, Integer> declared) {
    var shares = new LinkedHashMap<String, String>();
    declared.forEach((revision, share) ->
        shares.put(revision.equals(Service.LATEST) ? "LATEST" : revision, share.toString()));
    return Command.of(
            "gcloud run services update-traffic {service} --region={region} --project={project}"
                + " --to-revisions={shares}")
        .with(target.environment().facts())
        .with("service", target.resource().cloudRun().orElseThrow())
        .with("shares", GcloudFlags.map(shares));
  }
}
