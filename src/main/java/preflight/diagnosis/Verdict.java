package preflight.diagnosis;

/** Whether a deployment may go on. */
public enum Verdict {
  GO,
  GO_WITH_WARNINGS,
  INCONCLUSIVE,
  NO_GO;

  /** As a report says it. */
  public String words() {
    return switch (this) {
      case GO -> "GO";
      case GO_WITH_WARNINGS -> "GO with warnings";
      case INCONCLUSIVE -> "INCONCLUSIVE";
      case NO_GO -> "NO-GO";
    };
  }
}
