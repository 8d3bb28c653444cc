package preflight.source.house;

import java.util.SortedMap;
import preflight.resource.Source;
import preflight.source.RuleResult;
import preflight.source.rule.HouseRule;
import preflight.source.tree.Role;

/** What checks ask of a source tree. All rules of a run are asked in one pass, once. */
public interface House {

  /** What a rule says, less what the tree allows. */
  RuleResult judge(Source source, HouseRule<?> rule) throws InterruptedException;

  /** Comments and entries of the baseline that allow what is not there any more. */
  RuleResult suppressions(Source source) throws InterruptedException;

  /** How many files break no rule, by role. */
  SortedMap<Role, HouseRules.Score> scores(Source source) throws InterruptedException;
}
