package preflight.catalog.stream;

import java.time.Duration;
import java.util.List;
import preflight.catalog.http.Excerpt;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Measurement;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.SecretBytes;
import preflight.probe.http.Conversation;
import preflight.probe.http.WebSockets;
import preflight.resource.Endpoint;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;
import preflight.resource.service.Expectation;

/** Sends a message and waits for the declared answer. */
@CheckDoc(
    id = "ws-message",
    on = Endpoint.class,
    about = Subject.RUNNING,
    expects = "The declared message comes in time",
    why =
        """
        A WebSocket that opens and then says nothing looks healthy to everybody but its users.
        """,
    permissions = {Permission.SECRET_ACCESS, Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = {
      Signal.SECRET_UNCLEAN,
      Signal.WS_NOT_UPGRADED,
      Signal.WS_NO_MESSAGE,
      Signal.HTTP_TOO_LARGE
    },
    families = {Family.APPLICATION, Family.WEBSOCKET_END},
    needs = WsHandshake.class)
@Remedy(
    text =
        "Find out why the service sends no such message, or correct the message in the"
            + " profile. The command shows what it logged in the last hour.",
    commands =
        "gcloud logging read 'resource.type=\"cloud_run_revision\""
            + " resource.labels.service_name=\"{service:filter}\" severity>=WARNING'"
            + " --project={project} --freshness=1h --limit=20")
public final class WsMessage implements Check<Target<Endpoint>, WsMessage.With> {

  /** What packs may choose. */
  public record With(
      @Field(
              value = "How long to wait for the handshake before giving up",
              byDefault = "8s",
              weaker = Weaker.MORE)
          Duration giveUpAfter,
      @Field(
              value = "How long the message may take where the endpoint does not say",
              byDefault = "5s",
              weaker = Weaker.MORE)
          Duration within) {}

  private final Sockets sockets;

  public WsMessage(WebSockets sockets, SecretBytes secrets) {
    this.sockets = new Sockets(sockets, secrets);
  }

  @Override
  public Outcome run(Target<Endpoint> target, With with) throws InterruptedException {
    Expectation expectation = target.resource().expect().orElse(Expectation.NONE);
    if (expectation.message().isEmpty()) {
      return Outcome.notApplicable("the endpoint expects no message");
    }
    String part = expectation.message().get();
    Duration within = expectation.within().orElse(with.within());
    return sockets.ask(target, with.giveUpAfter(), it -> judge(it, part, within));
  }

  private static Outcome judge(Conversation conversation, String part, Duration within)
      throws InterruptedException {
    String expected =
        "a message with %s within %d ms".formatted(Excerpt.of(part), within.toMillis());
    return switch (conversation.hear(within)) {
      case Conversation.Heard.Message(Duration after) ->
          Outcome.passed("it came", List.of(new Measurement("message", after)));
      case Conversation.Heard.Nothing(int others) ->
          Outcome.failed(
                  Signal.WS_NO_MESSAGE,
                  expected,
                  others == 0 ? "no message at all" : others + " messages without it")
              .at(Phase.EVENTS);
      case Conversation.Heard.Ended(Conversation.Ending ending) -> Sockets.ended(ending, expected);
    };
  }
}
