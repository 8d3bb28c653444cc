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
    id = "image-imports",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "Each import that the start of the service reaches is in its image",
    why =
        """
        A module that is missing in the image ends the service before it listens. It runs on the machine of \
        whoever wrote it, where the module lies: in a file that was not committed, in a folder that the \
        Dockerfile does not copy, in a package that only the developers install.
        """,
    example =
        """
        fails    COPY app ./app                                              # backend/Dockerfile
                 from shared.tokens import verify                            # backend/app/main.py
        repair   COPY shared ./shared                                        # backend/Dockerfile
        """,
    signals = Signal.CODE_IMPORT_UNRESOLVED)
@Remedy(
    text =
        "Correct the import, or bring the module into the image: copy its folder in the Dockerfile, take it"
            + " out of .dockerignore, or add its package to the requirements. `preflight image` shows what"
            + " the image holds and why a file is not in it.")
public final class ImageImports implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "imports that lead to a module of the image";

  private final SourceCode code;

  public ImageImports(SourceCode code) {
    this.code = code;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    return CodeOutcome.orJudge(
        "image-imports",
        code.of(target.resource(), target.environment()),
        EXPECTED,
        it ->
            CodeOutcome.of(
                it.imports(),
                Signal.CODE_IMPORT_UNRESOLVED,
                EXPECTED,
                "each import that the start reaches leads to a module"));
  }
}
