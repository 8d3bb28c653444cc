package preflight.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import preflight.cli.gate.Gate;
import preflight.cli.gate.Gate.Finished;
import preflight.cli.gate.OutputOption;
import preflight.cli.gate.RunOptions;
import preflight.report.ReportDocument;
import preflight.report.ReportReader;
import preflight.report.ReportReading;
import preflight.report.Style;
import preflight.report.TerminalWriter;
import preflight.report.comparison.ChangeReport;
import preflight.report.comparison.Comparison;
import preflight.report.comparison.Slowness;
import preflight.report.run.TriageReport;

@Command(
    name = "triage",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Run the checks for the person on call: each root cause with its fix and its chain of whys.",
    footer = {"", "Example: preflight triage production --watch 10s"})
final class TriageCommand implements Callable<Integer> {

  private final Gate gate;
  private final Shell shell;

  @Parameters(paramLabel = "ENV|FILE", description = "The environment, or the file of its profile.")
  private String environment = "";

  @Option(
      names = "--watch",
      paramLabel = "TIME",
      description = "Repeat the run at this interval, and print only what changed.")
  private @Nullable Duration watch;

  @Option(
      names = "--since",
      paramLabel = "REPORT.json",
      description = "Also print what changed since that JSON report.")
  private @Nullable Path since;

  @Mixin private RunOptions options = new RunOptions();

  TriageCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (watch != null && !watch.isPositive()) {
      throw new UsageMistake("--watch must be greater than 0");
    }
    if (watch != null && watch.compareTo(RunOptions.LONGEST) > 0) {
      throw new UsageMistake("--watch must be at most 24h");
    }
    if (watch != null && options.outputs().stream().noneMatch(OutputOption::forPeople)) {
      throw new UsageMistake("--watch needs --output human");
    }
    Optional<ReportDocument> earlier = Optional.empty();
    if (since != null) {
      switch (new ReportReader().read(since)) {
        case ReportReading.Read(ReportDocument report) -> earlier = Optional.of(report);
        case ReportReading.Unreadable(var exit, String why) -> {
          options.withdraw();
          shell.err().println("preflight: " + why);
          return exit.code();
        }
      }
    }
    // Not before: it may be the file that was just read.
    options.withdraw();
    var teller = new Teller(earlier);
    int code = gate.run(environment, shell.environment(), options, teller, shell.since());
    while (watch != null && teller.told() && !shell.out().checkError()) {
      Thread.sleep(watch);
      code = gate.run(environment, shell.environment(), options, teller, System.nanoTime());
    }
    return code;
  }

  /** The whole report the first time, then only what changed. */
  private static final class Teller implements Gate.Telling {

    private final Optional<ReportDocument> since;
    private Optional<ReportDocument> last = Optional.empty();

    Teller(Optional<ReportDocument> since) {
      this.since = since;
    }

    boolean told() {
      return last.isPresent();
    }

    @Override
    public void tell(Finished run, Style style, TerminalWriter out) {
      ReportDocument document = run.document();
      if (last.isEmpty()) {
        new TriageReport(style, run.graph()).write(run.diagnosis(), out);
      }
      last.or(() -> since)
          .ifPresent(it ->
              new ChangeReport(style)
                  .write(new Comparison(Slowness.DEFAULT).between(it, document), out));
      last = Optional.of(document);
    }
  }
}
