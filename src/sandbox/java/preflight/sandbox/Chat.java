package preflight.sandbox;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.websocket.WebSocketService;
import com.linecorp.armeria.server.websocket.WebSocketServiceHandler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Sends every text back and stays open until the client closes. */
final class Chat implements WebSocketServiceHandler {

  private final Optional<Fault> fault;

  private Chat(Optional<Fault> fault) {
    this.fault = fault;
  }

  /** As an HTTP service that also serves clients that are no browsers. */
  static HttpService service(Optional<Fault> fault) {
    var chat = new Chat(fault);
    return WebSocketService.builder(chat)
        .subprotocols("jwt-auth")
        .allowedOrigin(_ -> true)
        .build()
        .decorate(chat::shakeHands);
  }

  private HttpResponse shakeHands(
      HttpService service, ServiceRequestContext context, HttpRequest request) throws Exception {
    var headers = request.headers().toBuilder();
    if (!request.headers().contains(HttpHeaderNames.ORIGIN)) {
      // Armeria refuses a handshake without one, and only browsers send one.
      headers.set(HttpHeaderNames.ORIGIN, "http://127.0.0.1");
    }
    HttpRequest changed = request.withHeaders(headers);
    context.updateRequest(changed);
    HttpResponse response = service.serve(context, changed);
    return fault.equals(Optional.of(Fault.SOCKET_SUBPROTOCOL))
        ? response.mapInformational(
            it -> it.toBuilder().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "jwt").build())
        : response;
  }

  @Override
  public WebSocket handle(ServiceRequestContext context, WebSocket in) {
    WebSocketWriter out = WebSocket.streaming();
    boolean throwing = fault.equals(Optional.of(Fault.SOCKET_HANDLER_THROWS));
    in.subscribe(new Echo(context, out, throwing));
    return out;
  }

  private record Echo(ServiceRequestContext context, WebSocketWriter out, boolean throwing)
      implements Subscriber<WebSocketFrame> {

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(WebSocketFrame frame) {
      try (frame) {
        switch (frame.type()) {
          case TEXT -> answer(frame.text());
          case PING -> out.writePong(frame.array());
          case CLOSE -> out.close();
          case BINARY, CONTINUATION, PONG -> {}
        }
      }
    }

    private void answer(String text) {
      out.write(text);
      if (throwing) {
        var _ = context.eventLoop().schedule(this::throwUp, 100, TimeUnit.MILLISECONDS);
      }
    }

    /** What frameworks answer to when a handler throws. */
    private void throwUp() {
      out.close(WebSocketCloseStatus.INTERNAL_SERVER_ERROR, "internal error");
    }

    @Override
    public void onError(Throwable cause) {
      out.close(cause);
    }

    @Override
    public void onComplete() {
      out.close();
    }
  }
}
