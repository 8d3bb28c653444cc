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
import preflight.source.rule.DirectEnviron;

@CheckDoc(
    id = "code-direct-environ",
    on = Source.class,
    about = Subject.GROUND,
    several = true,
    expects = "Only the configuration reads the environment of the process",
    why =
        """
        A variable that is read all over the code has as many defaults and spellings as places, and nobody can \
        say what a service needs to start.
        """,
    example =
        """
        fails    timeout = os.environ["CHAT_TIMEOUT"]    # in app/chat.py
        repair   timeout = settings.chat_timeout         # and app/config.py reads CHAT_TIMEOUT
        """,
    signals = Signal.CODE_RULE_BROKEN)
@Remedy(
    text =
        "Read the variable in the configuration and pass the value on; or add the file to `allowed-in` of the rule. The command shows every place.",
    commands = "preflight code --profile {environment} --only code-direct-environ")
public final class CodeDirectEnviron implements Check<Target<Source>, DirectEnviron> {

  private final House house;

  public CodeDirectEnviron(House house) {
    this.house = house;
  }

  @Override
  public Outcome run(Target<Source> target, DirectEnviron with) throws InterruptedException {
    return CodeAnswer.of(
        house.judge(target.resource(), with),
        target.resource(),
        "reads of the environment in the configuration only");
  }
}
