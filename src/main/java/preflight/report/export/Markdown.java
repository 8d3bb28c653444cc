package preflight.report.export;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import preflight.check.command.TerminalText;
import preflight.report.Bounded;
import preflight.report.ReportDocument;
import preflight.report.ReportDocument.Root;
import preflight.report.TerminalWriter;
import preflight.text.Plural;

/**
 * Markdown for a pull request, a job's summary or an incident channel. Text that is not plain words
 * stands as code, where neither markup nor names of people nor links mean anything.
 */
public final class Markdown implements Export {

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N} ,;:.'()%·/_-]*");
  private static final Pattern TICKS = Pattern.compile("`+");

  /** In plain words, what would still be a link, a list, an emoji or emphasis. */
  private static final Pattern MARKUP =
      Pattern.compile(
          "\\p{L}\\.\\p{L}|//|:(?! )|^\\d+\\.|^\\s*-|^ {4}|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");

  @Override
  public void write(ReportDocument report, TerminalWriter out) {
    List<Finding> findings = Finding.of(report);
    List<String> headline = report.verdict().headline().lines().toList();
    out.println("## " + text(headline.isEmpty() ? report.verdict().value() : headline.getFirst()));
    out.println();
    headline.stream()
        .skip(1)
        .forEach(it -> {
          out.println(text(it));
          out.println();
        });
    out.println(
        "%s · %s · %s · exit code %d"
            .formatted(
                text(report.run().environment()),
                text(report.run().profile()),
                text(Finding.second(report)),
                report.verdict().exitCode()));
    Bounded.paragraphs(
        report.rootCauses(),
        "root causes",
        it -> root(it, findings, out),
        it -> paragraph(text(it), out));
    List<Finding> unknown =
        findings.stream()
            .filter(it ->
                it.weight() == Finding.Weight.UNKNOWN
                    || it.weight() == Finding.Weight.UNKNOWN_BLOCKS)
            .toList();
    if (!unknown.isEmpty()) {
      paragraph("### Not checked", out);
      out.println();
      Bounded.paragraphs(
          unknown,
          "checks",
          it -> out.println("- " + code(it.check().id()) + ": " + text(it.sentence())),
          it -> out.println("- " + text(it)));
      fence(unknown.stream().flatMap(it -> it.commands().stream()).distinct().toList(), out);
    }
    told("Waived", findings, Finding.Weight.WAIVED, out);
    if (!report.weakenings().isEmpty()) {
      paragraph("### What makes the verdict milder", out);
      out.println();
      report
          .weakenings()
          .forEach(it ->
              out.println(
                  "- %s %s: %s (%s)"
                      .formatted(
                          text(it.kind()),
                          text(it.subject()),
                          text(it.change()),
                          text(it.origin()))));
    }
    report.notices().forEach(it -> paragraph(text(it.text()), out));
    var counts = report.verdict().counts();
    paragraph(
        "%d passed · %d failed · %d not checked · %d not applicable · %.2f s"
            .formatted(
                counts.passed(),
                counts.failed(),
                counts.unknown(),
                counts.skipped(),
                report.run().durationMs() / 1e3),
        out);
  }

  private static void told(
      String title, List<Finding> findings, Finding.Weight weight, TerminalWriter out) {
    List<Finding> some = findings.stream().filter(it -> it.weight() == weight).toList();
    if (some.isEmpty()) {
      return;
    }
    paragraph("### " + title, out);
    out.println();
    some.forEach(it -> out.println("- " + code(it.check().id()) + ": " + text(it.sentence())));
  }

  private static void root(Root root, List<Finding> findings, TerminalWriter out) {
    String confidence =
        root.failureClass().equals("UNDETERMINED")
            ? ""
            : String.format(Locale.ROOT, " · confidence %.2f", root.confidence());
    paragraph(
        "### %s · %s%s%s"
            .formatted(
                code(root.id()),
                root.failureClass(),
                confidence,
                root.owner().map(it -> " · " + text(it)).orElse("")),
        out);
    paragraph(text(root.summary()), out);
    out.println();
    findings.stream()
        .filter(it -> it.check().id().equals(root.id()))
        .findFirst()
        .ifPresent(it -> {
          it.check().expected().ifPresent(at -> out.println("- expected: " + text(at)));
          it.check().observed().ifPresent(at -> out.println("- observed: " + text(at)));
          it.check()
              .evidence()
              .forEach(
                  at -> out.println("- evidence: " + code(at.source()) + ": " + text(at.fact())));
        });
    out.println("- because: " + text(root.because()) + " (rule " + text(root.rule()) + ")");
    root.impact().forEach(it -> out.println("- impact: " + text(it)));
    if (!root.explains().isEmpty()) {
      out.println(
          "- explains %s: %s"
              .formatted(
                  Plural.of(root.explains().size(), "failure"),
                  text(Bounded.names(root.explains()))));
    }
    if (!root.remedy().text().isEmpty()) {
      paragraph("**Fix:** " + text(root.remedy().text()), out);
    }
    fence(root.remedy().commands(), out);
  }

  private static void paragraph(String text, TerminalWriter out) {
    out.println();
    out.println(text);
  }

  /** Commands in a fence that is longer than any in them. */
  private static void fence(List<String> commands, TerminalWriter out) {
    if (commands.isEmpty()) {
      return;
    }
    String fence = "`".repeat(Math.max(3, longest(String.join("\n", commands)) + 1));
    out.println();
    out.println(fence + "sh");
    commands.forEach(out::println);
    out.println(fence);
  }

  static String text(String text) {
    String line = TerminalText.line(text);
    return PLAIN.matcher(line).matches() && !MARKUP.matcher(line).find() ? line : code(line);
  }

  /** A span of code, in more backticks than stand in it. */
  private static String code(String text) {
    String line = TerminalText.line(text);
    if (line.isBlank()) {
      return line;
    }
    String ticks = "`".repeat(longest(line) + 1);
    boolean pad = line.startsWith("`") || line.endsWith("`");
    return ticks + (pad ? " " : "") + line + (pad ? " " : "") + ticks;
  }

  private static int longest(String text) {
    return TICKS
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }
}
