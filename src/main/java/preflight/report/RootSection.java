package preflight.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import preflight.check.CheckId;
import preflight.check.FailureClass;
import preflight.diagnosis.RootCause;

/** Root causes: what was expected and seen, why, whose it is, and the next command. */
final class RootSection {

  private static final int SHOWN = 6;
  private static final int WIDEST = 100;

  private final Page page;
  private final Style style;
  private final List<RootCause> roots;
  private final int titles;
  private final int column;

  RootSection(Page page, List<RootCause> roots) {
    this.page = page;
    this.style = page.style();
    this.roots = roots;
    this.titles = longest(RootSection::title);
    int whose = longest(this::whose);
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
    page.field("expected", root.failed().expected());
    page.field(
        "observed",
        root.failed().observed()
            + root.failed()
                .phase()
                .map(it -> " (phase " + it.name().toLowerCase(Locale.ROOT) + ")")
                .orElse(""));
    page.fields(
        "evidence",
        root.failed().evidence().stream().map(it -> it.source() + ": " + it.fact()).toList());
    whys(root.whys());
    page.field("because", root.because() + " [" + root.rule() + "]");
    page.fields("not", root.counterEvidence());
    page.field("matters", matters(root));
    page.list("clears", ids(root.explains()));
    page.field("remains", remains(root));
    page.field("also", also(root.contributingTo()));
    page.fix(root.fix());
    page.field("more", "preflight explain " + root.id().check());
  }

  /** Whose it is stands in one column; where that is too narrow, on a line of its own. */
  private void header(RootCause root) {
    String title = title(root);
    String id = page.shown(root.id().toString());
    String whose = page.shown(whose(root));
    String left =
        "  " + paint(root, title) + " ".repeat(titles - title.length() + 2) + style.bold(id);
    int used = 2 + titles + 2 + id.length();
    if (column + whose.length() <= style.width()) {
      page.line(left + " ".repeat(column - used) + whose);
    } else {
      page.line(left);
      page.field("class", whose);
    }
  }

  private static String title(RootCause root) {
    return switch (root.severity()) {
      case BLOCKER -> "ROOT CAUSE";
      case WARNING -> "WARNING";
      case INFO -> "NOTE";
    };
  }

  private String paint(RootCause root, String title) {
    return switch (root.severity()) {
      case BLOCKER -> style.red(title);
      case WARNING -> style.yellow(title);
      case INFO -> style.faint(title);
    };
  }

  private String whose(RootCause root) {
    String sure =
        root.to() == FailureClass.UNDETERMINED
            ? ""
            : style.dot() + String.format(Locale.ROOT, "sure %.2f", root.confidence());
    return root.to() + sure + root.owner().map(it -> style.dot() + it).orElse("");
  }

  private void whys(List<String> whys) {
    for (int i = 0; i < whys.size() && whys.size() > 1; i++) {
      page.field(i == 0 ? "why" : "", (i == 0 ? "" : style.because()) + whys.get(i));
    }
  }

  /** What users lose, where the profile says it; else what the check knows of that. */
  private static String matters(RootCause root) {
    if (!root.impact().isEmpty()) {
      return String.join("; ", root.impact());
    }
    String why = root.result().planned().check().doc().why().strip().replaceAll("\\s+", " ");
    int end = why.indexOf(". ");
    return end < 0 ? why : why.substring(0, end + 1);
  }

  private String remains(RootCause root) {
    int others = roots.size() - 1;
    int theirs = roots.stream().mapToInt(it -> it.explains().size()).sum() - root.explains().size();
    if (others == 0) {
      return "";
    }
    String causes = others == 1 ? "the other root cause" : others + " other root causes";
    return theirs == 0
        ? causes
        : "%s and %d failure%s of theirs".formatted(causes, theirs, theirs == 1 ? "" : "s");
  }

  private List<String> ids(List<CheckId> ids) {
    List<String> shown = new ArrayList<>(ids.stream().limit(SHOWN).map(CheckId::toString).toList());
    if (ids.size() > SHOWN) {
      shown.add("%s and %d more".formatted(style.more(), ids.size() - SHOWN));
    }
    return shown;
  }

  private String also(List<CheckId> ids) {
    return ids.isEmpty() ? "" : "could also have caused " + String.join("  ", ids(ids));
  }
}
