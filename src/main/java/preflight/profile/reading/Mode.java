package preflight.profile.reading;

/** What a profile is read for. */
public enum Mode {
  /** To look at: a parent may be incomplete, and variables need not be set. */
  LINT,
  /** To tell what would run: it must be complete, and variables need not be set. */
  PLAN,
  /** To run. */
  RUN
}
