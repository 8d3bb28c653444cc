package preflight.catalog.code;

import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.source.service.SourceCode;

@CheckDoc(
    id = "code-test-imports",
    on = Source.class,
    about = Subject.GROUND,
    expects = "Each import of the tree's own modules in its tests leads to something",
    why =
        """
        A test file whose import fails is not collected: its tests do not fail, they do not run, and a green \
        suite says less than it seems to. Production is not broken by it.
        """,
    example =
        """
        fails    from app.agents import Supervisor                           # tests/test_agents.py; it was renamed
        repair   from app.agents import SupervisorAgent
        """,
    signals = Signal.CODE_TESTS_BLOCKED)
@Remedy(
    text =
        "Correct the import, or remove the test with what it tested. `python -m pytest --collect-only` shows the rest.")
public final class CodeTestImports implements Check<Target<Source>, NoThresholds> {

  private static final String EXPECTED = "tests whose imports of the tree's own modules resolve";

  private final SourceCode code;

  public CodeTestImports(SourceCode code) {
    this.code = code;
  }

  @Override
  public Outcome run(Target<Source> target, NoThresholds with) throws InterruptedException {
    return CodeOutcome.of(
        code.tests(target.resource()), Signal.CODE_TESTS_BLOCKED, EXPECTED, EXPECTED);
  }
}
