package preflight.report.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import preflight.check.Claim.Answer;
import preflight.check.Claim.Fact;
import preflight.check.Glob;
import preflight.report.ReportDocument.CheckInfo;
import preflight.report.Words;
import preflight.report.claim.ClaimVerdict.Finding;
import preflight.report.claim.ClaimVerdict.Match;
import preflight.report.claim.ClaimVerdict.Part;
import preflight.report.claim.ClaimVerdict.Seen;
import preflight.report.claim.ClaimVerdict.Standing;

/** Holds one fact against the checks of a report. */
final class FactFinding {

  private final List<CheckInfo> checks;

  FactFinding(List<CheckInfo> checks) {
    this.checks = checks;
  }

  /** A prediction holds where every check that it speaks of bears it out. */
  Finding predicted(Fact fact) {
    List<Seen> seen = seen(fact);
    Standing standing =
        any(seen, Match.CONTRADICTED)
            ? Standing.CONTRADICTED
            : !seen.isEmpty() && seen.stream().allMatch(it -> it.match() == Match.HOLDS)
                ? Standing.HOLDS
                : Standing.OPEN;
    String because =
        switch (standing) {
          case HOLDS -> "the report shows it";
          case CONTRADICTED -> "the report shows another answer";
          case OPEN -> open(seen);
        };
    return new Finding(Part.PREDICTED, fact.toString(), standing, because, seen);
  }

  /** One check that shows what is excluded is enough; each of them must have been asked. */
  Finding excluded(Fact fact) {
    List<Seen> seen = seen(fact);
    Standing standing =
        any(seen, Match.HOLDS)
            ? Standing.CONTRADICTED
            : seen.isEmpty() || any(seen, Match.UNANSWERED) ? Standing.OPEN : Standing.HOLDS;
    String because =
        switch (standing) {
          case HOLDS -> "the report does not show it";
          case CONTRADICTED -> "the report shows what the claim excludes";
          case OPEN -> open(seen);
        };
    return new Finding(Part.EXCLUDED, fact.toString(), standing, because, seen);
  }

  private static String open(List<Seen> seen) {
    if (seen.isEmpty()) {
      return "the report has no such check";
    }
    return any(seen, Match.UNANSWERED)
        ? "not every check that could show it got an answer"
        : "the answer says nothing about it";
  }

  private static boolean any(List<Seen> seen, Match match) {
    return seen.stream().anyMatch(it -> it.match() == match);
  }

  private List<Seen> seen(Fact fact) {
    boolean skips = fact.outcome().equals(Optional.of(Answer.SKIPPED));
    return applicable(checks, fact.check(), skips).stream()
        .map(it -> new Seen(it.id(), match(fact, it), says(it) + proof(fact, it)))
        .toList();
  }

  /** What does not apply says nothing, where something else does. */
  static List<CheckInfo> applicable(List<CheckInfo> checks, Glob glob, boolean all) {
    List<CheckInfo> named = checks.stream().filter(it -> glob.matches(it.id())).toList();
    List<CheckInfo> applicable =
        named.stream().filter(it -> !hasReason(it, "not-applicable")).toList();
    return all || applicable.isEmpty() ? named : applicable;
  }

  static boolean answered(CheckInfo check) {
    return check.outcome().equals("PASSED") || check.outcome().equals("FAILED");
  }

  static boolean hasReason(CheckInfo check, String reason) {
    return check.reason().equals(Optional.of(reason));
  }

  private static Match match(Fact fact, CheckInfo check) {
    boolean same = fact.outcome().map(it -> it.name().equals(check.outcome())).orElse(true);
    if (!same) {
      return answered(check) ? Match.CONTRADICTED : Match.UNANSWERED;
    }
    if (fact.outcome().isEmpty() && !answered(check)) {
      return Match.UNANSWERED;
    }
    List<Match> parts = new ArrayList<>();
    fact.signal().ifPresent(it -> parts.add(word(it, check.signal())));
    fact.phase().ifPresent(it -> parts.add(word(it, check.phase())));
    fact.explainedBy()
        .ifPresent(it ->
            parts.add(
                check.explainedBy().filter(it::matches).isPresent()
                    ? Match.HOLDS
                    : Match.CONTRADICTED));
    fact.evidenceContains().ifPresent(it -> parts.add(contains(check, it)));
    if (parts.contains(Match.CONTRADICTED)) {
      return Match.CONTRADICTED;
    }
    return parts.contains(Match.SILENT) ? Match.SILENT : Match.HOLDS;
  }

  private static Match word(Enum<?> stated, Optional<String> seen) {
    if (seen.isEmpty()) {
      return Match.SILENT;
    }
    boolean same = seen.get().equals(stated.name()) || seen.get().equals(Words.of(stated));
    return same ? Match.HOLDS : Match.CONTRADICTED;
  }

  /** That something was not seen is no proof that it was not there. */
  private static Match contains(CheckInfo check, String part) {
    boolean seen =
        check.observed().filter(it -> it.contains(part)).isPresent()
            || check.evidence().stream().anyMatch(it -> it.fact().contains(part));
    return seen ? Match.HOLDS : Match.SILENT;
  }

  /** The evidence that holds what is stated, where what was seen does not. */
  private static String proof(Fact fact, CheckInfo check) {
    return fact.evidenceContains().stream()
        .flatMap(part -> check.evidence().stream().filter(it -> it.fact().contains(part)))
        .findFirst()
        .map(it -> " [%s: %s]".formatted(it.source(), it.fact()))
        .orElse("");
  }

  /** The answer of a check in one line. */
  static String says(CheckInfo check) {
    List<String> parts = new ArrayList<>(List.of(check.outcome()));
    check.reason().ifPresent(parts::add);
    check.signal().ifPresent(parts::add);
    check.phase().ifPresent(it -> parts.add("phase " + it));
    check.explainedBy().ifPresent(it -> parts.add("explained by " + it));
    return String.join(", ", parts) + check.observed().map(it -> ": " + it).orElse("");
  }
}
