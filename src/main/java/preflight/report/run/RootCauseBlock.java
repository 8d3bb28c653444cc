package preflight.report.run;

import java.util.List;
import java.util.Locale;
import preflight.check.CheckDoc;
import preflight.check.CheckId;
import preflight.check.FailureClass;
import preflight.check.Outcome.Failed;
import preflight.diagnosis.RootCause;
import preflight.report.Page;
import preflight.report.Style;
import preflight.text.Listing;

/** The parts of one root cause, in the same words for every report that people read. */
final class RootCauseBlock {

  private static final int SHOWN = 6;

  private final Page page;
  private final Style style;

  RootCauseBlock(Page page) {
    this.page = page;
    this.style = page.style();
  }

  static boolean undecided(RootCause root) {
    return root.to() == FailureClass.UNDETERMINED;
  }

  static String title(RootCause root) {
    return switch (root.standing()) {
      case COUNTS -> weight(root);
      case REPLACED -> "REPLACED";
      case BROUGHT -> "COMING";
      case ELSEWHERE -> "ELSEWHERE";
    };
  }

  private static String weight(RootCause root) {
    return switch (root.severity()) {
      case BLOCKER -> "ROOT CAUSE";
      case WARNING -> "WARNING";
      case INFO -> "NOTE";
    };
  }

  String painted(RootCause root) {
    String title = title(root);
    return switch (root.severity()) {
      case BLOCKER -> style.red(title);
      case WARNING -> style.yellow(title);
      case INFO -> style.faint(title);
    };
  }

  /** Class, confidence and owner. */
  String whose(RootCause root) {
    String confidence =
        undecided(root)
            ? ""
            : style.dot() + String.format(Locale.ROOT, "confidence %.2f", root.confidence());
    return root.to() + confidence + root.owner().map(it -> style.dot() + it).orElse("");
  }

  void seen(RootCause root) {
    page.field("deploying", standing(root));
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
  }

  /** What the deployment does to it; nothing is said of what decides it. */
  private static String standing(RootCause root) {
    return switch (root.standing()) {
      case COUNTS -> "";
      case REPLACED ->
          "broken now; the revision that has it is about to be replaced, so it does not block";
      case BROUGHT -> "missing now; it comes with the deployment, so it does not block";
      case ELSEWHERE ->
          "broken now; not deployed, and nothing that is deployed uses it, so it does not block";
    };
  }

  /** Why it is of its class, and what looks like a deeper cause and is none. */
  void because(RootCause root) {
    page.field("because", root.because() + " (rule " + root.rule() + ")");
    page.fields("ruled out", root.counterEvidence());
  }

  /** What users lose, where the profile says it; else what the check knows of that. */
  void impact(RootCause root) {
    page.fields("impact", root.impact().isEmpty() ? List.of(why(root)) : root.impact());
  }

  private static String why(RootCause root) {
    String stake =
        root.result().outcome() instanceof Failed failed
            ? failed.facts().get(CheckDoc.STAKE)
            : null;
    if (stake != null) {
      return stake;
    }
    String why = root.result().planned().definition().doc().why().strip().replaceAll("\\s+", " ");
    int end = why.indexOf(". ");
    return end < 0 ? why : why.substring(0, end + 1);
  }

  void explains(RootCause root) {
    page.list("explains", ids(root.explains()));
  }

  void also(RootCause root) {
    page.list(
        "also",
        root.contributingTo().isEmpty()
            ? List.of()
            : List.of("can have caused " + String.join("  ", ids(root.contributingTo()))));
  }

  /** The sentence first: it carries the caveat of the commands. */
  void fix(RootCause root) {
    page.field("fix", root.fix().text());
    page.commands(root.fix().text().isEmpty() ? "fix" : "", root.fix().commands());
  }

  void more(RootCause root) {
    page.field("more", "preflight explain " + root.id().catalogued());
  }

  private static List<String> ids(List<CheckId> ids) {
    return Listing.words(ids, SHOWN);
  }
}
