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
    id = "code-undefined-name",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "Each name that the code of the image uses is defined",
    why =
        """
        A name that nothing defines ends whatever reaches its line: the start of the service, a request, an \
        error path that nobody tested.
        """,
    example =
        """
        fails    registry.start(name, user=subject_id)                       # the parameter is subject
        repair   registry.start(name, user=subject)
        """,
    signals = Signal.CODE_NAME_UNDEFINED)
@Remedy(
    text =
        "Import the name, or correct it. If something outside of the file defines it while it runs, say so at the line:"
            + " `# noqa: F821`.")
public final class CodeUndefinedName implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "names that something defines";

  private final SourceCode code;

  public CodeUndefinedName(SourceCode code) {
    this.code = code;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    return CodeOutcome.orJudge(
        "code-undefined-name",
        code.of(target.resource(), target.environment()),
        EXPECTED,
        it ->
            CodeOutcome.of(
                it.names(), Signal.CODE_NAME_UNDEFINED, EXPECTED, "something defines each name"));
  }
}
