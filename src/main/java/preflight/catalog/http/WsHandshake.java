package preflight.catalog.http;

import java.time.Duration;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.check.Vantage;
import preflight.probe.SecretBytes;
import preflight.probe.http.WebSockets;
import preflight.resource.Endpoint;
import preflight.resource.Field;
import preflight.resource.Target;
import preflight.resource.Weaker;

/** Shakes hands with a WebSocket endpoint, as a browser would. */
@CheckDoc(
    id = "ws-handshake",
    on = Endpoint.class,
    expects = "The endpoint switches to WebSocket",
    why =
        """
        Chat, notifications and live views hang on it, and no request of another kind shows that it broke.
        """,
    permissions = Permission.SECRET_ACCESS,
    signals = {
      Signal.DNS_NOT_FOUND,
      Signal.DNS_FAILED,
      Signal.TCP_REFUSED,
      Signal.TCP_TIMEOUT,
      Signal.TCP_UNREACHABLE,
      Signal.CONNECTION_RESET,
      Signal.CONNECTION_CLOSED,
      Signal.PEER_SILENT,
      Signal.WRONG_PROTOCOL,
      Signal.TLS_REFUSED,
      Signal.TLS_REQUIRED,
      Signal.TLS_FAILED,
      Signal.TLS_UNTRUSTED,
      Signal.TLS_WRONG_HOST,
      Signal.TLS_EXPIRED,
      Signal.TLS_NOT_YET_VALID,
      Signal.HTTP_MALFORMED,
      Signal.HTTP_TOO_SLOW,
      Signal.HTTP_APP_ERROR,
      Signal.HTTP_APP_DENIED,
      Signal.HTTP_APP_NOT_FOUND,
      Signal.HTTP_UNEXPECTED_STATUS,
      Signal.HTTP_FRONT_NOT_FOUND,
      Signal.HTTP_FRONT_DENIED,
      Signal.HTTP_FRONT_THROTTLED,
      Signal.HTTP_FRONT_NO_INSTANCE,
      Signal.HTTP_FRONT_UNAVAILABLE,
      Signal.HTTP_CONTAINER_FAULT,
      Signal.HTTP_LOAD_BALANCER_ERROR,
      Signal.SECRET_UNCLEAN,
      Signal.WS_NOT_UPGRADED
    })
@Remedy(
    on = {Signal.HTTP_APP_NOT_FOUND, Signal.HTTP_UNEXPECTED_STATUS},
    text =
        "Repeat the handshake by hand and read the status: 404 means a wrong route, 401"
            + " a missing token, 426 a proxy without WebSocket.",
    commands =
        "curl -sSi --http1.1 --max-time 5 -H 'Connection: Upgrade' -H 'Upgrade:"
            + " websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key:"
            + " cHJlZmxpZ2h0IHByb2JlLg==' {url}")
public final class WsHandshake implements Check<Target<Endpoint>, WsHandshake.With> {

  /** What packs may choose. */
  public record With(
      @Field(
              value = "How long to wait for the handshake before giving up",
              byDefault = "8s",
              weaker = Weaker.MORE)
          Duration giveUpAfter) {}

  private final Sockets sockets;

  public WsHandshake(WebSockets sockets, SecretBytes secrets, Vantage vantage) {
    this.sockets = new Sockets(sockets, secrets, vantage);
  }

  @Override
  public Class<With> withType() {
    return With.class;
  }

  @Override
  public Outcome run(Target<Endpoint> target, With with) throws InterruptedException {
    return sockets.ask(
        target, with.giveUpAfter(), it -> Outcome.passed("open", Broke.measurements(it.timings())));
  }
}
