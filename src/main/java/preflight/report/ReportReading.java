package preflight.report;

import preflight.check.ExitCode;

/** What came of reading a JSON report. */
public sealed interface ReportReading {

  /** It is one that this version understands. */
  record Read(ReportDocument report) implements ReportReading {}

  /**
   * It cannot be used.
   *
   * @param exit {@code USAGE} where the file itself cannot be read, {@code INVALID} where what it
   *     holds is no report
   * @param why one sentence that names the file
   */
  record Unreadable(ExitCode exit, String why) implements ReportReading {}
}
