package preflight.report.run;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.Severity;
import preflight.diagnosis.RootCause;
import preflight.diagnosis.Sentences;
import preflight.diagnosis.standing.Standing;
import preflight.report.Bounded;
import preflight.report.Page;
import preflight.report.Style;
import preflight.text.Plural;

/** Root causes: what was expected and seen, why, whose it is, and the next command. */
final class RootSection {

  private static final int WIDEST = 100;

  private final Page page;
  private final RootCauseBlock block;
  private final Style style;
  private final List<RootCause> roots;
  private final int titles;
  private final int column;

  RootSection(Page page, List<RootCause> roots) {
    this.page = page;
    this.style = page.style();
    this.roots = roots;
    this.block = new RootCauseBlock(page);
    this.titles = longest(RootCauseBlock::title);
    int whose = longest(block::whose);
    int left = 2 + titles + 2 + longest(it -> it.id().toString()) + 2;
    this.column = Math.max(left, Math.min(style.width(), WIDEST) - whose);
  }

  private int longest(Function<RootCause, String> part) {
    return roots.stream().map(part).mapToInt(String::length).max().orElse(0);
  }

  void write() {
    Bounded.paragraphs(
        roots,
        "root causes",
        this::write,
        more -> {
          page.blank();
          page.text("  ", more);
        });
  }

  private void write(RootCause root) {
    page.blank();
    header(root);
    block.seen(root);
    whys(root.whys());
    block.because(root);
    block.impact(root);
    block.explains(root);
    page.field("remaining", remaining(root));
    block.also(root);
    block.fix(root);
    block.more(root);
  }

  /** Whose it is stands in one column; where that is too narrow, on a line of its own. */
  private void header(RootCause root) {
    String title = RootCauseBlock.title(root);
    String id = page.shown(root.id().toString());
    String whose = page.shown(block.whose(root));
    String left =
        "  " + block.painted(root) + " ".repeat(titles - title.length() + 2) + style.bold(id);
    int used = 2 + titles + 2 + id.length();
    if (column + whose.length() <= style.width()) {
      page.line(left + " ".repeat(column - used) + whose);
    } else {
      page.line(left);
      page.field("class", whose);
    }
  }

  private void whys(List<String> whys) {
    for (int i = 0; i < whys.size() && whys.size() > 1; i++) {
      page.field(i == 0 ? "why" : "", (i == 0 ? "" : style.because()) + whys.get(i));
    }
  }

  /** What is left to repair after this one. */
  private String remaining(RootCause root) {
    if (root.standing() != Standing.COUNTS) {
      return "";
    }
    // What a deployment replaces or brings, and what lies elsewhere, is not left to repair.
    List<RootCause> left =
        roots.stream()
            .filter(it -> it.standing() == Standing.COUNTS && !it.id().equals(root.id()))
            .toList();
    int causes = (int) left.stream().filter(it -> it.severity() == Severity.BLOCKER).count();
    if (left.isEmpty()) {
      return "";
    }
    String named =
        Stream.of(told(causes, "other root cause"), told(left.size() - causes, "warning"))
            .filter(it -> !it.isEmpty())
            .collect(Collectors.joining(" and "));
    String follow = left.size() == 1 ? Sentences.explains(left.getFirst()) : Sentences.follow(left);
    return follow.isEmpty() ? named : named + (left.size() == 1 ? ", which " : "; ") + follow;
  }

  private static String told(int count, String what) {
    return count == 0 ? "" : Plural.of(count, what);
  }
}
