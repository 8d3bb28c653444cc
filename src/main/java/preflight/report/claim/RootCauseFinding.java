package preflight.report.claim;

import java.util.List;
import java.util.Optional;
import preflight.check.Claim;
import preflight.check.FailureClass;
import preflight.report.ReportDocument;
import preflight.report.ReportDocument.CheckInfo;
import preflight.report.ReportDocument.Root;
import preflight.report.claim.ClaimVerdict.Finding;
import preflight.report.claim.ClaimVerdict.Match;
import preflight.report.claim.ClaimVerdict.Part;
import preflight.report.claim.ClaimVerdict.Seen;
import preflight.report.claim.ClaimVerdict.Standing;

/** Holds the stated root cause against the root causes of a report. */
final class RootCauseFinding {

  private final ReportDocument report;

  RootCauseFinding(ReportDocument report) {
    this.report = report;
  }

  /**
   * Holds where one of the checks that the claim names is a root cause of the stated class. Open
   * where that root is undetermined, or where one of those checks was not answered; contradicted
   * where all were, and each passed, or is explained by another root, or is of another class.
   */
  Finding of(Claim claim) {
    String statement = claim.rootCause() + ": " + claim.to();
    List<CheckInfo> named = FactFinding.applicable(report.checks(), claim.rootCause(), false);
    boolean anyAnswered = named.stream().anyMatch(FactFinding::answered);
    List<Seen> seen = named.stream().map(it -> seen(it, claim.to(), anyAnswered)).toList();
    if (any(seen, Match.HOLDS)) {
      return finding(statement, Standing.HOLDS, "the report names it as a root cause", seen);
    }
    if (named.isEmpty()) {
      return finding(statement, Standing.OPEN, "the report has no such check", seen);
    }
    if (any(seen, Match.SILENT)) {
      return finding(statement, Standing.OPEN, "its class is undetermined", seen);
    }
    if (any(seen, Match.UNANSWERED)) {
      return finding(statement, Standing.OPEN, "it did not run, or got no answer", seen);
    }
    List<Root> roots =
        report.rootCauses().stream().filter(it -> claim.rootCause().matches(it.id())).toList();
    Optional<Root> other = roots.stream().findFirst();
    return finding(
        statement,
        Standing.CONTRADICTED,
        other
            .map(it -> "it is a root cause, and of class " + it.failureClass())
            .orElseGet(() -> elsewhere(named)),
        seen);
  }

  private static boolean any(List<Seen> seen, Match match) {
    return seen.stream().anyMatch(it -> it.match() == match);
  }

  private static String elsewhere(List<CheckInfo> named) {
    return named.stream()
        .flatMap(it -> it.explainedBy().stream())
        .findFirst()
        .map(it -> "it failed because of " + it)
        .orElse("it did not fail");
  }

  /** A check that was skipped below a failure is no candidate, where another one was asked. */
  private Seen seen(CheckInfo check, FailureClass to, boolean anyAnswered) {
    Optional<String> rootOf =
        report.rootCauses().stream()
            .filter(it -> it.id().equals(check.id()))
            .map(Root::failureClass)
            .findFirst();
    boolean asked =
        FactFinding.answered(check)
            || (anyAnswered && FactFinding.hasReason(check, "prerequisite"));
    Match match =
        rootOf.isPresent()
            ? match(rootOf.get(), to)
            : asked ? Match.CONTRADICTED : Match.UNANSWERED;
    return new Seen(check.id(), match, FactFinding.says(check));
  }

  private static Match match(String failureClass, FailureClass to) {
    if (failureClass.equals(to.name())) {
      return Match.HOLDS;
    }
    return failureClass.equals(FailureClass.UNDETERMINED.name())
        ? Match.SILENT
        : Match.CONTRADICTED;
  }

  private static Finding finding(
      String statement, Standing standing, String because, List<Seen> seen) {
    return new Finding(Part.ROOT_CAUSE, statement, standing, because, seen);
  }
}
