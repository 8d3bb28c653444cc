package preflight.probe.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import okhttp3.WebSocket;
import preflight.probe.http.Exchange.Answer;
import preflight.probe.network.Resolver;

/**
 * Opens WebSockets with OkHttp. A conversation serves all checks of its endpoint; one that failed
 * or ended is opened anew for whoever asks next.
 */
public final class OkHttpWebSockets implements WebSockets, AutoCloseable {

  private static final long MOST = 1024L * 1024;
  private static final int NORMAL = 1000;
  private static final Duration GOODBYE = Duration.ofMillis(200);

  private final OkHttpClients clients;
  private final Climb climb;
  private final Map<String, FutureTask<Held>> open = new ConcurrentHashMap<>();

  /** An opening, with what closes it. */
  private record Held(Opening opening, Optional<WebSocket> socket) {
    boolean usable() {
      return opening instanceof Opening.Open(OkHttpConversation conversation)
          && !conversation.over();
    }
  }

  public OkHttpWebSockets(OkHttpClients clients, Resolver resolver) {
    this.clients = clients;
    this.climb = clients.climb(resolver, "http/1.1");
  }

  @Override
  public Opening open(Hello hello) throws InterruptedException {
    while (true) {
      var mine = new FutureTask<>(() -> dial(hello));
      FutureTask<Held> task = open.merge(hello.name(), mine, OkHttpWebSockets::kept);
      if (task.equals(mine)) {
        mine.run();
      }
      try {
        return task.get().opening();
      } catch (ExecutionException e) {
        open.remove(hello.name(), task);
        if (!(e.getCause() instanceof InterruptedException)) {
          throw new IllegalStateException("the WebSocket client broke", e.getCause());
        }
        if (task.equals(mine)) {
          throw new InterruptedException("interrupted while opening " + hello.name());
        }
      }
    }
  }

  private static FutureTask<Held> kept(FutureTask<Held> old, FutureTask<Held> fresh) {
    boolean done = old.state() == Future.State.SUCCESS;
    return (!done && old.state() == Future.State.RUNNING) || (done && old.resultNow().usable())
        ? old
        : fresh;
  }

  private Held dial(Hello hello) throws InterruptedException {
    var opened = new ArrayList<Held>();
    Exchange exchange = climb.to(hello.request(), line -> attempt(hello, line, opened));
    return opened.isEmpty()
        ? new Held(new Opening.Refused(exchange), Optional.empty())
        : opened.getFirst();
  }

  private Answer attempt(Hello hello, Climb.Line line, List<Held> opened)
      throws InterruptedException {
    line.socket().atMost(MOST);
    var flight = new Flight();
    var conversation = new OkHttpConversation(line, flight, hello, clients.redaction());
    okhttp3.Request request = offering(hello, line.request());
    WebSocket socket = clients.over(line, flight).newWebSocket(request, conversation);
    OkHttpConversation.Answered answered;
    try {
      answered = conversation.handshake().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a handshake only completes", e);
    } catch (InterruptedException e) {
      socket.cancel();
      throw e;
    }
    if (answered.thrown().isEmpty()) {
      opened.add(new Held(new Opening.Open(conversation), Optional.of(socket)));
      return new Answer.Response(
          101, ResponseHeaders.NONE, Body.NONE, line.place(), line.timings(flight));
    }
    if (answered.response().isPresent()) {
      okhttp3.Response response = answered.response().get();
      return new Answer.Response(
          response.code(),
          clients.headers(response),
          answered.body(),
          line.place(),
          line.timings(flight));
    }
    return line.broken(answered.thrown().get(), Optional.empty(), flight);
  }

  private static okhttp3.Request offering(Hello hello, HttpRequest sent) {
    HttpRequest request = sent;
    if (!hello.subprotocols().isEmpty()) {
      request =
          request.header(
              "Sec-WebSocket-Protocol", HeaderValue.plain(String.join(", ", hello.subprotocols())));
    }
    return OkHttp.toOkHttp(request);
  }

  /** Takes leave of all that are open, and waits a moment for those that answer. */
  @Override
  public void close() {
    List<Held> all =
        open.values().stream()
            .filter(it -> it.state() == Future.State.SUCCESS)
            .map(FutureTask::resultNow)
            .toList();
    all.forEach(it -> it.socket().ifPresent(socket -> socket.close(NORMAL, null)));
    long end = System.nanoTime() + GOODBYE.toNanos();
    try {
      for (Held held : all) {
        if (held.opening() instanceof Opening.Open(OkHttpConversation conversation)) {
          conversation.awaitEnd(end);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    all.forEach(it -> it.socket().ifPresent(WebSocket::cancel));
  }
}
