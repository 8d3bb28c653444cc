package preflight.catalog.code.house;

import preflight.catalog.code.CodeOutcome;
import preflight.check.Outcome;
import preflight.check.signal.Signal;
import preflight.resource.Source;
import preflight.source.RuleResult;

/** What findings and gaps of a rule of the house mean for its check. */
final class CodeAnswer {

  private CodeAnswer() {}

  /** Failed with a finding; unknown with a gap; else passed. */
  static Outcome of(RuleResult result, Source source, String expected) {
    Outcome outcome = CodeOutcome.of(result, Signal.CODE_RULE_BROKEN, expected, expected);
    return outcome instanceof Outcome.Failed failed
        ? failed
            .fact("rule", result.findings().getFirst().rule())
            .fact("root", source.root())
            .saying("breaks a rule of the house: " + result.findings().getFirst().rule())
        : outcome;
  }
}
