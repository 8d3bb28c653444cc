package preflight.catalog.stream;

import java.time.Duration;
import java.util.Optional;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Clue;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.SecretBytes;
import preflight.probe.http.Conversation;
import preflight.probe.http.WebSockets;
import preflight.resource.Endpoint;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

/** Holds a WebSocket open for as long as users do. */
@CheckDoc(
    id = "ws-duration",
    on = Endpoint.class,
    about = Subject.RUNNING,
    expects = "The WebSocket stays open for the time that the pack gives as hold",
    why =
        """
        A timeout on the way (the platform's, a proxy's, the framework's) cuts every conversation at the
        same age.
        """,
    permissions = {Permission.SECRET_ACCESS, Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = {Signal.SECRET_UNCLEAN, Signal.WS_NOT_UPGRADED, Signal.HTTP_TOO_LARGE},
    families = {Family.APPLICATION, Family.WEBSOCKET_END},
    needs = WsCloseCode.class)
@Remedy(
    text =
        "Raise the timeout that ended the connection: that of Cloud Run, of the load"
            + " balancer or of the application. Compare each with the age at which the"
            + " connection ended. The command shows that of Cloud Run.",
    commands =
        "gcloud run services describe {service} --region={region} --project={project}"
            + " --format='value(spec.template.spec.timeoutSeconds)'")
public final class WsDuration implements Check<Target<Endpoint>, WsDuration.With> {

  /** What packs may choose. */
  public record With(
      @Field(
              value = "How long to wait for the handshake before giving up",
              byDefault = "8s",
              weaker = Weaker.MORE)
          Duration giveUpAfter,
      @Field(
              value = "How long to hold it open (default: the check is skipped)",
              example = "2m",
              weaker = Weaker.NONE)
          Optional<Duration> hold,
      @Field(
              value =
                  "The request timeout of the service in Cloud Run, which ends WebSockets at this age",
              byDefault = "5m")
          Duration requestTimeout) {}

  private final Sockets sockets;

  public WsDuration(WebSockets sockets, SecretBytes secrets) {
    this.sockets = new Sockets(sockets, secrets);
  }

  @Override
  public Outcome run(Target<Endpoint> target, With with) throws InterruptedException {
    if (with.hold().isEmpty()) {
      return Outcome.notApplicable("no hold is given");
    }
    Duration hold = with.hold().get();
    return sockets.ask(target, with.giveUpAfter(), it -> judge(it.watch(hold), with));
  }

  private static Outcome judge(Conversation.Ending ending, With with) {
    long hold = with.hold().orElse(Duration.ZERO).toSeconds();
    return switch (ending) {
      case Conversation.Ending.StillOpen() ->
          Outcome.passed("still open after %d s".formatted(hold));
      case Conversation.Ending.Cut(Duration after) when atTimeout(after, with.requestTimeout()) ->
          Sockets.ended(ending, "still open after %d s".formatted(hold))
              .saying(
                  "loses its WebSocket after %d s, which is the request timeout"
                      .formatted(after.toSeconds()))
              .clue(Clue.AT_REQUEST_TIMEOUT);
      case Conversation.Ending.Cut _, Conversation.Ending.Closed _, Conversation.Ending.Flooded _ ->
          Sockets.ended(ending, "still open after %d s".formatted(hold));
    };
  }

  /** Within a twentieth, at least 250 ms, of a timer: it was the timer. */
  private static boolean atTimeout(Duration after, Duration timeout) {
    long tolerance = Math.max(250, timeout.toMillis() / 20);
    return Math.abs(after.minus(timeout).toMillis()) <= tolerance;
  }
}
