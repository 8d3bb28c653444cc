package preflight.check.signal;

/** What a failure of a resource does to those that depend on it. */
public enum Effect implements Signal.Trait {
  /** It breaks nobody. */
  NOTHING,
  /** The resource does not do its work. */
  DOWN,
  SLOW,
  /** Each use waits for the same timer; a store that does so is as good as down. */
  STALLS,
  /** A value never reaches those who need it. */
  ABSENT_VALUE,
  /** A value reaches those who need it, and is not the right one. */
  WRONG_VALUE,
  /** A value leads to another host. */
  WRONG_HOST,
  /** Requests do not get to a network. */
  NO_PATH,
  /** Who runs it says that it does not serve. */
  NOT_SERVING,
  /** The container ends for lack of memory. */
  MEMORY,
  CLOCK
}
