package preflight.probe.http;

/** Sends HTTP requests. */
public interface Http {

  /**
   * Sends a request once to the addresses of its host, one after the other until one accepts the
   * connection; follows no redirects.
   */
  Exchange send(HttpRequest request) throws InterruptedException;
}
