package preflight.catalog.code;

import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Signal;
import preflight.resource.Source;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RuleResult;

/** What findings and gaps mean for a check. */
final class CodeAnswer {

  private static final int SHOWN = 20;

  private CodeAnswer() {}

  /** Failed with a finding; unknown with a gap; else passed. */
  static Outcome of(RuleResult result, Source source, String expected) {
    if (!result.findings().isEmpty()) {
      Finding first = result.findings().getFirst();
      int more = result.findings().size() - 1;
      return Outcome.failed(
              Signal.CODE_RULE_BROKEN,
              expected,
              sentence(first) + (more == 0 ? "" : ", and %d more".formatted(more)))
          .fact("rule", first.rule())
          .fact("root", source.root())
          .saying("breaks a rule of the house: " + first.rule())
          .with(
              result.findings().stream()
                  .limit(SHOWN)
                  .map(it -> new Evidence("source", sentence(it)))
                  .toArray(Evidence[]::new));
    }
    if (!result.gaps().isEmpty()) {
      Gap first = result.gaps().getFirst();
      int more = result.gaps().size() - 1;
      return Outcome.unknown(
          UnknownReason.PERMISSION,
          expected,
          first + (more == 0 ? "" : ", and %d more".formatted(more)));
    }
    return Outcome.passed(expected);
  }

  private static String sentence(Finding finding) {
    return finding.place() + ": " + finding.message();
  }
}
