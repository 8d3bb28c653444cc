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
import preflight.source.rule.SingleResolution;

@CheckDoc(
    id = "code-single-resolution",
    on = Source.class,
    about = Subject.GROUND,
    several = true,
    expects = "A setting with several variables is read in one order",
    why =
        """
        Where two modules prefer different variables, an environment that sets both gives each another value.
        """,
    example =
        """
        fails    url = os.getenv("DATABASE_URL") or os.getenv("POSTGRES_URL")    # app/a.py
                 url = os.getenv("POSTGRES_URL") or os.getenv("DATABASE_URL")    # app/b.py
        repair   url = settings.database_url                                      # in both
        """,
    signals = Signal.CODE_RULE_BROKEN)
@Remedy(
    text =
        "Read the setting in one function, and use its value everywhere. The command shows every place.",
    commands = "preflight code --profile {environment} --only code-single-resolution")
public final class CodeSingleResolution implements Check<Target<Source>, SingleResolution> {

  private final House house;

  public CodeSingleResolution(House house) {
    this.house = house;
  }

  @Override
  public Outcome run(Target<Source> target, SingleResolution with) throws InterruptedException {
    return CodeAnswer.of(
        house.judge(target.resource(), with), target.resource(), "one order for each setting");
  }
}
