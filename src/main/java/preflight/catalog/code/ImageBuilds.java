package preflight.catalog.code;

import java.util.List;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.source.RuleResult;
import preflight.source.image.BuildFaults;
import preflight.source.service.SourceCode;
import preflight.text.Listing;

@CheckDoc(
    id = "image-builds",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "The Dockerfile of the image names stages that exist and copies files that are there",
    why =
        """
        A file that was not committed, or that .dockerignore leaves out, ends the build; so does a stage that \
        was renamed. On the machine of whoever wrote it, the file lies there.
        """,
    example =
        """
        fails    COPY config/logging.yaml /app/                              # backend/Dockerfile
                 config/                                                     # .dockerignore
        repair   !config/logging.yaml                                        # .dockerignore, after it
        """,
    signals = Signal.CODE_IMAGE_NOT_BUILT)
@Remedy(
    text =
        "Commit the file, correct its path (it begins at the build context), or take it out of the ignore file that"
            + " is named. If something makes it before the build, allow the line: `# preflight: allow image-builds,"
            + " made by ...`. `preflight image` shows the whole image.")
public final class ImageBuilds implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "a Dockerfile that builds from this tree";

  private final SourceCode code;

  public ImageBuilds(SourceCode code) {
    this.code = code;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    return CodeOutcome.orJudge(
        BuildFaults.RULE,
        code.of(target.resource(), target.environment()),
        EXPECTED,
        it -> {
          BuildFaults faults = it.build();
          return CodeOutcome.of(
              new RuleResult(faults.certain(), List.of()),
              Signal.CODE_IMAGE_NOT_BUILT,
              EXPECTED,
              faults.made().isEmpty()
                  ? "each file that it copies is in the tree"
                  : "each file that it copies is in the tree, but for what is made before the build: "
                      + Listing.line(faults.made(), 3));
        });
  }
}
