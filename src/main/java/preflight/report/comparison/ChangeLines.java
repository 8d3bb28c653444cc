package preflight.report.comparison;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.report.Page;
import preflight.report.Style;
import preflight.report.comparison.Difference.Answer;
import preflight.report.comparison.Difference.Change;
import preflight.report.comparison.Difference.Root;
import preflight.report.comparison.Difference.Slower;
import preflight.text.Durations;
import preflight.text.Plural;

/** What changed, one line each. */
final class ChangeLines {

  private final Page page;
  private final Style style;

  ChangeLines(Page page) {
    this.page = page;
    this.style = page.style();
  }

  void write(Difference difference) {
    difference
        .newRoots()
        .forEach(it ->
            root(
                style.red("new root cause      "),
                it,
                it.failsInOther() ? "; it failed before, explained by another" : ""));
    difference.goneRoots().forEach(it -> gone(it, difference));
    difference.checks().forEach(this::change);
  }

  void slower(Difference difference) {
    for (Slower each : difference.slower()) {
      page.line(
          "  slower                %s  %s  %s, was %s (%s)"
              .formatted(
                  page.shown(each.id()),
                  page.shown(each.part()),
                  Durations.measured(each.afterMs()),
                  Durations.measured(each.beforeMs()),
                  each.beforeMs() == 0
                      ? "from nothing"
                      : String.format(
                          Locale.ROOT, "%.1f times as long", each.afterMs() / each.beforeMs())));
    }
  }

  /** What nobody looked at again may be as it was. */
  private void gone(Root root, Difference difference) {
    boolean passes =
        difference.checks().stream()
            .filter(it -> it.id().equals(root.id()))
            .anyMatch(it -> it.kind() == Difference.Kind.RECOVERED);
    if (root.failsInOther()) {
      root(style.green("gone root cause     "), root, "; it still fails, explained by another");
    } else if (passes) {
      root(style.green("gone root cause     "), root, "");
    } else {
      root(style.yellow("open root cause     "), root, "; no check looked at it this time");
    }
  }

  private void root(String what, Root root, String other) {
    page.line(
        "  %s  %s  %s: %s%s"
            .formatted(
                what,
                style.bold(page.shown(root.id())),
                page.shown(root.failureClass() + style.dot() + root.severity()),
                page.shown(root.summary()),
                root.explains() == 0
                    ? other
                    : "; explains " + Plural.of(root.explains(), "failure") + other));
  }

  private void change(Change change) {
    String mark =
        switch (change.kind()) {
          case NEW -> style.red(style.failedSymbol());
          case UNANSWERED, CHANGED, GONE, UNASKED -> style.yellow(style.unknownSymbol());
          case RECOVERED -> style.green(style.passedSymbol());
        };
    String what =
        switch (change.kind()) {
          case NEW -> "fails now";
          case UNANSWERED -> "no answer now";
          case CHANGED -> "changed";
          case RECOVERED -> "recovered";
          case GONE, UNASKED -> "does not run any more";
        };
    page.line(
        "  %s %-18s  %s  %s"
            .formatted(mark, what, page.shown(change.id()), page.shown(text(change))));
  }

  private static String text(Change change) {
    return Stream.of(
            change.after().map(ChangeLines::text), change.before().map(it -> "was " + text(it)))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("; "));
  }

  private static String text(Answer answer) {
    return answer.outcome()
        + answer.signal().or(answer::reason).map(it -> " " + it).orElse("")
        + answer.failureClass().map(it -> " (" + it + ", " + answer.severity() + ")").orElse("")
        + answer.explainedBy().map(it -> " explained by " + it).orElse("");
  }
}
