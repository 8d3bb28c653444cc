package preflight.report.run;

import java.util.List;
import java.util.Locale;
import preflight.check.Severity;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.RootCause;
import preflight.diagnosis.Sentences;
import preflight.text.Plural;

/** The first line for the person on call: the verdict, whose problem it is, and its cause. */
final class TriageLine {

  private TriageLine() {}

  /**
   * For example {@code NO-GO · configuration, not code: the secret REDIS_HOST ends with a line
   * break (1 root cause explains 6 failures)}.
   */
  static String of(Diagnosis diagnosis) {
    String verdict = diagnosis.headline().verdict();
    return switch (diagnosis.verdict()) {
      case GO, INCONCLUSIVE -> diagnosis.headline().line();
      case NO_GO -> failed(verdict, roots(diagnosis, Severity.BLOCKER));
      case GO_WITH_WARNINGS -> {
        List<RootCause> warning = roots(diagnosis, Severity.WARNING);
        yield warning.isEmpty() ? diagnosis.headline().line() : failed(verdict, warning);
      }
    };
  }

  private static List<RootCause> roots(Diagnosis diagnosis, Severity atLeast) {
    return diagnosis.roots().stream().filter(it -> it.severity().compareTo(atLeast) >= 0).toList();
  }

  private static String failed(String verdict, List<RootCause> roots) {
    String causes = Plural.of(roots.size(), "root cause");
    String follow =
        roots.size() == 1 ? Sentences.explains(roots.getFirst()) : Sentences.follow(roots);
    String explain = follow.isEmpty() ? causes : causes + (roots.size() == 1 ? " " : "; ") + follow;
    return String.format(Locale.ROOT, "%s: %s (%s)", verdict, roots.getFirst().sentence(), explain);
  }
}
