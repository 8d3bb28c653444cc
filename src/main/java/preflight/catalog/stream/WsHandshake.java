package preflight.catalog.stream;

import java.util.List;
import java.util.Optional;
import preflight.catalog.Patience;
import preflight.catalog.http.BrokenExchange;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
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
    signals = {Signal.SECRET_UNCLEAN, Signal.WS_NOT_UPGRADED, Signal.HTTP_CORS_REFUSED},
    families = Family.APPLICATION)
@Remedy(
    on = Signal.HTTP_CORS_REFUSED,
    text =
        "Add the origin to the list of origins that the WebSocket server allows; scheme, host and"
            + " port must be equal, without a slash at the end. The command repeats the handshake of"
            + " the browser.",
    commands = Sockets.HANDSHAKE + " {url}")
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
    List<String> origins = target.environment().serviceOf(target.resource()).origins();
    if (origins.isEmpty()) {
      return open(target, with, Optional.empty());
    }
    Outcome last = Outcome.notApplicable("no origins");
    for (String origin : origins) {
      last = open(target, with, Optional.of(origin));
      if (last instanceof Outcome.Failed failed) {
        return isRefusal(failed) && open(target, with, Optional.empty()) instanceof Outcome.Passed
            ? refused(failed, origin)
            : failed;
      }
      if (!(last instanceof Outcome.Passed)) {
        return last;
      }
    }
    return last;
  }

  private Outcome open(Target<Endpoint> target, Patience with, Optional<String> origin)
      throws InterruptedException {
    return sockets.ask(
        target,
        with.giveUpAfter(),
        origin,
        it -> Outcome.passed("open", BrokenExchange.measurements(it.timings())));
  }

  /** Whether somebody answered, and the answer may be about the origin. */
  private static boolean isRefusal(Outcome.Failed failed) {
    return failed.phase().equals(Optional.of(Phase.HANDSHAKE))
        && (failed.signal() == Signal.HTTP_APP_DENIED || failed.signal() == Signal.WS_NOT_UPGRADED);
  }

  /** The same handshake without an origin succeeds, so the origin is what it refuses. */
  private static Outcome refused(Outcome.Failed failed, String origin) {
    return failed
        .as(Signal.HTTP_CORS_REFUSED)
        .saying(
            "refuses the WebSocket of pages of %s, and opens one without an origin"
                .formatted(origin))
        .fact("origin", origin);
  }
}
