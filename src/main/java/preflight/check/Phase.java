package preflight.check;

/** The rung of a ladder at which a probe broke. */
public enum Phase {
  RESOLVE,
  TCP,
  TLS,
  AUTH,
  PING,
  QUERY,
  HANDSHAKE,
  RESPONSE,
  BODY,
  EVENTS,
  CLOSE
}
