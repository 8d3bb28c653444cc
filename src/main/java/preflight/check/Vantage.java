package preflight.check;

/** Where the probes of a run start from. */
public enum Vantage {
  /** A machine outside the VPC; what it cannot reach may be reachable from inside. */
  LOCAL,
  /** Inside the VPC. */
  INSIDE
}
