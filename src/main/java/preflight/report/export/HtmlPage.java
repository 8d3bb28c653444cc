package preflight.report.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import preflight.report.ReportDocument;
import preflight.report.ReportDocument.CheckInfo;
import preflight.report.ReportDocument.Root;
import preflight.report.TerminalWriter;

/**
 * One page that holds everything and asks no network: it reads without scripts, which only filter
 * and copy.
 */
public final class HtmlPage implements Export {

  private static final int SLOWEST = 15;

  @Override
  public void write(ReportDocument report, TerminalWriter out) {
    List<Finding> findings = Finding.of(report);
    head(report, out);
    verdict(report, out);
    for (Root root : report.rootCauses()) {
      root(root, findings, out);
    }
    unknown(findings, out);
    asides(report, findings, out);
    var graph = new DependencyGraph(report);
    if (!graph.isEmpty()) {
      out.println("<h2>Dependencies</h2><div class=\"graph\" tabindex=\"0\">");
      graph.write(out);
      out.println("</div>");
    }
    slowest(report, out);
    checks(findings, out);
    out.println("</main><script>");
    script(out);
    out.println("</script></body></html>");
  }

  private static void head(ReportDocument report, TerminalWriter out) {
    out.println("<!doctype html>");
    out.println("<!-- A report of preflight " + Html.text(report.tool().version()) + " -->");
    out.println("<html lang=\"en\"><head><meta charset=\"utf-8\">");
    out.println("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    out.println(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
            + " 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action"
            + " 'none'\">");
    out.println(
        Html.element(
            "title",
            report.verdict().value().replace('_', ' ') + " " + report.run().environment()));
    out.println("<style>");
    lines("page.css", out);
    out.println("</style></head><body><main>");
  }

  private static void verdict(ReportDocument report, TerminalWriter out) {
    List<String> headline = report.verdict().headline().lines().toList();
    out.println("<div class=\"verdict " + Html.text(report.verdict().value()) + "\">");
    out.println(
        Html.element("h1", headline.isEmpty() ? report.verdict().value() : headline.getFirst()));
    headline.stream().skip(1).forEach(it -> out.println(Html.element("p", it)));
    var counts = report.verdict().counts();
    out.println(
        Html.element(
            "p",
            "faint",
            "%s · %s · %s"
                .formatted(
                    report.run().environment(), report.run().profile(), Finding.second(report))));
    out.println(
        Html.element(
            "p",
            "faint",
            String.format(
                Locale.ROOT,
                "%d passed · %d failed · %d not checked · %d not applicable · %.2f s · exit code"
                    + " %d",
                counts.passed(),
                counts.failed(),
                counts.unknown(),
                counts.skipped(),
                report.run().durationMs() / 1e3,
                report.verdict().exitCode())));
    out.println("</div>");
    if (!report.rootCauses().isEmpty()) {
      out.println("<h2>Root causes</h2>");
    }
  }

  private static void root(Root root, List<Finding> findings, TerminalWriter out) {
    out.println("<section class=\"card\"><p>");
    out.println(Html.element("span", "badge " + root.severity(), root.severity()));
    out.println(Html.element("span", "badge", root.failureClass()));
    if (!root.failureClass().equals("UNDETERMINED")) {
      out.println(
          Html.element(
              "span", "faint", String.format(Locale.ROOT, "confidence %.2f", root.confidence())));
    }
    root.owner().ifPresent(it -> out.println(Html.element("span", "faint", " · " + it)));
    out.println("</p>" + Html.element("h3", root.id()) + Html.element("p", root.summary()));
    out.println("<dl>");
    Optional<CheckInfo> check =
        findings.stream().map(Finding::check).filter(it -> it.id().equals(root.id())).findFirst();
    check.flatMap(CheckInfo::expected).ifPresent(it -> row("expected", it, out));
    check.flatMap(CheckInfo::observed).ifPresent(it -> row("observed", it, out));
    check.ifPresent(it ->
        rows(
            "evidence",
            it.evidence().stream().map(at -> at.source() + ": " + at.fact()).toList(),
            out));
    List<String> whys = new ArrayList<>(root.whys());
    whys.replaceAll(it -> (it.equals(root.whys().getFirst()) ? "" : "← ") + it);
    rows("why", whys, out);
    row("because", root.because() + " (rule " + root.rule() + ")", out);
    rows("ruled out", root.counterEvidence(), out);
    rows("impact", root.impact(), out);
    rows("explains", root.explains(), out);
    if (!root.remedy().text().isEmpty()) {
      row("fix", root.remedy().text(), out);
    }
    out.println("</dl>");
    root.remedy().commands().forEach(it -> command(it, out));
    out.println("</section>");
  }

  /** Several under one name. */
  private static void rows(String name, List<String> texts, TerminalWriter out) {
    for (int i = 0; i < texts.size(); i++) {
      row(i == 0 ? name : "", texts.get(i), out);
    }
  }

  private static void row(String name, String text, TerminalWriter out) {
    out.println(Html.element("dt", name) + Html.element("dd", text));
  }

  private static void command(String command, TerminalWriter out) {
    out.println("<div class=\"command\">" + Html.element("pre", command) + "</div>");
  }

  private static void unknown(List<Finding> findings, TerminalWriter out) {
    List<Finding> unknown =
        findings.stream().filter(it -> it.check().outcome().equals("UNKNOWN")).toList();
    if (unknown.isEmpty()) {
      return;
    }
    out.println("<h2>Not checked</h2>");
    for (Finding it : unknown) {
      out.println("<section class=\"card\">" + Html.element("h3", it.check().id()));
      out.println(Html.element("p", it.sentence()));
      it.commands().forEach(at -> command(at, out));
      out.println("</section>");
    }
  }

  private static void asides(ReportDocument report, List<Finding> findings, TerminalWriter out) {
    List<Finding> waived =
        findings.stream().filter(it -> it.weight() == Finding.Weight.WAIVED).toList();
    if (waived.isEmpty() && report.weakenings().isEmpty() && report.notices().isEmpty()) {
      return;
    }
    out.println("<h2>What makes the verdict milder, and notes</h2><ul>");
    waived.forEach(it -> out.println(Html.element("li", it.check().id() + " " + it.sentence())));
    report
        .weakenings()
        .forEach(it ->
            out.println(
                Html.element(
                    "li",
                    "%s: %s: %s (%s)"
                        .formatted(it.kind(), it.subject(), it.change(), it.origin()))));
    report.notices().forEach(it -> out.println(Html.element("li", it.text())));
    out.println("</ul>");
  }

  private static void slowest(ReportDocument report, TerminalWriter out) {
    List<CheckInfo> slowest =
        report.checks().stream()
            .filter(it -> it.durationMs() > 0)
            .sorted(Comparator.comparingLong(CheckInfo::durationMs).reversed())
            .limit(SLOWEST)
            .toList();
    if (slowest.isEmpty()) {
      return;
    }
    out.println("<h2>Slowest checks</h2>");
    long longest = slowest.getFirst().durationMs();
    for (CheckInfo it : slowest) {
      out.println(
          "<div class=\"bar\">%s<i style=\"width:%d%%\"></i>%s</div>"
              .formatted(
                  Html.element("span", it.id()),
                  Math.max(1, it.durationMs() * 100 / longest),
                  Html.element("span", "took", it.durationMs() + " ms")));
    }
  }

  private static void checks(List<Finding> findings, TerminalWriter out) {
    out.println("<h2>All checks</h2><div class=\"filters\" hidden>");
    out.println(
        "<input type=\"search\" id=\"search\" placeholder=\"Filter (press /)\""
            + " aria-label=\"Filter checks\">");
    for (String outcome : List.of("FAILED", "UNKNOWN", "PASSED", "SKIPPED")) {
      out.println(
          "<label><input type=\"checkbox\" value=\"%s\" checked> %s</label>"
              .formatted(outcome, word(outcome)));
    }
    out.println("<span id=\"shown\" class=\"faint\" role=\"status\"></span></div>");
    out.println("<div id=\"checks\">");
    List<Finding> heaviestFirst =
        findings.stream().sorted(Comparator.comparing(Finding::weight)).toList();
    for (Finding it : heaviestFirst) {
      CheckInfo check = it.check();
      out.println(
          "<details class=\"%s\" data-outcome=\"%s\"><summary>%s %s</summary>"
              .formatted(
                  Html.text(check.outcome()),
                  Html.text(check.outcome()),
                  Html.element("span", "outcome", word(check.outcome())),
                  Html.text(check.id())));
      out.println(Html.element("p", it.sentence()));
      if (it.told()) {
        it.details().forEach(at -> out.println(Html.element("p", at)));
      }
      out.println(
          Html.element(
              "p",
              "faint",
              "%s:%d · %d ms"
                  .formatted(
                      check.location().file(), check.location().line(), check.durationMs())));
      out.println("</details>");
    }
    out.println("</div>");
  }

  private static String word(String outcome) {
    return switch (outcome) {
      case "PASSED" -> "passed";
      case "FAILED" -> "failed";
      case "UNKNOWN" -> "not checked";
      default -> "not applicable";
    };
  }

  private static void script(TerminalWriter out) {
    lines("page.js", out);
  }

  private static void lines(String resource, TerminalWriter out) {
    try (InputStream in =
        Objects.requireNonNull(
            HtmlPage.class.getResourceAsStream("/preflight/report/" + resource), resource)) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(out::println);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
