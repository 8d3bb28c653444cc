package preflight.report.claim;

import java.util.List;
import java.util.Optional;
import preflight.check.Claim;
import preflight.check.ExitCode;
import preflight.check.command.Command;

/**
 * What a report makes of a claim.
 *
 * @param findings the root cause first, then each prediction and each exclusion in their order
 * @param next the cheapest check that would decide; present where it is UNPROVEN
 */
public record ClaimVerdict(
    Claim claim, Result result, List<Finding> findings, Optional<NextCheck> next) {

  public ClaimVerdict {
    findings = List.copyOf(findings);
  }

  /** Whether the evidence bears a claim. */
  public enum Result {
    SUPPORTED(ExitCode.GO),
    REFUTED(ExitCode.REFUTED),
    UNPROVEN(ExitCode.INCONCLUSIVE);

    private final ExitCode exitCode;

    Result(ExitCode exitCode) {
      this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
      return exitCode;
    }
  }

  /** Which part of a claim a finding is about. */
  public enum Part {
    ROOT_CAUSE,
    PREDICTED,
    EXCLUDED
  }

  /** How a part of a claim stands. */
  public enum Standing {
    HOLDS,
    CONTRADICTED,
    OPEN
  }

  /**
   * How one part of the claim stands, and why.
   *
   * @param statement the part, in the words of the claim
   * @param because one sentence without a full stop
   * @param evidence what the report says, by check; empty where it holds no such check
   */
  public record Finding(
      Part part, String statement, Standing standing, String because, List<Seen> evidence) {
    public Finding {
      evidence = List.copyOf(evidence);
    }
  }

  /** How the answer of one check stands to a fact. */
  public enum Match {
    /** It is the fact. */
    HOLDS,
    /** It is another answer. */
    CONTRADICTED,
    /** It was answered, and the answer does not speak of what is stated. */
    SILENT,
    /** It was not answered, or not asked. */
    UNANSWERED
  }

  /**
   * One check of the report, held against a fact.
   *
   * @param says the answer in one line
   */
  public record Seen(String id, Match match, String says) {}

  /**
   * A check that would decide.
   *
   * @param why why it did not decide yet
   * @param commands how to get its answer
   */
  public record NextCheck(String id, String why, List<Command> commands) {
    public NextCheck {
      commands = List.copyOf(commands);
    }
  }
}
