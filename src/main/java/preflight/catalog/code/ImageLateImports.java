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
    id = "image-late-imports",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "Each other import of the image leads to a module",
    why =
        """
        An import in a function, or in a module that the start does not reach, fails when somebody first needs \
        it: a request, a job at night, an error path.
        """,
    example =
        """
        fails    def export():
                     import openpyxl                                         # in no requirements.txt
        repair   openpyxl==3.1.5                                             # backend/requirements.txt
        """,
    signals = Signal.CODE_IMPORT_UNRESOLVED)
@Remedy(
    text =
        "Correct the import, or bring the module into the image. `preflight image` shows what the image"
            + " holds and why a file is not in it.")
public final class ImageLateImports implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "imports that lead to a module of the image";

  private final SourceCode code;

  public ImageLateImports(SourceCode code) {
    this.code = code;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    return CodeOutcome.orJudge(
        "image-late-imports",
        code.of(target.resource(), target.environment()),
        EXPECTED,
        it ->
            CodeOutcome.of(
                it.lateImports(),
                Signal.CODE_IMPORT_UNRESOLVED,
                EXPECTED,
                "each import in functions and other modules leads to a module"));
  }
}
