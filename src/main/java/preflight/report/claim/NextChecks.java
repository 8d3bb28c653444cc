package preflight.report.claim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.check.Claim;
import preflight.check.Glob;
import preflight.check.command.Command;
import preflight.report.ReportDocument;
import preflight.report.ReportDocument.CheckInfo;
import preflight.report.claim.ClaimVerdict.Finding;
import preflight.report.claim.ClaimVerdict.Match;
import preflight.report.claim.ClaimVerdict.NextCheck;
import preflight.report.claim.ClaimVerdict.Seen;
import preflight.report.claim.ClaimVerdict.Standing;

/**
 * Finds the cheapest check that would decide what is open. What only has to be asked again is
 * cheaper than what needs a permission, that than another place, and that than a change of the
 * profile; among the same, the quicker one.
 */
final class NextChecks {

  private final ReportDocument report;

  NextChecks(ReportDocument report) {
    this.report = report;
  }

  /** How much it takes to get an answer, the least first. */
  private enum Effort {
    ASK,
    ASK_AGAIN,
    PERMISSION,
    PLACE,
    REPAIR,
    READ,
    DECLARE
  }

  private record Candidate(Effort effort, long millis, NextCheck next) {}

  Optional<NextCheck> cheapest(Claim claim, List<Finding> findings) {
    List<Candidate> candidates = new ArrayList<>();
    int prediction = 0;
    int exclusion = 0;
    for (Finding finding : findings) {
      Glob glob =
          switch (finding.part()) {
            case ROOT_CAUSE -> claim.rootCause();
            case PREDICTED -> claim.predicts().get(prediction++).check();
            case EXCLUDED -> claim.excludes().get(exclusion++).check();
          };
      if (finding.standing() == Standing.OPEN) {
        candidates(finding, glob).forEach(candidates::add);
      }
    }
    return candidates.stream()
        .min(Comparator.comparing(Candidate::effort).thenComparingLong(Candidate::millis))
        .map(Candidate::next);
  }

  private Stream<Candidate> candidates(Finding finding, Glob glob) {
    if (finding.evidence().isEmpty()) {
      return Stream.of(absent(glob));
    }
    return finding.evidence().stream()
        .filter(it -> it.match() == Match.UNANSWERED || it.match() == Match.SILENT)
        .flatMap(it -> check(it).map(at -> candidate(at)).stream());
  }

  private Optional<CheckInfo> check(Seen seen) {
    return report.checks().stream().filter(it -> it.id().equals(seen.id())).findFirst();
  }

  private Candidate absent(Glob glob) {
    String check = glob.text().substring(0, glob.text().indexOf('/'));
    boolean known = new Glob(check).isLiteral();
    return new Candidate(
        Effort.DECLARE,
        0,
        new NextCheck(
            glob.text(),
            "the report has no such check: no pack or profile asks for it",
            List.of(
                known
                    ? Command.of("preflight explain {check}").with("check", check)
                    : Command.of("preflight checks"))));
  }

  private Candidate candidate(CheckInfo check) {
    Command again =
        Command.of("preflight run {environment} --only {check}")
            .with("environment", environment())
            .with("check", check.id());
    String reason = check.reason().orElse("");
    return switch (reason) {
      case "excluded" -> of(check, Effort.ASK, "it was switched off", again);
      case "deadline", "transient" ->
          of(check, Effort.ASK_AGAIN, "it got no answer in time (%s)".formatted(reason), again);
      case "permission" -> of(check, Effort.PERMISSION, "it needs a permission", again);
      case "vantage" ->
          of(
              check,
              Effort.PLACE,
              "it must run inside the network",
              again.then(Command.of(" --from inside")));
      case "prerequisite" ->
          of(
              check,
              Effort.REPAIR,
              "it did not run, because a check that it needs did not pass",
              again);
      case "not-applicable" ->
          of(
              check,
              Effort.DECLARE,
              "the profile declares nothing that it applies to",
              Command.of("preflight explain {check}").with("check", check.check()));
      case "defect" ->
          of(
              check,
              Effort.REPAIR,
              "the check itself is broken",
              again.then(Command.of(" --verbose")));
      default ->
          of(
              check,
              Effort.READ,
              "its answer does not decide",
              again.then(Command.of(" --verbose")));
    };
  }

  /** The commands that the report holds are of whoever wrote it; a run prints its own again. */
  private static Candidate of(CheckInfo check, Effort effort, String why, Command command) {
    return new Candidate(
        effort, check.durationMs(), new NextCheck(check.id(), why, List.of(command)));
  }

  /** The name of the environment where that is enough to find its profile. */
  private String environment() {
    String name = report.run().environment();
    String profile = report.run().profile();
    return profile.endsWith("env-profiles/" + name + ".yaml") ? name : profile;
  }
}
