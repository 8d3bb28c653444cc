package preflight.catalog.deployment;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import preflight.catalog.WorstOutcome;
import preflight.catalog.deployment.DeployUndeployed.Lag;
import preflight.catalog.deployment.ServingCommits.Serving;
import preflight.catalog.platform.NotDeployed;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.git.Commit;
import preflight.probe.git.History;
import preflight.probe.git.History.Gap;
import preflight.probe.git.History.Standing;
import preflight.probe.run.RevisionState;
import preflight.resource.Service;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;
import preflight.source.tree.PathPattern;
import preflight.text.Durations;
import preflight.text.Listing;
import preflight.text.Plural;

@CheckDoc(
    id = "deploy-undeployed",
    on = Service.class,
    about = Subject.RUNNING,
    expects =
        "What serves is not far behind the checked-out commit, and has nothing that this lacks",
    why =
        """
        A fix that is merged and not deployed repairs nothing, and people look for its cause anew. A hotfix \
        that only runs and was never merged is taken back by the next deployment.
        """,
    detail =
        """
        It compares the commit of each serving revision (see `deploy-commit`) with the one that is checked out, by the commits \
        that touch `paths` of the service. **CURRENT**: none. **LAGGING**: the checked-out commit has some more. **STALE**: so many, or a \
        fix for so long, as the thresholds say; that fails. **FORKED**: what serves has commits that the checked-out one \
        lacks, and no other commit does the same; that fails, too. **OLDER**: the checked-out commit is behind what serves, so that \
        deploying it is a rollback. Commits whose subject says `fix`, `hotfix` or `revert` come first. Changes that are not \
        committed are not looked at.
        """,
    permissions = Permission.RUN_VIEW,
    signals = {Signal.DEPLOY_STALE, Signal.DEPLOY_FORKED},
    families = Family.CLOUD_RUN,
    needs = DeployCommit.class)
@Remedy(
    on = Signal.DEPLOY_STALE,
    text = "Deploy what is checked out. The command shows all that it brings.",
    commands = "git -C {root} log --oneline {deployed}..HEAD")
@Remedy(
    on = Signal.DEPLOY_FORKED,
    text =
        "Merge or cherry-pick what only runs before you deploy. The command shows all that the checked-out commit lacks.",
    commands = "git -C {root} log --oneline HEAD..{deployed}")
public final class DeployUndeployed implements Check<Target<Service>, Lag> {

  private static final int SHOWN = 10;
  private static final int IN_LINE = 3;

  private final ServingCommits commits;
  private final History history;
  private final Clock clock;

  /** How far behind is too far. */
  public record Lag(
      @Field(
              value = "How many commits may be undeployed",
              byDefault = "50",
              min = 0,
              weaker = Weaker.MORE)
          int commits,
      @Field(
              value = "How old an undeployed fix may be",
              byDefault = "72h",
              min = 1,
              weaker = Weaker.MORE)
          Duration fixAge) {}

  public DeployUndeployed(ServingCommits commits, History history, Clock clock) {
    this.commits = commits;
    this.history = history;
    this.clock = clock;
  }

  @Override
  public Outcome run(Target<Service> target, Lag with) throws InterruptedException {
    Service service = target.resource();
    Optional<Source> source = target.environment().source();
    if (service.cloudRun().isEmpty() || source.isEmpty()) {
      return Outcome.notApplicable("no cloud-run or no source is declared");
    }
    return NotDeployed.orJudge(
        commits.of(service),
        service,
        target.environment(),
        expected(with),
        it -> judge(it, new Asked(service, source.get(), with)));
  }

  private record Asked(Service service, Source source, Lag with) {
    Predicate<String> concerns() {
      List<PathPattern> paths = PathPattern.of(service.paths());
      return paths.isEmpty() ? _ -> true : path -> PathPattern.any(paths, path);
    }
  }

  private static String expected(Lag with) {
    return "at most %s undeployed, no fix for more than %s, and none that only runs"
        .formatted(Plural.of(with.commits(), "commit"), Durations.text(with.fixAge()));
  }

  private Outcome judge(Serving serving, Asked asked) throws InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    for (RevisionState revision : serving.revisions()) {
      Optional<String> commit = serving.commit(revision);
      if (commit.isPresent()) {
        outcomes.add(judge(revision, asked, commit.get()));
      }
    }
    return outcomes.isEmpty()
        ? Outcome.notApplicable("nothing tells which commit serves")
        : WorstOutcome.of(outcomes)
            .orElseGet(() ->
                outcomes.stream()
                    .filter(Outcome.Skipped.class::isInstance)
                    .findFirst()
                    .orElseGet(() -> outcomes.getFirst()));
  }

  private Outcome judge(RevisionState revision, Asked asked, String deployed)
      throws InterruptedException {
    return switch (history.standing(asked.source(), deployed, asked.concerns())) {
      case Standing.Current(Commit head) ->
          Outcome.passed(
              "CURRENT: %s has all that %s has".formatted(revision.label(), head.shortened()));
      case Standing.Ahead(Commit head, _, List<Commit> newer) ->
          Outcome.passed(
              "OLDER: %s is checked out, and deploying it takes back %s of %s: %s"
                  .formatted(
                      head.shortened(),
                      Plural.of(newer.size(), "commit"),
                      revision.label(),
                      line(newer)));
      case Standing.Behind(Commit head, Commit at, List<Commit> undeployed) ->
          behind(revision, asked, new Span(head, at), undeployed);
      case Standing.Forked(Commit head, Commit at, List<Commit> undeployed, List<Commit> only) ->
          failed(
                  Signal.DEPLOY_FORKED,
                  asked,
                  at,
                  "FORKED: %s has %s that %s lacks%s"
                      .formatted(
                          revision.label(),
                          Plural.of(only.size(), "commit"),
                          head.shortened(),
                          undeployed.isEmpty()
                              ? ""
                              : ", which has %d others".formatted(undeployed.size())),
                  only)
              .saying(
                  "runs %s that the checked-out commit lacks: %s"
                      .formatted(Plural.of(only.size(), "commit"), line(only)));
      // Most who run the gate outside of the repository want nothing of it.
      case Standing.CannotTell(Gap.NoRepository()) ->
          Outcome.notApplicable("the source is in no Git repository");
      case Standing.CannotTell(Gap gap) ->
          Gaps.outcome(gap, asked.source(), expected(asked.with()));
    };
  }

  private record Span(Commit head, Commit deployed) {}

  private Outcome behind(RevisionState revision, Asked asked, Span span, List<Commit> undeployed) {
    List<Commit> late =
        undeployed.stream()
            .filter(Commit::repairs)
            .filter(it -> it.committed().plus(asked.with().fixAge()).isBefore(clock.instant()))
            .toList();
    long fixes = undeployed.stream().filter(Commit::repairs).count();
    String lacks =
        "%s lacks %s of %s%s"
            .formatted(
                revision.label(),
                Plural.of(undeployed.size(), "commit"),
                span.head().shortened(),
                fixes == 0 ? "" : ", of which %d say that they fix something".formatted(fixes));
    if (undeployed.size() <= asked.with().commits() && late.isEmpty()) {
      return Outcome.passed("LAGGING: %s: %s".formatted(lacks, line(fixesFirst(undeployed))));
    }
    return failed(
            Signal.DEPLOY_STALE, asked, span.deployed(), "STALE: " + lacks, fixesFirst(undeployed))
        .saying(
            "lacks %s%s"
                .formatted(
                    Plural.of(undeployed.size(), "commit"),
                    late.isEmpty() ? "" : ", among them " + line(late)));
  }

  private static Failed failed(
      Signal signal, Asked asked, Commit deployed, String observed, List<Commit> commits) {
    Failed failed = Outcome.failed(signal, expected(asked.with()), observed);
    for (String each : Listing.words(commits.stream().map(Commit::shown).toList(), SHOWN)) {
      failed = failed.with(new Evidence("git", each));
    }
    return failed.fact("root", asked.source().root()).fact("deployed", deployed.shortened());
  }

  private static List<Commit> fixesFirst(List<Commit> commits) {
    return commits.stream().sorted(Comparator.comparing((Commit it) -> !it.repairs())).toList();
  }

  private static String line(List<Commit> commits) {
    return Listing.words(commits.stream().map(Commit::shown).toList(), IN_LINE).stream()
        .collect(Collectors.joining("; "));
  }
}
