package preflight.check;

/** How much a check that does not pass weighs; chosen by pack and profile, never by a check. */
public enum Severity {
  INFO,
  WARNING,
  BLOCKER
}
