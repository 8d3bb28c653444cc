package preflight.catalog.stream;

import preflight.catalog.Patience;
import preflight.catalog.http.BrokenExchange;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.SecretBytes;
import preflight.probe.http.WebSockets;
import preflight.resource.Endpoint;
import preflight.resource.Target;

/** Shakes hands with a WebSocket endpoint, as a browser would. */
@CheckDoc(
    id = "ws-handshake",
    on = Endpoint.class,
    about = Subject.RUNNING,
    expects = "The endpoint switches to WebSocket",
    why =
        """
        Chat, notifications and live views hang on it, and no request of another kind shows that it broke.
        """,
    permissions = {Permission.SECRET_ACCESS, Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = {Signal.SECRET_UNCLEAN, Signal.WS_NOT_UPGRADED},
    families = Family.APPLICATION)
@Remedy(
    on = {Signal.HTTP_APP_NOT_FOUND, Signal.HTTP_UNEXPECTED_STATUS},
    text =
        "Repeat the handshake by hand and read the status: 404 means a wrong route, 401"
            + " a missing token, 426 a proxy without WebSocket.",
    commands = Sockets.HANDSHAKE + " {url}")
public final class WsHandshake implements Check<Target<Endpoint>, Patience> {

  private final Sockets sockets;

  public WsHandshake(WebSockets sockets, SecretBytes secrets) {
    this.sockets = new Sockets(sockets, secrets);
  }

  @Override
  public Outcome run(Target<Endpoint> target, Patience with) throws InterruptedException {
    return sockets.ask(
        target,
        with.giveUpAfter(),
        it -> Outcome.passed("open", BrokenExchange.measurements(it.timings())));
  }
}
