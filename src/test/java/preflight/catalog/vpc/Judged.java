package preflight.catalog.vpc;

import preflight.check.Outcome;

/** What tables of tests call an outcome: its signal, its reason, or one word. */
public final class Judged {

  private Judged() {}

  public static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Passed _ -> "passed";
      case Outcome.Failed failed -> failed.signal().name();
      case Outcome.Unknown unknown -> unknown.reason().name();
      case Outcome.Skipped _ -> "skipped";
    };
  }
}
