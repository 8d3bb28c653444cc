package preflight.probe.http;

import java.util.List;
import java.util.Optional;

/** Opens WebSockets. */
public interface WebSockets {

  /** Opens the conversation of an endpoint, or joins the one that is open. */
  Opening open(Hello hello) throws InterruptedException;

  /**
   * How to open a conversation.
   *
   * @param name of the endpoint: at most one conversation of a name is open
   * @param send sent right after the handshake
   * @param awaited what some message should contain
   */
  record Hello(
      String name,
      HttpRequest request,
      List<String> subprotocols,
      Optional<String> send,
      Optional<String> awaited) {
    public Hello {
      subprotocols = List.copyOf(subprotocols);
    }
  }

  /** What became of a handshake. */
  sealed interface Opening {
    record Open(Conversation conversation) implements Opening {}

    /** A response that does not switch protocols, or a broken connection. */
    record Refused(Exchange exchange) implements Opening {}
  }
}
