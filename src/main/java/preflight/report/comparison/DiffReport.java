package preflight.report.comparison;

import java.io.PrintWriter;
import preflight.report.Page;
import preflight.report.Style;
import preflight.report.comparison.Difference.Kind;
import preflight.report.comparison.Difference.Side;

/** What {@code diff} prints for people: worse or not, why, and every change. */
public final class DiffReport {

  private final Style style;

  public DiffReport(Style style) {
    this.style = style;
  }

  public void write(Difference difference, PrintWriter out) {
    var page = new Page(out, style);
    page.line(
        "  "
            + title(difference)
            + "  "
            + side(difference.before())
            + " before, "
            + side(difference.after())
            + " after");
    difference.reasons().forEach(it -> page.text("    ", "because " + it));
    difference.caveats().forEach(it -> page.text("    ", "note: " + it));
    var lines = new ChangeLines(page);
    if (!difference.none()) {
      page.blank();
      lines.write(difference);
    }
    if (!difference.slower().isEmpty()) {
      page.blank();
      lines.slower(difference);
    }
    page.blank();
    page.line("  exit " + difference.exitCode().code());
  }

  private String title(Difference difference) {
    if (difference.worse()) {
      return style.red("WORSE");
    }
    if (difference.none()) {
      return style.bold("SAME");
    }
    boolean onlyBetter =
        difference.newRoots().isEmpty()
            && difference.checks().stream().allMatch(it -> it.kind() == Kind.RECOVERED);
    return onlyBetter ? style.green("BETTER") : style.yellow("NOT WORSE");
  }

  private static String side(Side side) {
    return Page.clean("%s (exit %d)".formatted(side.verdict(), side.exitCode()));
  }
}
