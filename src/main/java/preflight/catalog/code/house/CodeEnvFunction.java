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
import preflight.source.rule.EnvironmentFunctions;

@CheckDoc(
    id = "code-env-function",
    on = Source.class,
    about = Subject.GROUND,
    several = true,
    expects = "No function does something else in another environment",
    why =
        """
        Code that runs in production only was never run before it got there.
        """,
    example =
        """
        fails    def connect_staging(): return Client(tls=False)
                 def connect_production(): return Client(tls=True)
        repair   def connect(settings): return Client(tls=settings.tls)
        """,
    signals = Signal.CODE_RULE_BROKEN)
@Remedy(
    text =
        "Make one function of them, and a setting of what differs. The command shows every place.",
    commands = "preflight code --profile {environment} --only code-env-function")
public final class CodeEnvFunction implements Check<Target<Source>, EnvironmentFunctions> {

  private final House house;

  public CodeEnvFunction(House house) {
    this.house = house;
  }

  @Override
  public Outcome run(Target<Source> target, EnvironmentFunctions with) throws InterruptedException {
    return CodeAnswer.of(
        house.judge(target.resource(), with),
        target.resource(),
        "the same functions in every environment");
  }
}
