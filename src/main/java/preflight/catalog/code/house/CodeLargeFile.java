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
import preflight.source.rule.LargeFiles;

@CheckDoc(
    id = "code-large-file",
    on = Source.class,
    about = Subject.GROUND,
    several = true,
    expects = "No production file is longer than allowed",
    why =
        """
        Nobody reads a file of thousands of lines before changing it, and every branch changes it.
        """,
    example =
        """
        fails    app/agent.py has 4210 lines; 2000 may be
        repair   app/agent/planning.py, app/agent/execution.py …
        """,
    signals = Signal.CODE_RULE_BROKEN)
@Remedy(
    text = "Split the file by what its parts are about. The command shows every place.",
    commands = "preflight code --profile {environment} --only code-large-file")
public final class CodeLargeFile implements Check<Target<Source>, LargeFiles> {

  private final House house;

  public CodeLargeFile(House house) {
    this.house = house;
  }

  @Override
  public Outcome run(Target<Source> target, LargeFiles with) throws InterruptedException {
    return CodeAnswer.of(
        house.judge(target.resource(), with), target.resource(), "no file that is too long");
  }
}
