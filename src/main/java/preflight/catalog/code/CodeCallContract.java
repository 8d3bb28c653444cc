package preflight.catalog.code;

import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.source.service.SourceCode;

@CheckDoc(
    id = "code-call-contract",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "Each call fits what it calls, as far as that is certain",
    why =
        """
        A method that no class has, a keyword that the callee does not take, an argument too few: whoever gets \
        to that line ends with an AttributeError or a TypeError.
        """,
    example =
        """
        fails    def start(self, name, user): …                              # app/registry.py
                 registry.start(name, owner=subject)                         # app/main.py
        repair   registry.start(name, user=subject)
        """,
    signals = Signal.CODE_CALL_REFUSED)
@Remedy(
    text = "Give the callee what it takes, or change what it takes. Both places are in this tree.")
public final class CodeCallContract implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "calls that their callee takes";

  private final SourceCode code;

  public CodeCallContract(SourceCode code) {
    this.code = code;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    return CodeOutcome.orJudge(
        "code-call-contract",
        code.of(target.resource(), target.environment()),
        EXPECTED,
        it ->
            CodeOutcome.of(
                it.calls(),
                Signal.CODE_CALL_REFUSED,
                EXPECTED,
                "each call whose callee is certain fits it"));
  }
}
