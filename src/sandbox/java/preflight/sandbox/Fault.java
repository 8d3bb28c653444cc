package preflight.sandbox;

/** What is wrong with a service that runs. */
public enum Fault {
  /** Its health is 503, with every dependency well. */
  HEALTH_FAILS,
  /** Its own Redis client is broken, and its health says so under a status of 200. */
  DEGRADED_BEHIND_200,
  /** A route that it once had is not mounted. */
  ROUTE_NOT_MOUNTED,
  /** The handler of its WebSocket throws after the first message. */
  SOCKET_HANDLER_THROWS,
  /** Its WebSocket answers with a subprotocol that nobody offered. */
  SOCKET_SUBPROTOCOL,
  /** Its events leave in bursts. */
  EVENTS_BUFFERED,
  /** Its stream of events opens, and that is all. */
  EVENTS_NEVER_COME,
  /** It decodes the secret of service tokens before it verifies with it. */
  SERVICE_TOKENS_REFUSED,
  /** It does not look at when a token expires. */
  EXPIRED_TOKENS_ACCEPTED,
  /** Its clock is ten minutes late. */
  CLOCK_LATE,
  /** It is deployed so that it sends requests to private ranges alone into its network. */
  EGRESS_TOO_NARROW,
  /** It serves TLS with a certificate that is past its end. */
  CERTIFICATE_EXPIRED,
  /** It serves TLS with a certificate for another host. */
  CERTIFICATE_FOR_ANOTHER_HOST,
  /** Its image is of the commit before the one that repairs its connections. */
  BUILT_BEFORE_FIX,
  /** Terraform gives it more memory than somebody left it. */
  MEMORY_LOWERED_BY_HAND;

  /** Whether another image mends it: it is no fault of the place where the program runs. */
  boolean ofImage() {
    return this != CLOCK_LATE
        && this != MEMORY_LOWERED_BY_HAND
        && this != EGRESS_TOO_NARROW
        && !ofCertificate();
  }

  /** Whether one can only see it over TLS. */
  boolean ofCertificate() {
    return this == CERTIFICATE_EXPIRED || this == CERTIFICATE_FOR_ANOTHER_HOST;
  }
}
