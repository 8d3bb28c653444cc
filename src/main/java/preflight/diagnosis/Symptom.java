package preflight.diagnosis;

import java.util.Optional;
import preflight.check.Signal;

/** What a failure looks like from outside: the columns of the compatibility matrix. */
enum Symptom {
  RESOLVE,
  TCP_TIMEOUT,
  TCP_REFUSED,
  TLS,
  AUTH,
  STARTUP,
  RUNTIME,
  LATENCY,
  APP_DENIED,
  APP_NOT_FOUND,
  WEBSOCKET,
  SSE;

  /**
   * Empty for a signal that explains itself: bytes of a secret, an exit of the container, a wrong
   * variable. Nothing below can be the cause of those.
   */
  static Optional<Symptom> of(Signal signal) {
    return Optional.ofNullable(
        switch (signal) {
          case DNS_NOT_FOUND, DNS_FAILED -> RESOLVE;
          case TCP_TIMEOUT, TCP_UNREACHABLE -> TCP_TIMEOUT;
          // A connection came about: the path is fine, whoever stands at its end.
          case TCP_REFUSED, CONNECTION_RESET, CONNECTION_CLOSED, PEER_SILENT, WRONG_PROTOCOL ->
              TCP_REFUSED;
          case TLS_REFUSED,
              TLS_REQUIRED,
              TLS_FAILED,
              TLS_UNTRUSTED,
              TLS_WRONG_HOST,
              TLS_EXPIRED,
              TLS_NOT_YET_VALID ->
              TLS;
          case REDIS_AUTH_REQUIRED,
              REDIS_AUTH_REJECTED,
              REDIS_AUTH_UNEXPECTED,
              POSTGRES_AUTH_REJECTED,
              POSTGRES_AUTH_REQUIRED,
              POSTGRES_NOT_ALLOWED,
              POSTGRES_NO_DATABASE ->
              AUTH;
          case RUN_SECRETS_DENIED,
              RUN_CONTAINER_VARIABLE,
              RUN_CONTAINER_DEPENDENCY,
              RUN_PORT_NOT_BOUND,
              RUN_REVISION_FAILED,
              HTTP_FRONT_UNAVAILABLE,
              HTTP_FRONT_NO_INSTANCE ->
              STARTUP;
          case HTTP_APP_ERROR,
              HTTP_DEGRADED,
              HTTP_CONTAINER_FAULT,
              HTTP_LOAD_BALANCER_ERROR,
              HTTP_UNEXPECTED_STATUS,
              GRPC_NOT_SERVING,
              GRPC_FAILED ->
              RUNTIME;
          case LATENCY_OVER_BUDGET, LATENCY_TIMER, HTTP_TOO_SLOW -> LATENCY;
          case HTTP_APP_DENIED, TOKEN_REFUSED, WS_CLOSED_BY_POLICY -> APP_DENIED;
          case HTTP_APP_NOT_FOUND, HTTP_ROUTE_MISSING -> APP_NOT_FOUND;
          case WS_NOT_UPGRADED, WS_CLOSED_BY_APP, WS_CLOSED_EARLY, WS_CUT, WS_NO_MESSAGE ->
              WEBSOCKET;
          case SSE_SILENT, SSE_WRONG_CONTENT_TYPE, SSE_BUFFERED -> SSE;
          default -> null;
        });
  }
}
