package preflight.sandbox;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code GET /api/events/stream}: one event at once, a second soon, then one a second for ever. */
final class Events implements HttpService {

  private static final ResponseHeaders HEADERS =
      ResponseHeaders.builder(HttpStatus.OK)
          .contentType(MediaType.EVENT_STREAM)
          .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
          .build();
  private static final Duration SOON = Duration.ofMillis(350);
  private static final Duration HELD_BACK = Duration.ofMillis(1500);
  private static final int BURST = 5;

  private final Optional<Fault> fault;

  Events(Optional<Fault> fault) {
    this.fault = fault;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    HttpResponseWriter out = HttpResponse.streaming();
    out.write(HEADERS);
    if (fault.equals(Optional.of(Fault.EVENTS_BUFFERED))) {
      later(context, HELD_BACK, () -> burst(context, out, 1));
    } else if (!fault.equals(Optional.of(Fault.EVENTS_NEVER_COME))) {
      send(context, out, 1);
    }
    return out;
  }

  private static void send(ServiceRequestContext context, HttpResponseWriter out, int number) {
    if (out.tryWrite(HttpData.ofUtf8(event(number)))) {
      later(
          context,
          number == 1 ? SOON : Duration.ofSeconds(1),
          () -> send(context, out, number + 1));
    }
  }

  private static void burst(ServiceRequestContext context, HttpResponseWriter out, int first) {
    String events =
        IntStream.range(first, first + BURST).mapToObj(Events::event).collect(Collectors.joining());
    if (out.tryWrite(HttpData.ofUtf8(events))) {
      later(context, HELD_BACK, () -> burst(context, out, first + BURST));
    }
  }

  private static void later(ServiceRequestContext context, Duration pause, Runnable what) {
    var _ = context.eventLoop().schedule(what, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** One event of the stream, as the HTML standard writes it (section 9.2). */
  private static String event(int number) {
    return "id:%d\nevent:heartbeat\ndata:{\"number\":%d}\n\n".formatted(number, number);
  }
}
