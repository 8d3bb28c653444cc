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
import preflight.source.rule.DuplicateFiles;

@CheckDoc(
    id = "code-duplicate-file",
    on = Source.class,
    about = Subject.GROUND,
    several = true,
    expects = "No production file stands in the tree twice",
    why =
        """
        A repair of one copy leaves the other one broken, and which of them runs is seen in production.
        """,
    example =
        """
        fails    app/auth/tokens.py and app/legacy/tokens.py are the same, 212 lines
        repair   from app.auth.tokens import verify      # and app/legacy/tokens.py is removed
        """,
    signals = Signal.CODE_RULE_BROKEN)
@Remedy(
    text =
        "Keep one of the files and import it where the other one was used. The command shows every place.",
    commands = "preflight code --profile {environment} --only code-duplicate-file")
public final class CodeDuplicateFile implements Check<Target<Source>, DuplicateFiles> {

  private final House house;

  public CodeDuplicateFile(House house) {
    this.house = house;
  }

  @Override
  public Outcome run(Target<Source> target, DuplicateFiles with) throws InterruptedException {
    return CodeAnswer.of(
        house.judge(target.resource(), with), target.resource(), "no production file twice");
  }
}
