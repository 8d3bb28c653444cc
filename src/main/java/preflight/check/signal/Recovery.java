package preflight.check.signal;

/** How a failure ends. */
enum Recovery implements Signal.Trait {
  /** It may be over a moment later. */
  BY_ITSELF
}
