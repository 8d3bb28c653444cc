package preflight.catalog.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.catalog.WorstOutcome;
import preflight.catalog.deployment.ServingCommits.Serving;
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
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.git.Commit;
import preflight.probe.git.History;
import preflight.probe.git.History.Gap;
import preflight.probe.git.History.Presence;
import preflight.probe.run.Provenance;
import preflight.probe.run.RevisionState;
import preflight.resource.Service;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.resource.service.ServiceRelease;

@CheckDoc(
    id = "deploy-fix",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "Each declared fix is in a serving revision",
    why =
        """
        The cause is known, the code is repaired, and users still meet the fault, because nobody deployed the \
        repair, or because a later commit took it back.
        """,
    detail =
        """
        `release.fixes` of a service names commits that must run. A commit counts as there if it is in the history of the \
        commit that serves; if that history has one with the line `(cherry picked from commit …)`; or one with the same \
        changes (Git's patch id), as a rebase or a squash of one commit makes it. A later `This reverts commit …` takes it away \
        again, of a whole merge too. Where a branch of several commits was squashed, declare the commit that it became.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.DEPLOY_FIX_MISSING,
    families = Family.CLOUD_RUN)
@Remedy(
    on = Signal.DEPLOY_FIX_MISSING,
    text = "Deploy a commit that has the fix. The command shows the branches that have it.",
    commands = "git -C {root} branch --all --contains {commit}")
public final class DeployFix implements Check<Target<Service>, NoThresholds> {

  private final ServingCommits commits;
  private final History history;

  public DeployFix(ServingCommits commits, History history) {
    this.commits = commits;
    this.history = history;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Service service = target.resource();
    Map<String, String> fixes = service.release().orElse(ServiceRelease.NONE).fixes();
    Optional<Source> source = target.environment().source();
    if (service.cloudRun().isEmpty() || fixes.isEmpty()) {
      return Outcome.notApplicable("no fix is declared");
    }
    String expected = "a serving revision with each of " + String.join(", ", fixes.keySet());
    if (source.isEmpty()) {
      return Outcome.unknown(
          UnknownReason.PERMISSION,
          expected,
          "the profile does not declare source, so there is no repository to ask");
    }
    return NotDeployed.orJudge(
        commits.of(service),
        service,
        target.environment(),
        expected,
        serving -> judge(target, serving, new Asked(fixes, source.get(), expected)));
  }

  private record Asked(Map<String, String> fixes, Source source, String expected) {}

  /** A fix, by what it repairs. */
  private record Fix(String repairs, String commit) {
    @Override
    public String toString() {
      return "the fix of %s (%s)".formatted(repairs, Provenance.shortened(commit));
    }
  }

  private Outcome judge(Target<Service> target, Serving serving, Asked asked)
      throws InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    for (var each : asked.fixes().entrySet()) {
      outcomes.add(judge(target, serving, asked, new Fix(each.getKey(), each.getValue())));
    }
    return WorstOutcome.of(outcomes)
        .orElseGet(() ->
            Outcome.passed(
                outcomes.stream()
                    .flatMap(it ->
                        it instanceof Outcome.Passed passed
                            ? Stream.of(passed.observed())
                            : Stream.of())
                    .collect(Collectors.joining("; "))));
  }

  private Outcome judge(Target<Service> target, Serving serving, Asked asked, Fix fix)
      throws InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    for (RevisionState revision : serving.revisions()) {
      Optional<String> deployed = serving.commit(revision);
      outcomes.add(
          deployed.isEmpty()
              ? Outcome.unknown(
                  UnknownReason.PERMISSION,
                  asked.expected(),
                  serving.unclear(revision),
                  DeployCommit.label(target))
              : judge(asked, fix, revision, deployed.get()));
    }
    List<Outcome> passed = outcomes.stream().filter(Outcome.Passed.class::isInstance).toList();
    Optional<Outcome> unknown =
        outcomes.stream().filter(Outcome.Unknown.class::isInstance).findFirst();
    // Where one revision could not be looked at, nobody knows that no revision has it.
    return passed.stream().findFirst().or(() -> unknown).orElseGet(outcomes::getFirst);
  }

  private Outcome judge(Asked asked, Fix fix, RevisionState revision, String deployed)
      throws InterruptedException {
    return switch (history.presence(asked.source(), fix.commit(), deployed)) {
      case Presence.Contained() -> Outcome.passed("%s has %s".formatted(revision.label(), fix));
      case Presence.Picked(Commit as) ->
          Outcome.passed("%s has %s as %s".formatted(revision.label(), fix, as.shortened()));
      case Presence.Reverted(Commit by) ->
          missing(asked, fix, "%s took it back".formatted(by.shown()), revision, deployed);
      case Presence.Missing(_, boolean checkedOut) ->
          missing(
              asked,
              fix,
              checkedOut
                  ? "the checked-out commit has it"
                  : "the checked-out commit lacks it, too: merge it first",
              revision,
              deployed);
      case Presence.CannotTell(Gap gap) -> Gaps.outcome(gap, asked.source(), asked.expected());
    };
  }

  private static Outcome missing(
      Asked asked, Fix fix, String besides, RevisionState revision, String deployed) {
    return Outcome.failed(
            Signal.DEPLOY_FIX_MISSING,
            asked.expected(),
            "%s is of %s, which lacks %s; %s"
                .formatted(revision.label(), Provenance.shortened(deployed), fix, besides))
        .saying("does not run %s: %s".formatted(fix, besides))
        .with(new Evidence("git", besides))
        .fact("root", asked.source().root())
        .fact("commit", fix.commit());
  }
}
