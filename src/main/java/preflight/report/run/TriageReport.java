package preflight.report.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;
import preflight.check.FailureClass;
import preflight.check.command.Command;
import preflight.diagnosis.Chains;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.Graph;
import preflight.diagnosis.RootCause;
import preflight.report.Bounded;
import preflight.report.Page;
import preflight.report.Style;

/**
 * For the person on call: whose problem it is in the first line, then each root cause with what to
 * do next and the whole chain of whys, what is undecided and what would decide it, what is healthy.
 */
public final class TriageReport {

  private final Style style;
  private final Graph graph;

  public TriageReport(Style style, Graph graph) {
    this.style = style;
    this.graph = graph;
  }

  public void write(Diagnosis diagnosis, PrintWriter out) {
    var page = new Page(out, style);
    page.line("  " + style.verdict(diagnosis.verdict(), page.shown(TriageLine.of(diagnosis))));
    var roots =
        new TriageSection(
            page, diagnosis, new Chains(diagnosis, graph), graph.environment().argument());
    Consumer<String> more =
        it -> {
          page.blank();
          page.text("  ", it);
        };
    Bounded.paragraphs(in(diagnosis, false), "root causes", roots::write, more);
    Bounded.paragraphs(in(diagnosis, true), "undecided root causes", roots::write, more);
    Bounded.paragraphs(Obstacle.in(diagnosis), "obstacles", it -> obstacle(it, page), more);
    new AsideSection(page).write(diagnosis);
    List<String> healthy = HealthyResources.in(diagnosis);
    page.blank();
    page.text("  ", "healthy: " + (healthy.isEmpty() ? "no resource" : String.join(", ", healthy)));
  }

  private static List<RootCause> in(Diagnosis diagnosis, boolean undecided) {
    return diagnosis.roots().stream()
        .filter(it -> (it.to() == FailureClass.UNDETERMINED) == undecided)
        .toList();
  }

  private void obstacle(Obstacle obstacle, Page page) {
    page.blank();
    page.line("  %s  %s".formatted(style.yellow("NOT CHECKED"), obstacle.whose()));
    List<Command> commands = obstacle.unknown().commands();
    page.commands(
        "to decide",
        commands.isEmpty()
            ? List.of(
                Command.of("preflight run {environment} --only {check}")
                    .with("environment", graph.environment().argument())
                    .with("check", obstacle.ids().getFirst().toString()))
            : commands);
    page.field("expected", obstacle.unknown().expected());
    page.field("reason", obstacle.text());
  }
}
