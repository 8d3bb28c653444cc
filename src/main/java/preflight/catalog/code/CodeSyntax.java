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
    id = "code-syntax",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "The interpreter of the image accepts each file of it",
    why =
        """
        A file that does not parse ends whoever imports it. Syntax that the image's interpreter does not know works on \
        the newer one of the developers.
        """,
    example =
        """
        fails    FROM python:3.11-slim                                       # backend/Dockerfile
                 type Names = list[str]                                      # backend/app/registry.py
        repair   Names = list[str]
        """,
    signals = Signal.CODE_DOES_NOT_PARSE)
@Remedy(
    text =
        "Correct the file; or give the image the version of its interpreter that the file needs.")
public final class CodeSyntax implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "files that the interpreter of the image accepts";

  private final SourceCode code;

  public CodeSyntax(SourceCode code) {
    this.code = code;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    return CodeOutcome.orJudge(
        "code-syntax",
        code.of(target.resource(), target.environment()),
        EXPECTED,
        it ->
            CodeOutcome.of(
                it.syntax(), Signal.CODE_DOES_NOT_PARSE, EXPECTED, "it accepts each file"));
  }
}
