package preflight.probe;

/** A rung of the ladder that a probe climbs, in order. */
public enum Rung {
  RESOLVE,
  TCP,
  TLS,
  AUTH,
  PING,
  QUERY
}
