package preflight.report.export;

import preflight.report.ReportDocument;
import preflight.report.TerminalWriter;

/** Writes a report in a format of other programs; text of peers is data in it, never syntax. */
public interface Export {

  void write(ReportDocument report, TerminalWriter out);
}
