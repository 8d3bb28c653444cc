package preflight.report.claim;

import java.io.PrintWriter;
import preflight.report.Page;
import preflight.report.Style;
import preflight.report.claim.ClaimVerdict.Finding;
import preflight.report.claim.ClaimVerdict.Seen;
import preflight.report.claim.ClaimVerdict.Standing;

/** What {@code verify-claim} prints: the verdict, and each part of the claim with its evidence. */
public final class ClaimReport {

  private static final String EVIDENCE = " ".repeat(8);

  private final Style style;

  public ClaimReport(Style style) {
    this.style = style;
  }

  public void write(ClaimVerdict verdict, PrintWriter out) {
    var page = new Page(out, style);
    page.line(
        "  " + title(verdict) + style.dot() + page.shown("\"" + verdict.claim().text() + "\""));
    verdict.findings().stream()
        .filter(it -> it.standing() == Standing.CONTRADICTED)
        .findFirst()
        .ifPresent(it -> page.text("    ", it.because() + " (" + it.statement() + ")"));
    page.blank();
    verdict.findings().forEach(it -> finding(it, page));
    verdict
        .next()
        .ifPresent(it -> {
          page.blank();
          page.text(
              "  ", "the cheapest check that would decide: %s (%s)".formatted(it.id(), it.why()));
          page.commands("", it.commands());
        });
    page.blank();
    page.line("  exit " + verdict.result().exitCode().code());
  }

  private String title(ClaimVerdict verdict) {
    return switch (verdict.result()) {
      case SUPPORTED -> style.green("SUPPORTED");
      case REFUTED -> style.red("REFUTED");
      case UNPROVEN -> style.yellow("UNPROVEN");
    };
  }

  private void finding(Finding finding, Page page) {
    String mark =
        switch (finding.standing()) {
          case HOLDS -> style.green(style.passedSymbol());
          case CONTRADICTED -> style.red(style.failedSymbol());
          case OPEN -> style.yellow(style.unknownSymbol());
        };
    String part =
        switch (finding.part()) {
          case ROOT_CAUSE -> "root cause";
          case PREDICTED -> "predicts";
          case EXCLUDED -> "excludes";
        };
    page.line("  %s %s  %s".formatted(mark, part, page.shown(finding.statement())));
    page.text("      ", finding.because());
    for (Seen seen : finding.evidence()) {
      page.text(EVIDENCE, seen.id() + "  " + seen.says());
    }
  }
}
