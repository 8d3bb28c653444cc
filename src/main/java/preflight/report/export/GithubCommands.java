package preflight.report.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import preflight.check.command.TerminalText;
import preflight.report.ReportDocument;
import preflight.report.ReportDocument.LocationInfo;
import preflight.report.TerminalWriter;

/**
 * Annotations of a GitHub workflow. GitHub shows ten errors and ten warnings of a step, so what a
 * root cause explains gets none of its own.
 */
public final class GithubCommands implements Export {

  @Override
  public void write(ReportDocument report, TerminalWriter out) {
    List<Finding> heaviestFirst =
        Finding.of(report).stream().sorted(Comparator.comparing(Finding::weight)).toList();
    for (Finding finding : heaviestFirst) {
      switch (finding.weight()) {
        case BLOCKS, UNKNOWN_BLOCKS -> annotation("error", finding, out);
        case WARNS, UNKNOWN -> annotation("warning", finding, out);
        case NOTE, WAIVED -> annotation("notice", finding, out);
        case EXPLAINED, PASSED, SKIPPED -> {
          // Told by its root cause, or nothing to tell.
        }
      }
    }
    out.println("preflight: " + report.verdict().headline().lines().findFirst().orElse(""));
  }

  private static void annotation(String kind, Finding finding, TerminalWriter out) {
    LocationInfo at = finding.location();
    out.workflowCommand(
        "::%s file=%s,line=%d,title=%s::%s"
            .formatted(
                kind,
                property(at.file()),
                Math.max(1, at.line()),
                property(finding.check().id()),
                data(finding)));
  }

  private static String data(Finding finding) {
    List<String> lines = new ArrayList<>();
    lines.add(finding.sentence());
    lines.addAll(finding.details());
    return String.join("%0A", lines.stream().map(it -> escaped(TerminalText.line(it))).toList());
  }

  private static String escaped(String text) {
    return text.replace("%", "%25");
  }

  private static String property(String text) {
    return escaped(TerminalText.line(text)).replace(":", "%3A").replace(",", "%2C");
  }
}
