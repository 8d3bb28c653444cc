package preflight.probe.http;

import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import preflight.probe.PeerText;

/** Speaks plain text over an open connection. */
public interface Lines {

  /** Sends a text where there is one, waits for another, and closes the connection. */
  Reply exchange(Socket connection, Optional<String> send, String wanted, Duration patience)
      throws InterruptedException;

  /** What came back. */
  sealed interface Reply {
    record Expected() implements Reply {}

    /** Something without the wanted text; its first 4 KiB. */
    record Other(PeerText text) implements Reply {}

    record Silent() implements Reply {}

    record Closed() implements Reply {}

    record Reset() implements Reply {}
  }
}
