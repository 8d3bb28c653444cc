package preflight.catalog.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.catalog.WorstOutcome;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.registry.ImageReference;
import preflight.probe.registry.ImageReference.Hosted;
import preflight.probe.registry.ImageReference.Version;
import preflight.probe.registry.Images;
import preflight.probe.registry.Images.Finding;
import preflight.probe.run.RevisionState;
import preflight.resource.Environment;
import preflight.resource.Service;
import preflight.resource.Target;

/**
 * Asks the registry for what a deployment names. A revision that is ready has its images for good:
 * Cloud Run copies them when it is deployed, so that the registry has no say in it any more.
 *
 * <p>What lies in a registry or a project that is not the team's, such as a sidecar of Docker Hub,
 * is often out of sight. It passes where a ready revision runs the very same reference, and says
 * so; a new one is UNKNOWN once, for the deployment that brings it, and not for ever.
 */
@CheckDoc(
    id = "run-image",
    on = Service.class,
    ofJobs = true,
    about = Subject.PLANNED,
    expects = "Each image that the revision names exists",
    why =
        """
        Cloud Run refuses a revision of an image that is not there, after the pipeline has done all else. A \
        tag that was never pushed, a digest that a cleanup policy deleted and the wrong region look alike.
        """,
    permissions = {Permission.RUN_VIEW, Permission.IMAGE_VIEW},
    signals = {Signal.RUN_IMAGE_MISSING, Signal.RUN_CHANGE_REFUSED},
    families = Family.CLOUD_RUN)
@Remedy(
    on = Signal.RUN_IMAGE_MISSING,
    text =
        "Build and push the image, or correct its name in what you deploy. The command shows what there is.",
    commands = "{there}")
@Remedy(
    on = Signal.RUN_CHANGE_REFUSED,
    text =
        "Keep the image in Artifact Registry and name it there; a remote repository fetches it from another"
            + " registry. The command shows the repositories that there are.",
    commands = "gcloud artifacts repositories list --project={project}")
public final class RunImage implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "images that exist";

  /** Who pulls images for the services of a project, by the number of the project. */
  private static final String AGENT = "service-%s@serverless-robot-prod.iam.gserviceaccount.com";

  private final JudgedRevisions revisions;
  private final Images images;

  public RunImage(JudgedRevisions revisions, Images images) {
    this.revisions = revisions;
    this.images = images;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Service service = target.resource();
    if (service.cloudRun().isEmpty()) {
      return Outcome.notApplicable("no cloud-run is declared");
    }
    return NotDeployed.orJudge(
        revisions.of(service),
        service,
        target.environment(),
        EXPECTED,
        judged -> judge(target, judged));
  }

  private Outcome judge(Target<Service> target, List<RevisionState> judged)
      throws InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    for (RevisionState revision : judged) {
      List<String> named =
          revision.containers().stream()
              .map(RevisionState.Container::image)
              .filter(it -> !it.isEmpty())
              .distinct()
              .toList();
      if (revision.isReady() && !named.isEmpty()) {
        outcomes.add(Outcome.passed(revision.label() + " has its own copy of what it names"));
        continue;
      }
      for (String image : named) {
        outcomes.add(outcome(image, revision, target));
      }
    }
    return outcomes.isEmpty()
        ? Outcome.notApplicable("no image is named: the deployment builds it from source")
        : WorstOutcome.of(outcomes).orElseGet(() -> Outcome.passed(words(outcomes)));
  }

  private static String words(List<Outcome> outcomes) {
    return outcomes.stream()
        .flatMap(
            it -> it instanceof Outcome.Passed passed ? Stream.of(passed.observed()) : Stream.of())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private Outcome outcome(String image, RevisionState revision, Target<Service> target)
      throws InterruptedException {
    var named = new Asked(image, revision, target);
    return switch (ImageReference.of(image)) {
      case Hosted hosted -> hosted(named, hosted);
      case ImageReference.Elsewhere(String registry, boolean deployable) ->
          outOfSight(
              named,
              deployable
                  ? unknown(image, "nobody asked " + registry)
                  : refused(named, "Cloud Run pulls no image from " + registry));
      case ImageReference.Unreadable _ ->
          refused(named, "%s is not the name of an image".formatted(image));
    };
  }

  /** An image as one revision names it. */
  private record Asked(String image, RevisionState revision, Target<Service> target) {
    String label() {
      return JudgedRevisions.label(target.resource(), revision);
    }
  }

  private Outcome hosted(Asked asked, Hosted hosted) throws InterruptedException {
    return switch (images.find(hosted)) {
      case ApiAnswer.Got<Finding>(Finding finding) -> found(asked, hosted, finding);
      case ApiAnswer.Absent<Finding> _ -> found(asked, hosted, Finding.NOT_HELD);
      case ApiAnswer.Malformed<Finding> _, ApiAnswer.Unfit<Finding> _ ->
          unknown(asked.image(), "Artifact Registry does not take the question");
      case ApiAnswer.Refused<Finding>(ApiTrouble trouble) -> unanswered(asked, hosted, trouble);
    };
  }

  private Outcome found(Asked asked, Hosted hosted, Finding finding) throws InterruptedException {
    return switch (finding) {
      case HELD -> held(asked, hosted);
      case NOT_HELD ->
          missing(
              asked,
              switch (hosted.version()) {
                case Version.Tag(String tag) -> "%s has no tag %s".formatted(hosted.path(), tag);
                case Version.Digest(String digest) ->
                    "%s has no image %s".formatted(hosted.path(), digest);
              },
              Command.of("gcloud artifacts docker tags list {path}").with("path", hosted.path()));
      case NO_REPOSITORY ->
          missing(
              asked,
              "the project %s has no repository %s in %s"
                  .formatted(hosted.project(), hosted.repository(), hosted.location()),
              Command.of("gcloud artifacts repositories list --project={owner}")
                  .with("owner", hosted.project()));
      case ON_DEMAND ->
          outOfSight(
              asked,
              unknown(
                  asked.image(),
                  "the repository %s fetches it from elsewhere when it is pulled"
                      .formatted(hosted.repository())));
    };
  }

  /**
   * Its own project lets Cloud Run pull all that it keeps; another one does so by a grant to the
   * service agent of this one.
   */
  private Outcome held(Asked asked, Hosted hosted) throws InterruptedException {
    Environment environment = asked.target().environment();
    String there = asked.image() + " is there";
    Optional<String> ours = environment.gcp().project();
    if (ours.isEmpty() || ours.get().equals(hosted.project())) {
      return Outcome.passed(there);
    }
    Optional<RevisionState> running = runningFrom(asked, hosted);
    if (running.isPresent()) {
      return Outcome.passed(
          "%s, and %s runs an image of its repository"
              .formatted(there, JudgedRevisions.label(asked.target().resource(), running.get())));
    }
    Optional<String> agent = revisions.projectNumber(environment).map(AGENT::formatted);
    String unseen = there + "; nobody could look whether Cloud Run may pull it";
    if (agent.isEmpty()) {
      return Outcome.passed(unseen);
    }
    return switch (images.grants(hosted, "serviceAccount:" + agent.get())) {
      case ApiAnswer.Got<Boolean>(Boolean grants) when grants ->
          Outcome.passed(there + ", and Cloud Run may pull it");
      case ApiAnswer.Got<Boolean> _ ->
          Outcome.unknown(
              UnknownReason.PERMISSION,
              EXPECTED,
              "%s; the repository %s of %s does not let %s pull it, which is Cloud Run's agent here, and nobody could look whether the project %s does"
                  .formatted(
                      there, hosted.repository(), hosted.project(), agent.get(), hosted.project()),
              Command.of(
                      "gcloud artifacts repositories add-iam-policy-binding {repository}"
                          + " --project={owner} --location={location}"
                          + " --member=serviceAccount:{agent} --role=roles/artifactregistry.reader")
                  .with("repository", hosted.repository())
                  .with("owner", hosted.project())
                  .with("location", hosted.location())
                  .with("agent", agent.get()));
      case ApiAnswer<Boolean> _ -> Outcome.passed(unseen);
    };
  }

  /** What runs today out of the same repository. */
  private Optional<RevisionState> runningFrom(Asked asked, Hosted hosted)
      throws InterruptedException {
    return revisions.serving(asked.target().resource())
            instanceof ApiAnswer.Got<List<RevisionState>>(var today)
        ? today.stream()
            .filter(RevisionState::isReady)
            .filter(it ->
                it.containers().stream()
                    .anyMatch(at ->
                        ImageReference.of(at.image()) instanceof Hosted other
                            && other.project().equals(hosted.project())
                            && other.location().equals(hosted.location())
                            && other.repository().equals(hosted.repository())))
            .findFirst()
        : Optional.empty();
  }

  private Outcome unanswered(Asked asked, Hosted hosted, ApiTrouble trouble)
      throws InterruptedException {
    Outcome none =
        NoEvidence.of(
            trouble,
            Permission.IMAGE_VIEW,
            asked.target().environment(),
            Optional.of(hosted.project()),
            EXPECTED);
    boolean ours =
        asked.target().environment().gcp().project().filter(hosted.project()::equals).isPresent();
    return trouble instanceof ApiTrouble.Forbidden && !ours ? outOfSight(asked, none) : none;
  }

  /** Passes for what runs today just so. */
  private Outcome outOfSight(Asked asked, Outcome otherwise) throws InterruptedException {
    ApiAnswer<List<RevisionState>> serving = revisions.serving(asked.target().resource());
    return serving instanceof ApiAnswer.Got<List<RevisionState>>(var today)
        ? today.stream()
            .filter(RevisionState::isReady)
            .filter(it -> it.containers().stream().anyMatch(at -> at.image().equals(asked.image())))
            .findFirst()
            .<Outcome>map(it ->
                Outcome.passed(
                    "%s runs %s, and nobody asked whether it is still there"
                        .formatted(
                            JudgedRevisions.label(asked.target().resource(), it), asked.image())))
            .orElse(otherwise)
        : otherwise;
  }

  private static Outcome unknown(String image, String why) {
    return Outcome.unknown(
        UnknownReason.PERMISSION,
        EXPECTED,
        "nobody knows of %s: %s".formatted(image, why),
        Command.of("docker manifest inspect {image}").with("image", image));
  }

  private static Outcome missing(Asked asked, String observed, Command there) {
    return Outcome.failed(
            Signal.RUN_IMAGE_MISSING, EXPECTED, "%s: %s".formatted(asked.label(), observed))
        .fact("image", asked.image())
        .fact("there", there)
        .saying("names an image that does not exist: " + asked.image());
  }

  private static Outcome refused(Asked asked, String why) {
    return Outcome.failed(
            Signal.RUN_CHANGE_REFUSED, EXPECTED, "%s: %s".formatted(asked.label(), why))
        .saying("cannot be deployed like this: " + why);
  }
}
