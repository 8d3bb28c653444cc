package preflight.report.export;

import java.util.List;
import preflight.check.command.TerminalText;
import preflight.report.ReportDocument;
import preflight.report.TerminalWriter;
import tools.jackson.databind.json.JsonMapper;

/** The Test Anything Protocol, version 14: what does not block is TODO, which fails nothing. */
public final class Tap implements Export {

  @Override
  public void write(ReportDocument report, TerminalWriter out) {
    List<Finding> findings = Finding.of(report);
    out.println("TAP version 14");
    out.println("1.." + (findings.size() + 1));
    boolean go = !Finding.stops(report);
    out.println((go ? "ok" : "not ok") + " 1 - verdict " + report.verdict().value());
    for (int i = 0; i < findings.size(); i++) {
      Finding finding = findings.get(i);
      String line = (i + 2) + " - " + escaped(finding.check().id());
      switch (finding.weight()) {
        case PASSED -> out.println("ok " + line);
        case SKIPPED -> out.println("ok " + line + " # SKIP " + escaped(finding.sentence()));
        case WARNS, UNKNOWN, EXPLAINED, WAIVED, NOTE ->
            out.println("not ok " + line + " # TODO " + escaped(finding.sentence()));
        case BLOCKS, UNKNOWN_BLOCKS -> {
          out.println("not ok " + line);
          out.println("  ---");
          out.println("  message: " + yaml(finding.sentence()));
          out.println("  details:");
          finding.details().forEach(it -> out.println("    - " + yaml(it)));
          out.println("  ...");
        }
      }
    }
  }

  /** A hash begins a directive. */
  private static String escaped(String text) {
    return TerminalText.line(text).replace("\\", "\\\\").replace("#", "\\#");
  }

  /** Text in JSON is text in YAML. */
  private static String yaml(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }
}
