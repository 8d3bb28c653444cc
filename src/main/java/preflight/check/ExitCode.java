package preflight.check;

/** What the process tells its caller; part of the public contract. */
public enum ExitCode {
  GO(0, "GO, or GO_WITH_WARNINGS without `--fail-on warning`"),
  INFRA(10, "NO_GO, every blocking root cause is INFRA"),
  CONFIG(11, "NO_GO, every blocking root cause is CONFIG"),
  CODE(12, "NO_GO, every blocking root cause is CODE"),
  MIXED(13, "NO_GO, root causes of several classes, or class undetermined"),
  WARNINGS(14, "GO_WITH_WARNINGS and `--fail-on warning`"),
  WORSE(15, "`diff`: the later report is worse"),
  REFUTED(16, "`verify-claim`: the claim is refuted"),
  INCONCLUSIVE(
      20,
      "INCONCLUSIVE: nothing failed, but a check that blocks could not run"
          + "; or the deadline passed before the diagnosis"),
  USAGE(64, "usage error"),
  UNAVAILABLE(
      69,
      "the launcher found no JDK 25, or could not build; `deploy-with-preflight` got no verdict"),
  DEFECT(70, "a bug in Preflight"),
  UNWRITTEN(
      74,
      "Preflight could not write a report or an answer to stdout or to a file, whatever the verdict"),
  INVALID(78, "the profile or a pack is invalid, or no check is selected"),
  INTERRUPTED(130, "interrupted; the report so far is printed, as INCONCLUSIVE");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }
}
