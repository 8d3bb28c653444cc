package preflight.diagnosis;

import java.util.List;
import java.util.Optional;
import preflight.check.CheckId;
import preflight.check.FailureClass;
import preflight.check.Outcome.Failed;
import preflight.check.Severity;
import preflight.check.command.Command;
import preflight.diagnosis.standing.Standing;
import preflight.engine.CheckResult;
import preflight.resource.ResourceName;

/**
 * A failure that no other failure explains.
 *
 * @param severity that of the heaviest failure that it explains, itself included
 * @param standing what it means for what is deployed
 * @param rule the row of the decision table that classified it
 * @param sentence what is wrong, in one sentence without a full stop
 * @param because why it is of this class
 * @param explains ids of the failures that it explains, in the order of the plan
 * @param whys from the symptom down to the cause
 * @param contributingTo failures that another root explains and that this one could have caused too
 * @param counterEvidence what looks like a deeper cause and is none
 * @param impact what users lose, worst first
 */
public record RootCause(
    CheckResult result,
    Failed failed,
    ResourceName resource,
    Severity severity,
    Standing standing,
    FailureClass to,
    double confidence,
    Optional<String> owner,
    String rule,
    String sentence,
    String because,
    List<CheckId> explains,
    List<String> whys,
    List<CheckId> contributingTo,
    List<String> counterEvidence,
    List<String> impact,
    Fix fix) {

  public CheckId id() {
    return result.id();
  }

  /**
   * How to repair it.
   *
   * @param text may be empty
   */
  public record Fix(String text, List<Command> commands) {}
}
