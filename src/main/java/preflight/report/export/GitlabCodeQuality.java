package preflight.report.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import preflight.report.ReportDocument;
import preflight.report.TerminalWriter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * GitLab's Code Quality report: an array of what a merge request shows. Of two entries with one
 * fingerprint GitLab shows one, and it resolves an entry whose fingerprint is gone.
 */
public final class GitlabCodeQuality implements Export {

  @Override
  public void write(ReportDocument report, TerminalWriter out) {
    List<Map<String, Object>> entries =
        Finding.of(report).stream().filter(Finding::told).map(it -> entry(it, report)).toList();
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
        .build()
        .writeValue(out, entries);
    out.println();
  }

  private static Map<String, Object> entry(Finding finding, ReportDocument report) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("description", finding.check().id() + ": " + finding.sentence());
    entry.put("check_name", finding.check().check());
    entry.put("fingerprint", finding.fingerprint(report));
    entry.put("severity", severity(finding));
    entry.put(
        "location",
        Map.of(
            "path",
            finding.location().file(),
            "lines",
            Map.of("begin", Math.max(1, finding.location().line()))));
    return entry;
  }

  private static String severity(Finding finding) {
    return switch (finding.weight()) {
      case BLOCKS -> "blocker";
      case UNKNOWN_BLOCKS -> "critical";
      case WARNS, UNKNOWN -> "minor";
      case EXPLAINED, WAIVED, NOTE, PASSED, SKIPPED -> "info";
    };
  }
}
