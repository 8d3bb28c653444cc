package preflight.catalog.code.house;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RuleResult;
import preflight.source.house.House;
import preflight.source.house.HouseRules;
import preflight.source.tree.Role;

@CheckDoc(
    id = "code-score",
    on = Source.class,
    about = Subject.GROUND,
    expects = "Enough source files break no rule",
    why =
        """
        Single findings are mended or allowed one by one; the share of sound files says where that leads.
        """,
    example =
        """
        fails    82 % of the production files break no rule, and 90 % is the threshold
        repair   preflight code                          # shows what to mend, by rule
        """,
    signals = Signal.CODE_RULE_BROKEN)
@Remedy(
    text = "Mend the rules with the largest gap. The command shows them.",
    commands = "preflight code --profile {environment}")
public final class CodeScore implements Check<Target<Source>, CodeScore.With> {

  /** Shares of files that break no rule. */
  public record With(
      @Field(
              value = "The least share of production files, in percent",
              byDefault = "0",
              min = 0,
              max = 100,
              weaker = Weaker.LESS)
          int production,
      @Field(
              value = "The least share of files of tests, in percent",
              byDefault = "0",
              min = 0,
              max = 100,
              weaker = Weaker.LESS)
          int tests) {

    /** The roles whose share is too small. */
    public List<Finding> below(SortedMap<Role, HouseRules.Score> scores) {
      List<Finding> findings = new ArrayList<>();
      scores.forEach((role, score) -> {
        int least = role == Role.PRODUCTION ? production : role == Role.TEST ? tests : 0;
        if (score.percent() < least) {
          findings.add(
              new Finding(
                  "code-score",
                  ".",
                  1,
                  1,
                  "%d of %d %s files break no rule: %d %%, and %d %% is the threshold"
                      .formatted(score.sound(), score.files(), role.word(), score.percent(), least),
                  role.word()));
        }
      });
      return findings;
    }
  }

  private final House house;

  public CodeScore(House house) {
    this.house = house;
  }

  @Override
  public Outcome run(Target<Source> target, With with) throws InterruptedException {
    List<Finding> findings = with.below(house.scores(target.resource()));
    List<Gap> gaps = house.suppressions(target.resource()).gaps();
    return CodeAnswer.of(
        new RuleResult(findings, gaps), target.resource(), "enough files that break no rule");
  }
}
