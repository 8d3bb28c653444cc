package preflight.source;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a rule says of a source tree: where it is broken, and what it could not judge. */
public record RuleResult(List<Finding> findings, List<Gap> gaps) {

  public static final RuleResult NOTHING = new RuleResult(List.of(), List.of());

  /** Each once, in the order of their places. */
  public RuleResult {
    findings = List.copyOf(new TreeSet<>(findings));
    gaps = List.copyOf(new TreeSet<>(gaps));
  }

  /** Both results as one. */
  public RuleResult and(RuleResult other) {
    return new RuleResult(
        Stream.concat(findings.stream(), other.findings.stream()).toList(),
        Stream.concat(gaps.stream(), other.gaps.stream()).toList());
  }
}
