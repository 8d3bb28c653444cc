package preflight.catalog.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.catalog.WorstOutcome;
import preflight.catalog.deployment.ServingCommits.Serving;
import preflight.catalog.deployment.ServingCommits.Version;
import preflight.catalog.platform.NotDeployed;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.run.Provenance;
import preflight.probe.run.Provenance.Mark;
import preflight.probe.run.RevisionState;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "deploy-commit",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "All that tells the commit of a serving revision tells the same one",
    why =
        """
        Who looks for the change that broke something begins with the commit that runs. A label that names \
        another commit sends everybody to the wrong change, and makes a fix look deployed that is not.
        """,
    detail =
        """
        It reads the labels and annotations of each serving revision (`commit-sha`, as Cloud Build's triggers and the action \
        `deploy-cloudrun` write it, and the names that teams use), the tag of its image and the suffix of its name, where \
        these are commits by their form; and the answer at `release.version` of the profile. Nothing of it is required: \
        a service of which nothing tells the commit is skipped, unless the profile declares `release`.
        """,
    permissions = {Permission.RUN_VIEW, Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = Signal.DEPLOY_COMMIT_DISPUTED,
    families = Family.CLOUD_RUN)
@Remedy(
    on = Signal.DEPLOY_COMMIT_DISPUTED,
    text =
        "Find out which commit was built: the image knows it best. Then let the pipeline label what it built. The command"
            + " makes a revision of the same image with the right label.",
    commands = "{label}")
public final class DeployCommit implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "one commit for each serving revision";

  private final ServingCommits commits;

  public DeployCommit(ServingCommits commits) {
    this.commits = commits;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Service service = target.resource();
    return service.cloudRun().isEmpty()
        ? Outcome.notApplicable("no cloud-run is declared")
        : NotDeployed.orJudge(
            commits.of(service), service, target.environment(), EXPECTED, it -> judge(target, it));
  }

  private static Outcome judge(Target<Service> target, Serving serving) {
    var outcomes = new ArrayList<Outcome>();
    for (RevisionState revision : serving.revisions()) {
      outcomes.add(judge(target, revision, serving));
    }
    version(target, serving).ifPresent(outcomes::add);
    return WorstOutcome.of(outcomes)
        .orElseGet(() ->
            outcomes.stream()
                .filter(Outcome.Skipped.class::isInstance)
                .findFirst()
                .orElseGet(() ->
                    Outcome.passed(
                        outcomes.stream()
                            .map(it -> it instanceof Outcome.Passed passed ? passed.observed() : "")
                            .collect(Collectors.joining("; ")))));
  }

  private static Outcome judge(Target<Service> target, RevisionState revision, Serving serving) {
    List<Mark> marks = revision.provenance().marks();
    Optional<Mark> other = marks.stream().filter(it -> !it.agrees(marks.getFirst())).findFirst();
    if (other.isPresent()) {
      return disputed(target, revision, marks.getFirst(), other.get());
    }
    if (marks.isEmpty()) {
      return serving.commit(revision).isPresent()
          ? Outcome.passed(revision.label() + " tells nothing itself")
          : untold(target, revision);
    }
    return Outcome.passed(
        "%s is of %s (%s)"
            .formatted(
                revision.label(),
                Provenance.shortened(marks.getFirst().commit()),
                marks.stream().map(Mark::where).collect(Collectors.joining(", "))));
  }

  /** One of several revisions answers, and nobody knows which. */
  private static Optional<Outcome> version(Target<Service> target, Serving serving) {
    return switch (serving.version()) {
      case Version.Undeclared() -> Optional.empty();
      case Version.SaysNothing(String path, String why) ->
          Optional.of(
              Outcome.unknown(UnknownReason.TRANSIENT, EXPECTED, "%s %s".formatted(path, why)));
      case Version.Says(Mark said) -> {
        List<RevisionState> telling =
            serving.revisions().stream().filter(it -> !it.provenance().marks().isEmpty()).toList();
        boolean fits =
            telling.size() < serving.revisions().size()
                || telling.stream().anyMatch(it -> it.provenance().marks().getFirst().agrees(said));
        yield Optional.of(
            fits
                ? Outcome.passed(said.toString())
                : disputed(
                    target,
                    telling.getFirst(),
                    telling.getFirst().provenance().marks().getFirst(),
                    said));
      }
    };
  }

  private static Outcome disputed(
      Target<Service> target, RevisionState revision, Mark one, Mark other) {
    var failed =
        Outcome.failed(
                Signal.DEPLOY_COMMIT_DISPUTED,
                EXPECTED,
                "of %s, %s and %s".formatted(revision.label(), one, other))
            .saying("has a serving revision of which %s and %s".formatted(one, other))
            .with(new Evidence(revision.label(), one.toString()))
            .with(new Evidence(revision.label(), other.toString()))
            .fact("label", label(target));
    return revision.provenance().deployer() == Provenance.Deployer.DEPLOY_CLOUDRUN_ACTION
        ? failed.fact(
            CheckDoc.FIX,
            "The action deploy-cloudrun labels with the commit of the event (GITHUB_SHA), which is not always the one that"
                + " was checked out: give it `labels: commit-sha=…` with the commit that the job built.")
        : failed;
  }

  private static Outcome untold(Target<Service> target, RevisionState revision) {
    String nothing =
        revision.provenance().unreadable().isEmpty()
            ? "no label, image tag or name of %s tells its commit".formatted(revision.label())
            : "%s of %s holds no commit"
                .formatted(revision.provenance().unreadable().getFirst(), revision.label());
    return target.resource().release().isEmpty()
        ? Outcome.notApplicable(nothing)
        : Outcome.unknown(UnknownReason.PERMISSION, EXPECTED, nothing, label(target));
  }

  /** What labels what runs, and nothing else of it. */
  static Command label(Target<Service> target) {
    return Command.of(
            "gcloud run services update {service} --region={region} --project={project}"
                + " --update-labels=commit-sha={COMMIT?the commit that its image was built of}")
        .with(target.environment().facts())
        .with("service", target.resource().cloudRun().orElseThrow());
  }
}
