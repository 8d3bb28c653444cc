package preflight.probe.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import preflight.probe.PeerText;
import preflight.probe.Redaction;
import preflight.probe.network.Timing;

/** Listens to one WebSocket of OkHttp; looks for one text in its messages and keeps none. */
final class OkHttpConversation extends WebSocketListener implements Conversation {

  private static final int BODY_LIMIT = 4096;

  private final Climb.Line line;
  private final Flight flight;
  private final Optional<String> send;
  private final Optional<String> awaited;
  private final Redaction redaction;
  private final CompletableFuture<Answered> handshake = new CompletableFuture<>();
  private int messages;
  private Optional<Duration> heard = Optional.empty();
  private Optional<PeerText> subprotocol = Optional.empty();
  private Ending ending = new Ending.StillOpen();
  private long opened = System.nanoTime();

  /** What the handshake came to: nothing where it succeeded. */
  record Answered(Optional<IOException> thrown, Optional<okhttp3.Response> response, Body body) {}

  OkHttpConversation(Climb.Line line, Flight flight, WebSockets.Hello hello, Redaction redaction) {
    this.line = line;
    this.redaction = redaction;
    this.flight = flight;
    this.send = hello.send();
    this.awaited = hello.awaited();
  }

  CompletableFuture<Answered> handshake() {
    return handshake;
  }

  synchronized boolean over() {
    return !(ending instanceof Ending.StillOpen);
  }

  @Override
  public void onOpen(WebSocket socket, okhttp3.Response response) {
    synchronized (this) {
      flight.answered();
      opened = System.nanoTime();
      subprotocol =
          Optional.ofNullable(response.header("Sec-WebSocket-Protocol")).map(redaction::heard);
    }
    send.ifPresent(socket::send);
    handshake.complete(new Answered(Optional.empty(), Optional.empty(), Body.NONE));
  }

  @Override
  public synchronized void onMessage(WebSocket socket, String text) {
    messages++;
    if (heard.isEmpty() && awaited.filter(text::contains).isPresent()) {
      heard = Optional.of(sinceOpened());
    }
    notifyAll();
  }

  @Override
  public void onMessage(WebSocket socket, ByteString bytes) {
    onMessage(socket, bytes.utf8());
  }

  @Override
  public void onClosing(WebSocket socket, int code, String reason) {
    end(new Ending.Closed(code, redaction.heard(reason), sinceOpened()));
    socket.close(1000, null);
  }

  @Override
  public void onFailure(WebSocket socket, Throwable thrown, okhttp3.@Nullable Response response) {
    IOException why =
        thrown instanceof IOException io ? io : new IOException("the client broke", thrown);
    handshake.complete(
        new Answered(Optional.of(why), Optional.ofNullable(response), bodyOf(response)));
    end(
        line.socket().flooded()
            ? new Ending.Flooded(sinceOpened())
            : new Ending.Cut(sinceOpened()));
  }

  private Body bodyOf(okhttp3.@Nullable Response response) {
    if (response == null) {
      return Body.NONE;
    }
    try {
      byte[] bytes = response.peekBody(BODY_LIMIT).bytes();
      return Body.of(bytes, bytes.length == BODY_LIMIT, redaction);
    } catch (IOException | IllegalStateException _) {
      return Body.NONE;
    }
  }

  private synchronized void end(Ending how) {
    if (!over()) {
      ending = how;
    }
    notifyAll();
  }

  private synchronized Duration sinceOpened() {
    return Duration.ofNanos(System.nanoTime() - opened);
  }

  @Override
  public synchronized Optional<PeerText> subprotocol() {
    return subprotocol;
  }

  @Override
  public List<Timing> timings() {
    return line.timings(flight);
  }

  @Override
  public synchronized Heard hear(Duration within) throws InterruptedException {
    await(() -> over() || heard.isPresent(), within);
    return heard
        .<Heard>map(Heard.Message::new)
        .orElseGet(() -> over() ? new Heard.Ended(ending) : new Heard.Nothing(messages));
  }

  @Override
  public synchronized Ending watch(Duration sinceHandshake) throws InterruptedException {
    await(this::over, sinceHandshake);
    return ending;
  }

  /** Waits until it is over, or until a time of {@link System#nanoTime}. */
  void awaitEnd(long end) throws InterruptedException {
    await(this::over, end);
  }

  private synchronized void await(BooleanSupplier done, Duration sinceHandshake)
      throws InterruptedException {
    await(done, opened + sinceHandshake.toNanos());
  }

  private synchronized void await(BooleanSupplier done, long end) throws InterruptedException {
    while (!done.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return;
      }
      wait(left / 1_000_000 + 1);
    }
  }
}
