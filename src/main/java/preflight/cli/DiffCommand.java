package preflight.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import preflight.report.ReportDocument;
import preflight.report.ReportReader;
import preflight.report.ReportReading;
import preflight.report.Style;
import preflight.report.comparison.Comparison;
import preflight.report.comparison.DiffJson;
import preflight.report.comparison.DiffReport;
import preflight.report.comparison.Difference;
import preflight.report.comparison.Slowness;

@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Show what changed between two JSON reports. Exits with 15 if the later one is worse.",
    footer = {"", "Example: preflight diff before.json after.json"})
final class DiffCommand implements Callable<Integer> {

  private final Shell shell;

  @Parameters(index = "0", paramLabel = "A.json", description = "The earlier report.")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "B.json", description = "The later report.")
  private Path after = Path.of("");

  @Mixin private FormatOption output = new FormatOption();

  @Option(
      names = "--slower-factor",
      paramLabel = "X",
      defaultValue = "2",
      description =
          "A check is slower if it takes at least X times as long (default: ${DEFAULT-VALUE}) ...")
  private double factor;

  @Option(
      names = "--slower-by",
      paramLabel = "TIME",
      defaultValue = "50ms",
      description = "... and at least TIME longer (default: ${DEFAULT-VALUE}).")
  private Duration by = Duration.ZERO;

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      defaultValue = "auto",
      description = "When to use colour (default: ${DEFAULT-VALUE}). auto obeys NO_COLOR.")
  private Terminal.ColorMode color = Terminal.ColorMode.AUTO;

  DiffCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (!(factor > 0)) {
      throw new UsageMistake("--slower-factor must be greater than 0");
    }
    return switch (new ReportReader().read(before)) {
      case ReportReading.Read(ReportDocument first) ->
          switch (new ReportReader().read(after)) {
            case ReportReading.Read(ReportDocument second) -> write(first, second);
            case ReportReading.Unreadable unreadable -> refuse(unreadable);
          };
      case ReportReading.Unreadable unreadable -> refuse(unreadable);
    };
  }

  private int refuse(ReportReading.Unreadable unreadable) {
    shell.err().println("preflight: " + unreadable.why());
    return unreadable.exit().code();
  }

  private int write(ReportDocument first, ReportDocument second) {
    Difference difference = new Comparison(new Slowness(factor, by)).between(first, second);
    switch (output.format()) {
      case HUMAN -> {
        Style style = shell.terminal().style(color);
        PrintWriter out = shell.out().in(style);
        new DiffReport(style).write(difference, out);
        out.flush();
      }
      case JSON -> new DiffJson().write(difference, shell.out());
    }
    return difference.exitCode().code();
  }
}
