package preflight.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import preflight.check.CheckId;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.SkipReason;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Severity;
import preflight.diagnosis.Diagnosed;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.Sentences;

/** For people: the verdict, its root causes, what could not be checked, one line a resource. */
public final class HumanReport {

  private final boolean verbose;
  private final Style style;

  public HumanReport(Style style, boolean verbose) {
    this.style = style;
    this.verbose = verbose;
  }

  public void write(Diagnosis diagnosis, PrintWriter out) {
    var page = new Page(out, style);
    page.blank();
    page.text("  ", diagnosis.headline().verdict(), it -> paint(diagnosis, it));
    if (!diagnosis.headline().cause().isEmpty()) {
      page.text("  ", diagnosis.headline().cause());
    }
    new RootSection(page, diagnosis.roots()).write();
    unknowns(diagnosis, page);
    page.blank();
    new ResourceTable(page).write(diagnosis);
    if (verbose) {
      passed(diagnosis, page);
      defects(diagnosis, page);
    }
    aside(diagnosis, page);
    page.blank();
    lastLine(diagnosis, page);
  }

  private String paint(Diagnosis diagnosis, String text) {
    return switch (diagnosis.verdict()) {
      case GO -> style.green(text);
      case GO_WITH_WARNINGS, INCONCLUSIVE -> style.yellow(text);
      case NO_GO -> style.red(text);
    };
  }

  /** The same obstacle of many checks is told once. */
  private static void unknowns(Diagnosis diagnosis, Page page) {
    Map<List<Object>, List<CheckId>> byObstacle = new LinkedHashMap<>();
    Map<List<Object>, Unknown> first = new LinkedHashMap<>();
    for (Diagnosed check : diagnosis.checks()) {
      if (check.result().outcome() instanceof Unknown unknown) {
        List<Object> obstacle = List.of(unknown.reason(), unknown.observed(), unknown.commands());
        byObstacle.computeIfAbsent(obstacle, _ -> new ArrayList<>()).add(check.id());
        first.putIfAbsent(obstacle, unknown);
      }
    }
    first.forEach((obstacle, unknown) -> {
      List<CheckId> ids = byObstacle.getOrDefault(obstacle, List.of());
      page.blank();
      page.line(
          "  %s  %s"
              .formatted(
                  page.style().yellow("NOT CHECKED"),
                  page.style().bold(page.shown(ids.getFirst().toString()))));
      page.field("expected", unknown.expected());
      page.field(
          "obstacle",
          "%s (%s)"
              .formatted(unknown.observed(), unknown.reason().name().toLowerCase(Locale.ROOT)));
      page.list("same for", some(ids.subList(1, ids.size())));
      if (unknown.commands().isEmpty()) {
        page.field("decide", Sentences.decides(unknown));
      }
      page.commands("decide", unknown.commands());
    });
  }

  private static List<String> some(List<CheckId> ids) {
    List<String> shown = new ArrayList<>(ids.stream().limit(6).map(CheckId::toString).toList());
    if (ids.size() > 6) {
      shown.add("and %d more".formatted(ids.size() - 6));
    }
    return shown;
  }

  private static void passed(Diagnosis diagnosis, Page page) {
    page.blank();
    for (Diagnosed check : diagnosis.checks()) {
      String took = page.style().faint(Times.text(check.result().took()));
      switch (check.result().outcome()) {
        case Passed passed ->
            page.line(
                "  %s %s  %s  %s"
                    .formatted(
                        page.style().green(page.style().passedSymbol()),
                        page.shown(check.id().toString()),
                        page.shown(passed.observed()),
                        took));
        case Skipped skipped when skipped.reason() != SkipReason.EXCLUDED ->
            page.line(
                "  %s %s  skipped: %s"
                    .formatted(
                        page.style().faint("-"),
                        page.shown(check.id().toString()),
                        page.shown(skipped.detail())));
        default -> {
          // Failures, unknowns and exclusions have sections of their own.
        }
      }
    }
  }

  /** Types and places only: a message may hold anything, a credential too. */
  private static void defects(Diagnosis diagnosis, Page page) {
    for (Diagnosed check : diagnosis.checks()) {
      check
          .result()
          .defect()
          .ifPresent(thrown -> {
            page.blank();
            page.line(
                "  DEFECT  "
                    + page.shown(check.id().toString())
                    + "  "
                    + thrown.getClass().getName());
            for (StackTraceElement frame : thrown.getStackTrace()) {
              page.line("    at " + frame);
            }
          });
    }
  }

  /** What was switched off, waived or is out of date: never silent. */
  private static void aside(Diagnosis diagnosis, Page page) {
    Map<String, Integer> excluded = new LinkedHashMap<>();
    for (Diagnosed check : diagnosis.checks()) {
      if (check.result().outcome() instanceof Skipped(SkipReason reason, String by)
          && reason == SkipReason.EXCLUDED) {
        excluded.merge(by, 1, Integer::sum);
      }
    }
    var waived =
        diagnosis.checks().stream()
            .filter(it -> it.result().planned().waiver().isPresent())
            .toList();
    if (excluded.isEmpty() && waived.isEmpty() && diagnosis.run().notices().isEmpty()) {
      return;
    }
    page.blank();
    excluded.forEach((by, count) ->
        page.text("  ", "switched off: %d check%s %s".formatted(count, count == 1 ? "" : "s", by)));
    for (Diagnosed check : waived) {
      var waiver = check.result().planned().waiver().orElseThrow();
      page.text(
          "  ",
          "waived: %s until %s by %s: %s"
              .formatted(check.id(), waiver.expires(), waiver.owner(), waiver.reason()));
    }
    diagnosis
        .run()
        .notices()
        .forEach(it -> page.text("  ", "note: %s: %s".formatted(it.place(), it.text())));
  }

  private void lastLine(Diagnosis diagnosis, Page page) {
    Counts counts = Counts.of(diagnosis.checks());
    int roots =
        (int) diagnosis.roots().stream().filter(it -> it.severity() != Severity.INFO).count();
    String verdict = style.words(diagnosis.verdict().words());
    List<String> parts =
        List.of(
            counts.passed() + " passed",
            counts.failed() == 0
                ? "0 failed"
                : "%d failed, %d root%s".formatted(counts.failed(), roots, roots == 1 ? "" : "s"),
            counts.unknown() + " unknown",
            counts.skipped() + " skipped",
            String.format(Locale.ROOT, "%.2f s", diagnosis.run().took().toNanos() / 1e9),
            "exit " + diagnosis.exitCode().code());
    String indent = " ".repeat(2 + verdict.length() + 2);
    var line = new StringBuilder(parts.getFirst());
    List<String> lines = new ArrayList<>();
    for (String part : parts.subList(1, parts.size())) {
      if (indent.length() + line.length() + style.dot().length() + part.length() > style.width()) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(part);
      } else {
        line.append(style.dot()).append(part);
      }
    }
    lines.add(line.toString());
    for (int i = 0; i < lines.size(); i++) {
      page.line((i == 0 ? "  " + paint(diagnosis, verdict) + "  " : indent) + lines.get(i));
    }
  }
}
