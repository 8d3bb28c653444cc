package preflight.probe.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import okhttp3.Call;
import okio.Buffer;
import okio.BufferedSource;
import preflight.probe.http.Exchange.Answer;
import preflight.probe.network.Resolver;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;

/** Listens to streams of events with OkHttp. */
public final class OkHttpEventStreams implements EventStreams {

  // Of the stream as it is read, and of the wire: compression must not get around it.
  private static final long MOST = 4L * 1024 * 1024;
  private static final long MOST_ON_THE_WIRE = 2 * MOST;
  private static final int PEEKED = 4096;

  private final OkHttpClients clients;
  private final Climb climb;

  public OkHttpEventStreams(OkHttpClients clients, Resolver resolver) {
    this.clients = clients;
    this.climb = clients.climb(resolver, "http/1.1");
  }

  @Override
  public Listening listen(HttpRequest request, Duration first, Duration more)
      throws InterruptedException {
    var heard = new ArrayList<Listening>();
    Exchange exchange =
        climb.to(request, line -> attempt(line.longer(first.plus(more)), first, more, heard));
    return heard.isEmpty() ? new Listening.Other(exchange) : heard.getFirst();
  }

  private Answer attempt(Climb.Line line, Duration first, Duration more, List<Listening> heard)
      throws InterruptedException {
    line.socket().atMost(MOST_ON_THE_WIRE);
    var flight = new Flight();
    Optional<Integer> status = Optional.empty();
    try {
      Call call = clients.over(line, flight).newCall(OkHttp.toOkHttp(line.request()));
      try (okhttp3.Response response = call.execute()) {
        status = Optional.of(response.code());
        var headers = clients.headers(response);
        Body body = Body.NONE;
        if (response.code() == 200 && headers.mediaType().is("text/event-stream")) {
          heard.add(read(response.body().source(), headers, flight, line, first, more));
        } else if (response.code() != 200) {
          byte[] bytes = response.peekBody(PEEKED).bytes();
          body = Body.of(bytes, bytes.length == PEEKED, clients.redaction());
        }
        call.cancel();
        return new Answer.Response(
            response.code(), headers, body, line.place(), line.timings(flight));
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while listening to " + line.place());
      }
      return line.broken(e, status, flight);
    }
  }

  private static Listening read(
      BufferedSource source,
      ResponseHeaders headers,
      Flight flight,
      Climb.Line line,
      Duration first,
      Duration more)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    var parser = new EventParser();
    var events = new ArrayList<Duration>();
    var chunk = new Buffer();
    source.timeout().deadlineNanoTime(start + first.toNanos());
    boolean ended = false;
    long heard = 0;
    try {
      while (heard < MOST) {
        if (source.read(chunk, 8192) < 0) {
          ended = true;
          break;
        }
        heard += chunk.size();
        Duration now = Duration.ofNanos(System.nanoTime() - start);
        byte[] bytes = chunk.readByteArray();
        int complete = parser.feed(bytes, bytes.length);
        if (events.isEmpty() && complete > 0) {
          source.timeout().deadlineNanoTime(System.nanoTime() + more.toNanos());
        }
        events.addAll(Collections.nCopies(complete, now));
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while listening to " + line.place());
      }
      // Okio says so, and no SocketTimeoutException, where the deadline passes between two reads.
      boolean over = e instanceof InterruptedIOException;
      if (events.isEmpty() && !over) {
        throw e;
      }
      ended = !over;
    }
    List<Timing> timings = line.timings(flight);
    if (heard >= MOST && events.isEmpty()) {
      return new Listening.Endless(timings);
    }
    Duration head =
        timings.stream()
            .filter(it -> it.rung() == Rung.RESPONSE)
            .map(Timing::took)
            .reduce(Duration.ZERO, Duration::plus);
    return new Listening.Stream(headers, head, events, ended, timings);
  }
}
