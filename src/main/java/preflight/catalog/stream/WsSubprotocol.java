package preflight.catalog.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.catalog.Patience;
import preflight.catalog.http.Answers;
import preflight.catalog.http.Excerpt;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.SecretBytes;
import preflight.probe.http.WebSockets;
import preflight.resource.Endpoint;
import preflight.resource.Target;

/** Compares the subprotocol that a WebSocket server chose with those it was offered. */
@CheckDoc(
    id = "ws-subprotocol",
    on = Endpoint.class,
    about = Subject.RUNNING,
    expects = "The server chooses one of the offered subprotocols",
    why =
        """
        Browsers close a connection whose subprotocol was not offered (RFC 6455, section 4.1), and one
        without any where some were offered (WebSockets standard); clients of other kinds do not notice.
        """,
    permissions = {Permission.SECRET_ACCESS, Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = {Signal.SECRET_UNCLEAN, Signal.WS_NOT_UPGRADED, Signal.WS_SUBPROTOCOL},
    families = Family.APPLICATION,
    needs = WsHandshake.class)
@Remedy(
    text =
        "Make the server choose one of the subprotocols that the client offers, and name it when it"
            + " accepts the connection; a proxy must pass Sec-WebSocket-Protocol on in both"
            + " directions. The command repeats the handshake.",
    commands = Sockets.HANDSHAKE + " -H 'Sec-WebSocket-Protocol: {offered:header}' {url}")
public final class WsSubprotocol implements Check<Target<Endpoint>, Patience> {

  private final Sockets sockets;

  public WsSubprotocol(WebSockets sockets, SecretBytes secrets) {
    this.sockets = new Sockets(sockets, secrets);
  }

  @Override
  public Outcome run(Target<Endpoint> target, Patience with) throws InterruptedException {
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
            chosen.map(Excerpt::of).orElse("no subprotocol at all"))
        .saying(
            chosen.isEmpty()
                ? "answers no subprotocol at all, and browsers then close the connection: what"
                    + " accepts it, or a proxy on the way, must pass one on"
                : offered.isEmpty()
                    ? "answers a subprotocol, though none was offered"
                    : "answers a subprotocol that was not offered")
        .at(Phase.HANDSHAKE);
  }
}
