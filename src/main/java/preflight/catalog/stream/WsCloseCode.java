package preflight.catalog.stream;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import preflight.catalog.Patience;
import preflight.catalog.http.Answers;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.SecretBytes;
import preflight.probe.http.Conversation;
import preflight.probe.http.WebSockets;
import preflight.resource.Endpoint;
import preflight.resource.Target;
import preflight.resource.service.Expectation;

/** Sees whether a WebSocket is still open half a second after the handshake. */
@CheckDoc(
    id = "ws-close-code",
    on = Endpoint.class,
    about = Subject.RUNNING,
    expects = "The WebSocket stays open, or closes as it should",
    why =
        """
        A handler that throws closes the connection right after a handshake that every probe takes for
        success: 1011 is the application itself.
        """,
    permissions = {Permission.SECRET_ACCESS, Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = {Signal.SECRET_UNCLEAN, Signal.WS_NOT_UPGRADED, Signal.HTTP_TOO_LARGE},
    families = {Family.APPLICATION, Family.WEBSOCKET_END},
    needs = WsHandshake.class)
@Remedy(
    text =
        "Find the reason in the log of the service; the command shows what it logged in"
            + " the last hour.",
    commands =
        "gcloud logging read 'resource.type=\"cloud_run_revision\""
            + " resource.labels.service_name=\"{service:filter}\" severity>=WARNING'"
            + " --project={project} --freshness=1h --limit=20")
@Remedy(
    on = Signal.WS_CLOSED_BY_POLICY,
    text =
        "Declare the headers or the token that the endpoint demands, or correct the"
            + " secret that holds the token. The command shows what the profile declares.",
    commands = "preflight explain {environment} {endpoint}")
public final class WsCloseCode implements Check<Target<Endpoint>, Patience> {

  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  private final Sockets sockets;

  public WsCloseCode(WebSockets sockets, SecretBytes secrets) {
    this.sockets = new Sockets(sockets, secrets);
  }

  @Override
  public Outcome run(Target<Endpoint> target, Patience with) throws InterruptedException {
    Optional<Boolean> open = target.resource().expect().flatMap(Expectation::open);
    if (open.equals(Optional.of(false))) {
      return Outcome.notApplicable("the endpoint need not stay open");
    }
    return Answers.withFacts(
        sockets.ask(target, with.giveUpAfter(), it -> judge(it.watch(HALF_A_SECOND), open)),
        Map.of("endpoint", target.name().toString()));
  }

  private static Outcome judge(Conversation.Ending ending, Optional<Boolean> open) {
    return switch (ending) {
      case Conversation.Ending.StillOpen() -> Outcome.passed("still open after 500 ms");
      case Conversation.Ending.Closed(int code, _, _) when open.isEmpty() && code <= 1001 ->
          Outcome.passed("closed with " + code);
      case Conversation.Ending.Closed _, Conversation.Ending.Cut _, Conversation.Ending.Flooded _ ->
          Sockets.ended(ending, "still open half a second after the handshake");
    };
  }
}
