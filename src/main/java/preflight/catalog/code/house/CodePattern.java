package preflight.catalog.code.house;

import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.source.house.House;
import preflight.source.rule.CodePatterns;

@CheckDoc(
    id = "code-pattern",
    on = Source.class,
    about = Subject.GROUND,
    several = true,
    expects = "No pattern that a pack forbids stands in the source",
    why =
        """
        Each team has mistakes of its own that it met before.
        """,
    example =
        """
        fails    except:                                 # regex: "^\\\\s*except:", message: catches even exits
        repair   except ValueError:
        """,
    signals = Signal.CODE_RULE_BROKEN)
@Remedy(
    text = "Repair each place as the message says. The command shows every place.",
    commands = "preflight code --profile {environment} --only code-pattern")
public final class CodePattern implements Check<Target<Source>, CodePatterns> {

  private final House house;

  public CodePattern(House house) {
    this.house = house;
  }

  @Override
  public Outcome run(Target<Source> target, CodePatterns with) throws InterruptedException {
    return CodeAnswer.of(
        house.judge(target.resource(), with), target.resource(), "no forbidden pattern");
  }
}
