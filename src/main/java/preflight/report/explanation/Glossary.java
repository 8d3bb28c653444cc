package preflight.report.explanation;

import java.util.List;

/** What the labels and words of a report mean; {@code docs/glossary.md} is derived from it. */
public final class Glossary {

  /**
   * A word and what it means.
   *
   * @param meaning one or two sentences
   */
  public record Term(String word, String meaning) {}

  /** In the order in which a report shows them. */
  public static final List<Term> LABELS =
      List.of(
          new Term(
              "ROOT CAUSE",
              "A failure that no other failure explains. Repair it first. Its line shows class,"
                  + " confidence and owner."),
          new Term(
              "WARNING",
              "A root cause that does not block the deployment; NOTE: one that is only reported."),
          new Term(
              "REPLACED",
              "A root cause in a revision that the deployment replaces: it does not block."),
          new Term(
              "ELSEWHERE",
              "A root cause in what is not deployed and what the deployment does not use: it does not"
                  + " block."),
          new Term(
              "DEPLOYING", "A service that gets a new revision, and by what Preflight knows it."),
          new Term(
              "changes",
              "How the new revision differs from the one that serves: names, never values."),
          new Term("deploying", "What the deployment does to this root cause."),
          new Term("UNDECIDED", "A root cause whose class is UNDETERMINED; see `to decide`."),
          new Term(
              "confidence",
              "How sure the class is, from 0 to 1. 0.95 means proven by what was seen; 0.60 means"
                  + " likely."),
          new Term("expected", "What the profile or the check demands."),
          new Term("observed", "What the check saw, and in which phase it stopped."),
          new Term("evidence", "Further facts, each with its source."),
          new Term("why", "The chain from what users see down to the root cause, one step a line."),
          new Term(
              "because",
              "Why the root cause has this class. `rule 13` is a row of the decision table:"
                  + " `preflight explain 13`."),
          new Term("ruled out", "What looks like a deeper cause, and why it is not."),
          new Term("impact", "What users lose."),
          new Term("explains", "The failures that this root cause explains: they need no repair."),
          new Term("remaining", "What stays broken after this root cause is repaired."),
          new Term("after fix", "What the next run should show if the repair worked."),
          new Term("also", "Failures that this root cause can have caused, too."),
          new Term(
              "fix",
              "How to repair it, and what the commands do beyond that. Read the sentence, then paste"
                  + " the commands."),
          new Term("NOT CHECKED", "A check that got no answer. It is never counted as passed."),
          new Term("reason", "Why there was no answer."),
          new Term("to decide", "What gets the answer."),
          new Term("explained", "Every failure of this resource is explained by a root cause."),
          new Term("not run", "No check of this resource ran."),
          new Term(
              "weakened",
              "What lets more pass than the shipped rules, with the place that says so."),
          new Term("waived", "A failure that somebody accepted until a date."),
          new Term("AFTER", "What the deployment did: docs/deployments.md."),
          new Term("back", "The command that sends the requests to the revisions from before."),
          new Term("exit", "The exit code of the run: docs/exit-codes.md."));

  /** In alphabetical order. */
  public static final List<Term> TERMS =
      List.of(
          new Term(
              "check",
              "One kind of question, such as `redis-latency`. A check of one resource is written"
                  + " `redis-latency/redis.cache`."),
          new Term(
              "class",
              "Whose problem a failure is: INFRA (a managed resource or the platform), CONFIG (what is"
                  + " declared: secrets, IAM, variables, network), CODE (what was built), or"
                  + " UNDETERMINED."),
          new Term(
              "ground",
              "What every revision stands on: secrets, stores, names, certificates, the project."),
          new Term(
              "outcome",
              "The answer of a check: PASSED, FAILED, UNKNOWN (no answer) or SKIPPED (not applicable,"
                  + " switched off, or a check that it needs did not pass)."),
          new Term("pack", "A file in `checks/`: which checks run, and how severe each is."),
          new Term("phase", "The step in which a check stopped, such as resolve, tcp, tls, auth."),
          new Term("plan", "The checks that a profile and its packs select: `preflight plan ENV`."),
          new Term(
              "planned revision",
              "The revision that a deployment would make: docs/deployments.md."),
          new Term(
              "profile",
              "A file in `env-profiles/`: what an environment consists of, as resources."),
          new Term(
              "resource", "A thing in a profile, such as `redis.cache` or `secrets.JWT_SECRET`."),
          new Term(
              "root cause",
              "A failure that no other failure explains. It is as severe as the most severe failure"
                  + " that it explains."),
          new Term("severity", "What a failure does: blocker, warning or info. A pack sets it."),
          new Term("signal", "The kind of a failure, such as `TCP_REFUSED`: docs/signals.md."),
          new Term(
              "vantage",
              "Where the checks ran from: outside or inside the VPC. From outside, a private address"
                  + " that does not answer is UNKNOWN."),
          new Term(
              "verdict",
              "GO, GO with warnings, NO-GO, or INCONCLUSIVE: a check that blocks got no answer."),
          new Term(
              "waiver",
              "An accepted failure, with reason, owner and date. Until that date it is a warning."));

  private Glossary() {}
}
