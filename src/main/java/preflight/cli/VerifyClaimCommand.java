package preflight.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import preflight.check.Claim;
import preflight.check.ExitCode;
import preflight.profile.ClaimReader;
import preflight.profile.ClaimReading;
import preflight.profile.reading.Mistake;
import preflight.report.ReportDocument;
import preflight.report.ReportReader;
import preflight.report.ReportReading;
import preflight.report.Style;
import preflight.report.claim.ClaimExamination;
import preflight.report.claim.ClaimReport;
import preflight.report.claim.ClaimVerdict;

@Command(
    name = "verify-claim",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Decide whether the evidence of a report supports a stated root cause.",
      "Exits with 0 (supported), 16 (refuted) or 20 (unproven). See docs/claims.md."
    },
    footer = {"", "Example: preflight verify-claim claim.yaml report.json"})
final class VerifyClaimCommand implements Callable<Integer> {

  private final Shell shell;

  @Parameters(index = "0", paramLabel = "C.yaml", description = "The claim.")
  private Path claim = Path.of("");

  @Parameters(index = "1", paramLabel = "R.json", description = "The report.")
  private Path report = Path.of("");

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      defaultValue = "auto",
      description = "When to use colour (default: ${DEFAULT-VALUE}). auto obeys NO_COLOR.")
  private Terminal.ColorMode color = Terminal.ColorMode.AUTO;

  VerifyClaimCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return switch (ClaimReader.read(claim)) {
      case ClaimReading.Invalid(var mistakes) -> {
        for (Mistake mistake : mistakes) {
          shell.err().println(mistake);
        }
        yield ExitCode.INVALID.code();
      }
      case ClaimReading.Read(Claim stated) -> examine(stated);
    };
  }

  private int examine(Claim stated) {
    return switch (new ReportReader().read(report)) {
      case ReportReading.Unreadable(ExitCode exit, String why) -> {
        shell.err().println("preflight: " + why);
        yield exit.code();
      }
      case ReportReading.Read(ReportDocument evidence) -> {
        ClaimVerdict verdict = new ClaimExamination(evidence).of(stated);
        Style style = shell.terminal().style(color);
        PrintWriter out = shell.out().in(style);
        new ClaimReport(style).write(verdict, out);
        out.flush();
        yield verdict.result().exitCode().code();
      }
    };
  }
}
