package preflight.probe.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import preflight.probe.PeerText;
import preflight.probe.network.Timing;

/** An open WebSocket. */
public interface Conversation {

  /** What the server chose; empty where it chose none. */
  Optional<PeerText> subprotocol();

  List<Timing> timings();

  /** Waits for a message with the text that is awaited since the handshake. */
  Heard hear(Duration within) throws InterruptedException;

  /** Watches it until so long after the handshake. */
  Ending watch(Duration sinceHandshake) throws InterruptedException;

  /** What was heard. */
  sealed interface Heard {
    record Message(Duration after) implements Heard {}

    /** No message with the text, though the conversation went on. */
    record Nothing(int otherMessages) implements Heard {}

    record Ended(Ending ending) implements Heard {}
  }

  /** Whether and how it ended; times count from the handshake. */
  sealed interface Ending {
    record StillOpen() implements Ending {}

    record Closed(int code, PeerText reason, Duration after) implements Ending {}

    /** No close frame. */
    record Cut(Duration after) implements Ending {}

    /** Given up here, because the server sent more than a probe listens to. */
    record Flooded(Duration after) implements Ending {}
  }
}
