package preflight.report.run;

import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import preflight.check.CheckId;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.SkipReason;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Severity;
import preflight.diagnosis.Diagnosed;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.Sentences;
import preflight.report.Bounded;
import preflight.report.Page;
import preflight.report.Style;
import preflight.text.Durations;
import preflight.text.Listing;
import preflight.text.Plural;

/** For people: the verdict, its root causes, what could not be checked, one line a resource. */
public final class HumanReport {

  private static final int SHOWN = 6;

  private final boolean verbose;
  private final Style style;

  public HumanReport(Style style, boolean verbose) {
    this.style = style;
    this.verbose = verbose;
  }

  public void write(Diagnosis diagnosis, RunContext context, PrintWriter out) {
    var page = new Page(out, style);
    page.blank();
    page.text("  ", diagnosis.headline().verdict(), it -> style.verdict(diagnosis.verdict(), it));
    if (!diagnosis.headline().cause().isEmpty()) {
      page.text("  ", diagnosis.headline().cause());
    }
    page.text("  ", subject(context), style::faint);
    new DeploymentSection(page).write(diagnosis.deployment());
    new RootSection(page, diagnosis.roots()).write();
    Bounded.paragraphs(
        Obstacle.in(diagnosis),
        "obstacles",
        it -> obstacle(it, page),
        more -> {
          page.blank();
          page.text("  ", more);
        });
    page.blank();
    new ResourceTable(page).write(diagnosis);
    if (verbose) {
      passed(diagnosis, page);
      defects(diagnosis, page);
    }
    new AsideSection(page).write(diagnosis);
    context.after().ifPresent(it -> new AftermathSection(page).write(it.aftermath(diagnosis)));
    page.blank();
    lastLine(diagnosis, context, page);
  }

  /** Of which run this is: a report is read beside others, and later. */
  private String subject(RunContext context) {
    return String.join(
        style.dot(),
        context.environment(),
        context.profile(),
        context.startedAt().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static void obstacle(Obstacle obstacle, Page page) {
    List<CheckId> ids = obstacle.ids();
    Unknown unknown = obstacle.unknown();
    page.blank();
    page.line(
        "  %s  %s"
            .formatted(
                page.style().yellow("NOT CHECKED"),
                page.style().bold(page.shown(ids.getFirst().toString()))));
    page.field("expected", unknown.expected());
    page.field("reason", obstacle.text());
    page.list("same for", Listing.words(ids.subList(1, ids.size()), SHOWN));
    if (unknown.commands().isEmpty()) {
      page.field("to decide", Sentences.decides(unknown));
    }
    page.commands("to decide", unknown.commands());
  }

  private static void passed(Diagnosis diagnosis, Page page) {
    page.blank();
    for (Diagnosed check : diagnosis.checks()) {
      String took = page.style().faint(Durations.measured(check.result().took()));
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

  private void lastLine(Diagnosis diagnosis, RunContext context, Page page) {
    Counts counts = Counts.of(diagnosis.checks());
    int roots =
        (int) diagnosis.roots().stream().filter(it -> it.severity() != Severity.INFO).count();
    String verdict = style.words(diagnosis.verdict().words());
    List<String> parts = new ArrayList<>();
    parts.add(counts.passed() + " passed");
    parts.add(counts.failed() + " failed");
    if (counts.failed() > 0) {
      parts.add(Plural.of(roots, "root cause"));
    }
    parts.add(counts.unknown() + " unknown");
    parts.add(counts.skipped() + " skipped");
    parts.add(Plural.of(context.apiCalls(), "API call"));
    parts.add(String.format(Locale.ROOT, "%.2f s", diagnosis.run().took().toNanos() / 1e9));
    parts.add("exit " + diagnosis.exitCode().code());
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
      page.line(
          (i == 0 ? "  " + style.verdict(diagnosis.verdict(), verdict) + "  " : indent)
              + lines.get(i));
    }
  }
}
