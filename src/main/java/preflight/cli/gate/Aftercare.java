package preflight.cli.gate;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import preflight.check.ExitCode;
import preflight.check.plan.Rollout;
import preflight.cli.Shell;
import preflight.diagnosis.Diagnosis;
import preflight.probe.Redaction;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.GoogleApis;
import preflight.probe.run.GoogleTraffic;
import preflight.profile.Profile;
import preflight.report.ReportDocument;
import preflight.report.comparison.Aftermath;
import preflight.report.run.RunContext;
import preflight.resource.Environment;
import preflight.resource.Service;

/** What is done once a deployment is over: wait, judge, and where the caller says so, go back. */
final class Aftercare {

  private final Shell shell;
  private final Environment environment;
  private final RunOptions options;
  private final AfterOptions after;

  Aftercare(Shell shell, Environment environment, RunOptions options, AfterOptions after) {
    this.shell = shell;
    this.environment = environment;
    this.options = options;
    this.after = after;
  }

  /** One judgement, which hears of the diagnosis. */
  static final class Case {

    private final RunContext.After after;
    private @Nullable Diagnosis seen;

    Case(RunContext.After after) {
      this.after = after;
    }

    RunContext.After after() {
      return after;
    }

    /** The profile with each new revision that gets no requests at its own URL. */
    Profile reached(Profile profile) {
      Environment environment = profile.environment();
      for (Rollout each : after.rollouts()) {
        Optional<Service> service = environment.service(each.service());
        if (service.isPresent() && each.url().isPresent()) {
          environment = environment.with(service.get().at(URI.create(each.url().get())));
        }
      }
      return environment.equals(profile.environment()) ? profile : profile.in(environment);
    }

    void seen(Diagnosis diagnosis) {
      seen = diagnosis;
    }

    Optional<Aftermath> aftermath() {
      return Optional.ofNullable(seen).map(after::aftermath);
    }
  }

  /**
   * How to exit: as the run says, or 130 where the caller did not want to wait.
   *
   * @param run judges the environment as it is now
   */
  int judged(ReportDocument before, ToIntFunction<Case> run) {
    try (var apis = new GoogleApis(environment.gcp(), options.trusted())) {
      List<Rollout> rollouts =
          new RolloutWatch(environment, apis, new Redaction(List::of), this::say)
              .decided(before.deployment().orElseThrow().services(), after.patience());
      rollouts.forEach(it -> say(it.sentence()));
      var judged = new Case(new RunContext.After(before, rollouts, environment));
      int code = run.applyAsInt(judged);
      Optional<Aftermath> aftermath = judged.aftermath();
      if (after.rollback()
          && aftermath.map(Aftermath::ending).orElse(null) == Aftermath.Ending.BROKEN_BY_THIS) {
        back(apis, aftermath.get().rollouts());
      }
      return code;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED.code();
    }
  }

  private void back(GoogleApis apis, List<Rollout> rollouts) throws InterruptedException {
    List<Rollout> moved = rollouts.stream().filter(Rollout::moved).toList();
    if (moved.isEmpty()) {
      say("nothing to roll back: the revisions from before still serve");
    }
    for (Rollout each : moved) {
      String revisions = String.join(", ", each.before().keySet());
      say(
          switch (new GoogleTraffic(apis).send(each.cloudRun(), each.before())) {
            case ApiAnswer.Got<String> _ ->
                "rolled back: requests to %s go to %s again".formatted(each.service(), revisions);
            case ApiAnswer<String> other ->
                "NOT rolled back: the traffic of %s could not be changed (%s); use the printed command"
                    .formatted(each.service(), other.getClass().getSimpleName());
          });
    }
  }

  private void say(String line) {
    shell.err().println("preflight: " + line);
    shell.err().flush();
  }
}
