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
import preflight.source.rule.DeprecatedSymbols;

@CheckDoc(
    id = "code-deprecated",
    on = Source.class,
    about = Subject.GROUND,
    several = true,
    expects = "No production code imports what is deprecated",
    why =
        """
        What is deprecated goes away some day, and then its users do not start.
        """,
    example =
        """
        fails    from app.clients import old_client    # @deprecated("use app.http.client")
        repair   from app.http import client
        """,
    signals = Signal.CODE_RULE_BROKEN)
@Remedy(
    text = "Use what the finding names in its place. The command shows every place.",
    commands = "preflight code --profile {environment} --only code-deprecated")
public final class CodeDeprecated implements Check<Target<Source>, DeprecatedSymbols> {

  private final House house;

  public CodeDeprecated(House house) {
    this.house = house;
  }

  @Override
  public Outcome run(Target<Source> target, DeprecatedSymbols with) throws InterruptedException {
    return CodeAnswer.of(
        house.judge(target.resource(), with),
        target.resource(),
        "no import of a deprecated symbol");
  }
}
