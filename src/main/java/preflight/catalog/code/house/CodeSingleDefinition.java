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
import preflight.source.rule.SingleDefinition;

@CheckDoc(
    id = "code-single-definition",
    on = Source.class,
    about = Subject.GROUND,
    several = true,
    expects = "Each listed name means one thing in the whole tree",
    why =
        """
        Two classes under one name make two pools, two sessions and two truths; an alias hides that from every \
        search.
        """,
    example =
        """
        fails    class RedisClient: …                                        # app/core/redis.py
                 from app.manager import RedisManager as RedisClient         # app/chat.py
        repair   from app.core.redis import RedisClient                      # app/chat.py
        """,
    signals = Signal.CODE_RULE_BROKEN)
@Remedy(
    text =
        "Keep one definition, and import it under its own name everywhere. The command shows every place.",
    commands = "preflight code --profile {environment} --only code-single-definition")
public final class CodeSingleDefinition implements Check<Target<Source>, SingleDefinition> {

  private final House house;

  public CodeSingleDefinition(House house) {
    this.house = house;
  }

  @Override
  public Outcome run(Target<Source> target, SingleDefinition with) throws InterruptedException {
    return CodeAnswer.of(
        house.judge(target.resource(), with), target.resource(), "one thing by each name");
  }
}
