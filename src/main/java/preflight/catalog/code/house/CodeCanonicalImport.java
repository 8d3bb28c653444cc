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
import preflight.source.rule.CanonicalImport;

@CheckDoc(
    id = "code-canonical-import",
    on = Source.class,
    about = Subject.GROUND,
    several = true,
    expects = "Each listed symbol is imported from its own module",
    why =
        """
        A symbol that is imported through modules that only hand it on ties its users to all of them: whoever \
        tidies one up breaks imports that nobody expects there.
        """,
    example =
        """
        fails    from app.shared import get_settings
        repair   from app.core.settings import get_settings
        """,
    signals = Signal.CODE_RULE_BROKEN)
@Remedy(
    text =
        "Import the symbol from the module that the finding names. The command shows every place.",
    commands = "preflight code --profile {environment} --only code-canonical-import")
public final class CodeCanonicalImport implements Check<Target<Source>, CanonicalImport> {

  private final House house;

  public CodeCanonicalImport(House house) {
    this.house = house;
  }

  @Override
  public Outcome run(Target<Source> target, CanonicalImport with) throws InterruptedException {
    return CodeAnswer.of(
        house.judge(target.resource(), with),
        target.resource(),
        "each symbol is imported from its own module");
  }
}
