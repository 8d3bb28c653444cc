package preflight.diagnosis.attribution;

import static preflight.check.signal.Symptom.APP_DENIED;
import static preflight.check.signal.Symptom.AUTH;
import static preflight.check.signal.Symptom.CONNECT_REFUSED;
import static preflight.check.signal.Symptom.CONNECT_TIMEOUT;
import static preflight.check.signal.Symptom.LATENCY;
import static preflight.check.signal.Symptom.RESOLVE;
import static preflight.check.signal.Symptom.RUNTIME;
import static preflight.check.signal.Symptom.SSE;
import static preflight.check.signal.Symptom.STARTUP;
import static preflight.check.signal.Symptom.TLS;
import static preflight.check.signal.Symptom.WEBSOCKET;

import java.util.EnumSet;
import java.util.Set;
import preflight.check.signal.Symptom;

/** What a failure can do to those that depend on it: the rows of the compatibility matrix. */
public enum Cause {
  NETWORK_PATH(
      "a connector, peering or firewall on the way", CONNECT_TIMEOUT, STARTUP, RUNTIME, LATENCY),
  HOST_VALUE(
      "the value that holds a host or port is wrong",
      RESOLVE,
      CONNECT_TIMEOUT,
      CONNECT_REFUSED,
      TLS,
      STARTUP,
      RUNTIME,
      LATENCY,
      WEBSOCKET,
      SSE),
  PASSWORD_VALUE(
      "the value that holds a user, password or database is wrong",
      AUTH,
      STARTUP,
      RUNTIME,
      WEBSOCKET,
      SSE),
  ABSENT_VALUE("a value never reaches the service", AUTH, STARTUP, WEBSOCKET, SSE),
  SIGNING_VALUE(
      "a secret that callers and services must share differs, is missing or wrong",
      STARTUP,
      APP_DENIED),
  INSTANCE(
      "a managed store does not serve, as Google says",
      CONNECT_TIMEOUT,
      CONNECT_REFUSED,
      STARTUP,
      RUNTIME,
      LATENCY,
      WEBSOCKET,
      SSE),
  STORE("a store's own probe failed", STARTUP, RUNTIME, LATENCY, WEBSOCKET, SSE),
  SERVICE_DOWN("the service does not run", STARTUP, RUNTIME, WEBSOCKET, SSE),
  MEMORY("the container exceeds its memory", STARTUP, RUNTIME, LATENCY, WEBSOCKET, SSE),
  SLOW("something below is slow", LATENCY),
  CLOCK("a clock is wrong", TLS, APP_DENIED);

  private final String says;

  // Never handed out and never changed.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Symptom> symptoms;

  Cause(String says, Symptom first, Symptom... rest) {
    this.says = says;
    this.symptoms = EnumSet.of(first, rest);
  }

  /** For documentation. */
  public String says() {
    return says;
  }

  public boolean explains(Symptom symptom) {
    return symptoms.contains(symptom);
  }
}
