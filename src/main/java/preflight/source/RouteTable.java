package preflight.source;

/** What the code of a service says of requests. */
public interface RouteTable {

  /**
   * Whether a request is answered.
   *
   * @param method in upper case; {@code "WEBSOCKET"} for a WebSocket
   * @param path without a query
   */
  RouteAnswer answers(String method, String path);

  /** One that tells nothing. */
  static RouteTable silent(String why) {
    return (_, _) -> new RouteAnswer.CannotTell(why);
  }
}
