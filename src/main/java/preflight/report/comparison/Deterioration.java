package preflight.report.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import preflight.check.Severity;
import preflight.diagnosis.Verdict;
import preflight.report.ReportDocument;
import preflight.report.ReportReader;
import preflight.report.Words;
import preflight.report.comparison.Difference.Answer;
import preflight.report.comparison.Difference.Change;
import preflight.report.comparison.Difference.Kind;
import preflight.report.comparison.Difference.Root;

/** Says why a report is worse than an earlier one, in the terms of {@link Comparison}. */
final class Deterioration {

  private Deterioration() {}

  static List<String> reasons(
      ReportDocument before, ReportDocument after, List<Root> newRoots, List<Change> changes) {
    List<String> reasons = new ArrayList<>();
    if (verdict(after).compareTo(verdict(before)) > 0) {
      reasons.add(
          "the verdict was %s and is %s"
              .formatted(before.verdict().value(), after.verdict().value()));
    }
    Severity heaviest =
        before.rootCauses().stream()
            .map(it -> severity(it.severity()))
            .max(Comparator.naturalOrder())
            .filter(it -> it != Severity.INFO)
            .orElse(Severity.WARNING);
    for (Root root : newRoots) {
      if (!root.failsInOther() && severity(root.severity()).compareTo(heaviest) >= 0) {
        reasons.add("a new root cause (%s): %s".formatted(root.severity(), root.id()));
      }
    }
    List<Change> broken = changes.stream().filter(Deterioration::broke).toList();
    if (!broken.isEmpty()) {
      reasons.add(
          broken.size() == 1
              ? "a blocking check does not pass any more: " + broken.getFirst().id()
              : broken.size() + " blocking checks do not pass any more");
    }
    return reasons;
  }

  private static boolean broke(Change change) {
    boolean wrong = change.kind() == Kind.NEW || change.kind() == Kind.UNANSWERED;
    return wrong && passed(change.before()) && blocks(change.after());
  }

  /** Reports with another verdict are refused when they are read. */
  private static Verdict verdict(ReportDocument report) {
    return ReportReader.verdict(report).orElse(Verdict.NO_GO);
  }

  /** What a later version may add is taken for the heaviest. */
  private static Severity severity(String written) {
    return Words.constant(Severity.class, written).orElse(Severity.BLOCKER);
  }

  private static boolean passed(Optional<Answer> answer) {
    return answer.filter(it -> it.outcome().equals("PASSED")).isPresent();
  }

  private static boolean blocks(Optional<Answer> answer) {
    return answer.filter(it -> severity(it.severity()) == Severity.BLOCKER).isPresent();
  }
}
