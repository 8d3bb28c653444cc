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
import preflight.source.rule.Forbidden;

@CheckDoc(
    id = "code-forbidden",
    on = Source.class,
    about = Subject.GROUND,
    several = true,
    expects = "Production holds nothing that is forbidden",
    why =
        """
        What helps on a developer's machine, such as a key that signs anybody in, is a hole in production.
        """,
    example =
        """
        fails    if token == "dev-bypass-token": return ADMIN
        repair   if verify(token): return user_of(token)
        """,
    signals = Signal.CODE_RULE_BROKEN)
@Remedy(
    text = "Remove it, as the finding says. The command shows every place.",
    commands = "preflight code --profile {environment} --only code-forbidden")
public final class CodeForbidden implements Check<Target<Source>, Forbidden> {

  private final House house;

  public CodeForbidden(House house) {
    this.house = house;
  }

  @Override
  public Outcome run(Target<Source> target, Forbidden with) throws InterruptedException {
    return CodeAnswer.of(
        house.judge(target.resource(), with),
        target.resource(),
        "nothing that is forbidden in production");
  }
}
