package preflight.catalog;

import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Vantage;
import preflight.check.command.Command;
import preflight.check.signal.Clue;
import preflight.resource.Target;

/**
 * Where the probes look from, judged in one place: what a private address does not answer to a
 * machine outside its network, it may answer inside.
 */
public record Viewpoint(Vantage vantage) {

  /** What an outcome is worth from here. */
  public Outcome judge(Outcome outcome, Object target) {
    if (vantage != Vantage.LOCAL || !(outcome instanceof Failed failed)) {
      return outcome;
    }
    if (failed.clues().contains(Clue.MOUNTED_SOCKET)) {
      return unknown(failed, target, "only on the machine that has the socket can it be tried");
    }
    // A host that answers on another port is within reach.
    return failed.clues().contains(Clue.PRIVATE_ADDRESS)
            && !failed.clues().contains(Clue.ANSWERS_ELSEWHERE)
        ? unknown(
            failed,
            target,
            "the address is private, and this machine may be outside its network"
                + (atGoogle(target) ? ", unlike a job in the VPC" : ""))
        : failed;
  }

  /** Only there is a network a VPC. */
  private static boolean atGoogle(Object target) {
    return target instanceof Target<?> it && it.environment().gcp().project().isPresent();
  }

  private static Outcome unknown(Failed failed, Object target, String because) {
    Command inside = Command.of("preflight run {environment} --from inside");
    return Outcome.unknown(
        UnknownReason.VANTAGE,
        failed.expected(),
        failed.observed() + "; " + because,
        target instanceof Target<?> it ? inside.with(it.environment().facts()) : inside);
  }
}
