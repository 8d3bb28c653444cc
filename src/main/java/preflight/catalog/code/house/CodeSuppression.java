package preflight.catalog.code.house;

import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.source.house.House;

@CheckDoc(
    id = "code-suppression",
    on = Source.class,
    about = Subject.GROUND,
    expects = "Whatever allows a violation still allows one, and says why",
    why =
        """
        A comment or a baseline that allows what is long mended lets the next violation in unseen.
        """,
    example =
        """
        fails    total = count  # preflight: allow code-forbidden, a test server
        repair   total = count
        """,
    signals = Signal.CODE_RULE_BROKEN)
@Remedy(
    text =
        "Remove the comment, or give it a reason. Let the baseline follow; the command writes it, and"
            + " allows what stands there now.",
    commands = "preflight code --profile {environment} --write-baseline")
public final class CodeSuppression implements Check<Target<Source>, NoThresholds> {

  private final House house;

  public CodeSuppression(House house) {
    this.house = house;
  }

  @Override
  public Outcome run(Target<Source> target, NoThresholds with) throws InterruptedException {
    return CodeAnswer.of(
        house.suppressions(target.resource()),
        target.resource(),
        "no comment and no entry of the baseline that allows nothing");
  }
}
