package preflight.cli.gate;

import java.nio.file.Path;
import java.time.Duration;
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
      description =
          "With --after: how long to wait for the new revisions (default: ${DEFAULT-VALUE}).",
      defaultValue = "5m")
  private Duration patience = Duration.ofMinutes(5);

  @Option(
      names = "--rollback",
      description =
          "With --after: if the deployment broke what was well before, send the requests back to the"
              + " revisions that served before it. Without it, Preflight prints the command.")
  private boolean rollback;

  public boolean given() {
    return before != null;
  }

  Duration patience() {
    return patience;
  }

  boolean rollback() {
    return rollback;
  }

  /**
   * Looks at the flags before anything is read.
   *
   * @throws UsageMistake at the first that does not fit the others
   */
  public void check() {
    if (before == null && rollback) {
      throw new UsageMistake("--rollback", "--rollback needs --after");
    }
    if (patience.isNegative() || patience.compareTo(LONGEST_WAIT) > 0) {
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
