package preflight.diagnosis.standing;

import java.util.Locale;

/** What a failure means for the deployment that is about to happen. */
public enum Standing {
  /** It decides: what is deployed would meet it, or nothing is deployed. */
  COUNTS,
  /** The revision that has it is about to be replaced by one that need not have it. */
  REPLACED,
  /** What is missing comes with the deployment. */
  BROUGHT,
  /** Neither what is deployed nor anything below it has it. */
  ELSEWHERE;

  /** As a report for programs says it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
