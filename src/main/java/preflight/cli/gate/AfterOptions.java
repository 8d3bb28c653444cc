package preflight.cli.gate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import preflight.cli.UsageMistake;
import preflight.report.ReportDocument;
import preflight.report.ReportReader;
import preflight.report.ReportReading;

/** The flags of a run after a deployment. */
public final class AfterOptions {

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Duration WAIT = Duration.ofMinutes(5);

  /**
   * Names the report from before, for the run that deploy-with-preflight makes after a deployment:
   * its command line is that of the run before it.
   */
  private static final String JUDGED = "PREFLIGHT_JUDGED";

  @Option(
      names = "--after",
      paramLabel = "REPORT.json",
      description =
          "Judge a deployment that is over: wait for its revisions, run the checks, and say whether"
              + " it did harm. The file is the JSON report of the run before it.")
  private @Nullable Path before;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "With --after: how long to wait for the new revisions (default: 5m).")
  private @Nullable Duration patience;

  @Option(
      names = "--rollback",
      description =
          "With --after: if the deployment broke what was well before, send the requests back to the"
              + " revisions that served before it. Without it, Preflight prints the command.")
  private boolean rollback;

  public boolean given() {
    return before != null;
  }

  /** Takes the report from before from deploy-with-preflight, where that has one. */
  public boolean handed(Map<String, String> variables) {
    String report = variables.getOrDefault(JUDGED, "");
    if (report.isEmpty()) {
      return false;
    }
    before = Path.of(report);
    return true;
  }

  Duration patience() {
    return patience == null ? WAIT : patience;
  }

  /** The flag that asks for something after the deployment; empty where none does. */
  Optional<String> asking() {
    return rollback ? Optional.of("--rollback") : Optional.ofNullable(patience).map(_ -> "--wait");
  }

  boolean rollback() {
    return rollback;
  }

  /**
   * Looks at the flags before anything is read.
   *
   * @param followed whether deploy-with-preflight makes the run after the deployment
   * @throws UsageMistake at the first that does not fit the others
   */
  public void check(boolean followed) {
    if (before == null && !followed) {
      asking()
          .ifPresent(it -> {
            throw new UsageMistake(
                it,
                "%s belongs to a run after a deployment: add --after REPORT.json".formatted(it));
          });
    }
    if (before != null && followed) {
      throw new UsageMistake(
          "--after", "deploy-with-preflight makes the run after the deployment itself");
    }
    if (patience().isNegative() || patience().compareTo(LONGEST_WAIT) > 0) {
      throw new UsageMistake("--wait", "--wait must be at most 1h");
    }
  }

  /** The report from before, or why it cannot be used. */
  Optional<ReportReading> reading() {
    return Optional.ofNullable(before).map(it -> new ReportReader().read(it));
  }

  /**
   * The services that it says are deployed.
   *
   * @throws UsageMistake where it is about another environment, or about no deployment
   */
  void fits(ReportDocument report, String environment) {
    if (!report.run().environment().equals(environment)) {
      throw new UsageMistake(
          "--after",
          "%s is about the environment %s, not %s"
              .formatted(before, report.run().environment(), environment));
    }
    if (report.deployment().filter(it -> !it.services().isEmpty()).isEmpty()) {
      throw new UsageMistake(
          "--after",
          "%s does not say what is deployed; make it with preflight run %s --deploying SERVICE -o json=FILE"
              .formatted(before, environment));
    }
  }
}
