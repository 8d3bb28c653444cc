package preflight.probe.http;

import java.time.Duration;
import java.util.List;
import preflight.probe.network.Timing;

/** Listens to streams of server-sent events. */
public interface EventStreams {

  /**
   * Listens until the first event or in vain; after it, a little longer, to see what comes with it.
   *
   * @param first how long the first event may take after the head of the response
   * @param more how long to go on after the first event
   */
  Listening listen(HttpRequest request, Duration first, Duration more) throws InterruptedException;

  /** What was heard. */
  sealed interface Listening {

    /**
     * A stream.
     *
     * @param headers of the response
     * @param head how long the head of the response took after the request
     * @param events when each event was complete, after the head
     * @param ended whether the stream ended by itself
     */
    record Stream(
        ResponseHeaders headers,
        Duration head,
        List<Duration> events,
        boolean ended,
        List<Timing> timings)
        implements Listening {
      public Stream {
        events = List.copyOf(events);
        timings = List.copyOf(timings);
      }
    }

    /** A stream without an event in as much of it as a probe reads. */
    record Endless(List<Timing> timings) implements Listening {
      public Endless {
        timings = List.copyOf(timings);
      }
    }

    /** Something else than a stream of events, or no answer. */
    record Other(Exchange exchange) implements Listening {}
  }
}
