package preflight.check;

import java.util.Locale;

/** What the answer of a check is about, which decides what it means for a deployment. */
public enum Subject {
  /** What every revision stands on: secrets, stores, names, certificates, the project. */
  GROUND,
  /** The revision that a deployment would make; without a deployment, the one that serves. */
  PLANNED,
  /** What serves now. */
  RUNNING;

  /** As documents say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
