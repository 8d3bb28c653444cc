package preflight.probe.network;

/**
 * A rung of the ladder that a probe climbs, in order; what is above TLS depends on the protocol.
 */
public enum Rung {
  RESOLVE("resolve"),
  TCP("tcp"),
  TLS("tls"),
  AUTH("auth"),
  PING("ping"),
  QUERY("query"),
  REQUEST("request"),
  RESPONSE("first byte"),
  BODY("body");

  private final String measured;

  Rung(String measured) {
    this.measured = measured;
  }

  /** What reports call the time that it took. */
  public String measured() {
    return measured;
  }
}
