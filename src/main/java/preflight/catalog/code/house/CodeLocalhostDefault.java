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
import preflight.source.rule.LocalhostDefault;

@CheckDoc(
    id = "code-localhost-default",
    on = Source.class,
    about = Subject.GROUND,
    several = true,
    expects = "No setting of production code falls back to this machine",
    why =
        """
        A service whose setting was forgotten starts, asks its own container, and fails where nobody looks for a \
        setting.
        """,
    example =
        """
        fails    host = os.environ.get("REDIS_HOST", "localhost")
        repair   host = os.environ["REDIS_HOST"]         # and .env sets it on a developer's machine
        """,
    signals = Signal.CODE_RULE_BROKEN)
@Remedy(
    text =
        "Take the default away, so that a deployment without the setting fails at once. The command shows every place.",
    commands = "preflight code --profile {environment} --only code-localhost-default")
public final class CodeLocalhostDefault implements Check<Target<Source>, LocalhostDefault> {

  private final House house;

  public CodeLocalhostDefault(House house) {
    this.house = house;
  }

  @Override
  public Outcome run(Target<Source> target, LocalhostDefault with) throws InterruptedException {
    return CodeAnswer.of(
        house.judge(target.resource(), with),
        target.resource(),
        "no setting that falls back to localhost");
  }
}
