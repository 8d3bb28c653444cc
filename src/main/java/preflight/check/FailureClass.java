package preflight.check;

/** Whose problem a failure is. */
public enum FailureClass {
  /** A managed resource, path or platform is not in its declared state. */
  INFRA("infrastructure"),
  /** Resources do what was declared, and the declaration is wrong. */
  CONFIG("configuration"),
  /** Given right infrastructure and configuration, the built artifact misbehaves. */
  CODE("code"),
  /** The evidence does not decide. */
  UNDETERMINED("undetermined");

  private final String word;

  FailureClass(String word) {
    this.word = word;
  }

  /** The word a report uses in a sentence. */
  public String word() {
    return word;
  }
}
