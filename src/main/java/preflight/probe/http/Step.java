package preflight.probe.http;

/** How far an exchange had come. */
public enum Step {
  RESOLVE,
  TCP,
  TLS,
  REQUEST,
  RESPONSE,
  BODY
}
