package preflight.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.report.ReportDocument.CheckInfo;
import preflight.report.ReportDocument.CountsInfo;
import preflight.report.ReportDocument.LocationInfo;
import preflight.report.ReportDocument.RunInfo;
import preflight.report.ReportDocument.Tool;
import preflight.report.ReportDocument.VerdictInfo;

/** Small reports of runs in which everything passed. */
final class PassedReports {

  private PassedReports() {}

  static ReportDocument of(String environment, String digest, String vantage, String startedAt) {
    return of(environment, digest, vantage, startedAt, List.of());
  }

  /** One check that took so many milliseconds, a part of it so many. */
  static ReportDocument timed(double part, long whole) {
    var check =
        new CheckInfo(
            "redis-reachable/redis.cache",
            "redis-reachable",
            "redis.cache",
            "blocker",
            "counts",
            "PASSED",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("PONG"),
            List.of(),
            List.of(),
            new LocationInfo("env-profiles/staging.yaml", 1),
            Map.of("ping", part),
            whole,
            1,
            null);
    return of("staging", "sha256:1", "local", "2026-11-21T10:00:00Z", List.of(check));
  }

  private static ReportDocument of(
      String environment, String digest, String vantage, String startedAt, List<CheckInfo> checks) {
    return new ReportDocument(
        "1.0",
        new Tool("preflight", "0.1.0"),
        new RunInfo(
            environment,
            "env-profiles/" + environment + ".yaml",
            digest,
            Optional.empty(),
            vantage,
            startedAt,
            10,
            0),
        Optional.empty(),
        Optional.empty(),
        new VerdictInfo("GO", 0, "GO", new CountsInfo(checks.size(), 0, 0, 0, 0), Map.of()),
        List.of(),
        checks,
        List.of(),
        List.of(),
        List.of());
  }
}
