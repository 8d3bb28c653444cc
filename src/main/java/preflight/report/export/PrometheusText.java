package preflight.report.export;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import preflight.check.command.TerminalText;
import preflight.diagnosis.Verdict;
import preflight.report.ReportDocument;
import preflight.report.TerminalWriter;

/** Metrics for the textfile collector of Prometheus' node exporter, or its Pushgateway. */
public final class PrometheusText implements Export {

  @Override
  public void write(ReportDocument report, TerminalWriter out) {
    String environment = report.run().environment();
    head(out, "preflight_verdict", "1 for the verdict of the last run, 0 for the others.");
    for (Verdict each : Verdict.values()) {
      sample(
          out,
          "preflight_verdict",
          labels("environment", environment, "verdict", each.name()),
          report.verdict().value().equals(each.name()) ? "1" : "0");
    }
    single(report, out, "preflight_exit_code", "Exit code of the last run.", exit(report));
    single(
        report,
        out,
        "preflight_run_duration_seconds",
        "How long the last run took.",
        String.format(Locale.ROOT, "%.3f", report.run().durationMs() / 1e3));
    single(
        report,
        out,
        "preflight_run_timestamp_seconds",
        "When the last run started, as Unix time.",
        String.valueOf(Instant.parse(report.run().startedAt()).getEpochSecond()));
    single(
        report,
        out,
        "preflight_api_calls",
        "Calls to Google's APIs in the last run.",
        String.valueOf(report.run().apiCalls()));
    var counts = report.verdict().counts();
    Map<String, Integer> outcomes = new LinkedHashMap<>();
    outcomes.put("passed", counts.passed());
    outcomes.put("failed", counts.failed());
    outcomes.put("unknown", counts.unknown());
    outcomes.put("skipped", counts.skipped());
    head(out, "preflight_checks", "Checks of the last run, by outcome.");
    outcomes.forEach((outcome, number) ->
        sample(
            out,
            "preflight_checks",
            labels("environment", environment, "outcome", outcome),
            String.valueOf(number)));
    head(out, "preflight_root_causes", "Root causes of the last run, by class.");
    report
        .verdict()
        .byClass()
        .forEach((to, number) ->
            sample(
                out,
                "preflight_root_causes",
                labels("environment", environment, "class", to),
                String.valueOf(number)));
    head(out, "preflight_root_cause", "1 for each root cause of the last run.");
    for (ReportDocument.Root root : report.rootCauses()) {
      int slash = root.id().indexOf('/');
      sample(
          out,
          "preflight_root_cause",
          labels(
              "environment",
              environment,
              "check",
              root.id().substring(0, Math.max(0, slash)),
              "resource",
              root.id().substring(slash + 1),
              "class",
              root.failureClass(),
              "severity",
              root.severity()),
          "1");
    }
  }

  private static String exit(ReportDocument report) {
    return String.valueOf(report.verdict().exitCode());
  }

  private static void single(
      ReportDocument report, TerminalWriter out, String name, String help, String value) {
    head(out, name, help);
    sample(out, name, labels("environment", report.run().environment()), value);
  }

  private static void head(TerminalWriter out, String name, String help) {
    out.println("# HELP " + name + " " + help);
    out.println("# TYPE " + name + " gauge");
  }

  private static void sample(TerminalWriter out, String name, String labels, String value) {
    out.println(name + "{" + labels + "} " + value);
  }

  private static String labels(String... namesAndValues) {
    var labels = new StringBuilder();
    List<String> all = List.of(namesAndValues);
    for (int i = 0; i < all.size(); i += 2) {
      labels
          .append(i == 0 ? "" : ",")
          .append(all.get(i))
          .append("=\"")
          .append(value(all.get(i + 1)))
          .append('"');
    }
    return labels.toString();
  }

  private static String value(String text) {
    return TerminalText.line(text).replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
