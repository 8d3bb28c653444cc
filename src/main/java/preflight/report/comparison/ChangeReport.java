package preflight.report.comparison;

import java.io.PrintWriter;
import preflight.report.Page;
import preflight.report.Style;

/**
 * What {@code --watch} prints after its first report, and {@code --since} after its report: a line
 * with the time of the later run, then only what changed.
 */
public final class ChangeReport {

  private final Style style;

  public ChangeReport(Style style) {
    this.style = style;
  }

  public void write(Difference difference, PrintWriter out) {
    var page = new Page(out, style);
    String was = difference.before().verdict();
    String is = difference.after().verdict();
    page.line(
        page.shown(
            "%s  %s, compared with %s%s"
                .formatted(
                    difference.after().startedAt(),
                    is.equals(was) ? is : is + " after " + was,
                    difference.before().startedAt(),
                    difference.none() ? ": nothing changed" : "")));
    new ChangeLines(page).write(difference);
    new ChangeLines(page).slower(difference);
  }
}
