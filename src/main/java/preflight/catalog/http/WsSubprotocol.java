package preflight.catalog.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.check.Vantage;
import preflight.probe.PeerText;
import preflight.probe.SecretBytes;
import preflight.probe.http.WebSockets;
import preflight.resource.Endpoint;
import preflight.resource.Field;
import preflight.resource.Target;
import preflight.resource.Weaker;

/** Compares the subprotocol that a WebSocket server chose with those it was offered. */
@CheckDoc(
    id = "ws-subprotocol",
    on = Endpoint.class,
    expects = "The server chooses one of the offered subprotocols",
    why =
        """
        Browsers close a connection whose subprotocol was not offered (RFC 6455, section 4.1), and clients
        of other kinds do not notice.
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
      Signal.WS_NOT_UPGRADED,
      Signal.WS_SUBPROTOCOL
    },
    needs = WsHandshake.class)
@Remedy(
    text =
        "Make the server choose one of the subprotocols that the client offers. The"
            + " command repeats the handshake.",
    commands =
        "curl -sSi --http1.1 --max-time 5 -H 'Connection: Upgrade' -H 'Upgrade:"
            + " websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key:"
            + " cHJlZmxpZ2h0IHByb2JlLg==' -H 'Sec-WebSocket-Protocol: {offered:header}' {url}")
public final class WsSubprotocol implements Check<Target<Endpoint>, WsSubprotocol.With> {

  /** What packs may choose. */
  public record With(
      @Field(
              value = "How long to wait for the handshake before giving up",
              byDefault = "8s",
              weaker = Weaker.MORE)
          Duration giveUpAfter) {}

  private final Sockets sockets;

  public WsSubprotocol(WebSockets sockets, SecretBytes secrets, Vantage vantage) {
    this.sockets = new Sockets(sockets, secrets, vantage);
  }

  @Override
  public Class<With> withType() {
    return With.class;
  }

  @Override
  public Outcome run(Target<Endpoint> target, With with) throws InterruptedException {
    List<String> offered = target.resource().subprotocols();
    Outcome outcome =
        sockets.ask(target, with.giveUpAfter(), it -> judge(it.subprotocol(), offered));
    return Answers.withFacts(outcome, Map.of("offered", String.join(", ", offered)));
  }

  private static Outcome judge(Optional<PeerText> chosen, List<String> offered) {
    Optional<String> fits =
        offered.stream().filter(it -> chosen.filter(c -> c.is(it)).isPresent()).findFirst();
    if (fits.isPresent() || (chosen.isEmpty() && offered.isEmpty())) {
      return Outcome.passed(fits.orElse("none offered, none chosen"));
    }
    return Outcome.failed(
            Signal.WS_SUBPROTOCOL,
            offered.isEmpty()
                ? "no subprotocol, for none was offered"
                : "one of " + String.join(", ", offered),
            chosen.map(Excerpt::of).orElse("none"))
        .at(Phase.HANDSHAKE);
  }
}
