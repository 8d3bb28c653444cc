package preflight.catalog.stream;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.catalog.http.Answers;
import preflight.catalog.http.CrossOrigin;
import preflight.catalog.http.Excerpt;
import preflight.catalog.http.Origin;
import preflight.catalog.http.Places;
import preflight.catalog.http.Requests;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Phase;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.SecretBytes;
import preflight.probe.http.Conversation;
import preflight.probe.http.Exchange;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.HttpRequest;
import preflight.probe.http.WebSockets;
import preflight.resource.Endpoint;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.Expectation;

/** Joins the WebSocket of an endpoint, for all checks that ask about it. */
final class Sockets {

  /** The handshake by hand, up to the URL. */
  static final String HANDSHAKE =
      "curl -sSi --http1.1 --max-time 5 -H 'Connection: Upgrade' -H 'Upgrade: websocket'"
          + " -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: cHJlZmxpZ2h0IHByb2JlLg=='"
          + " {origin-header}";

  private final WebSockets sockets;
  private final Requests requests;

  Sockets(WebSockets sockets, SecretBytes secrets) {
    this.sockets = sockets;
    this.requests = new Requests(secrets);
  }

  /** What to do with an open conversation. */
  interface Question {
    Outcome of(Conversation conversation) throws InterruptedException;
  }

  /** As a page of the first declared origin opens it. */
  Outcome ask(Target<Endpoint> target, Duration patience, Question question)
      throws InterruptedException {
    List<String> origins = target.environment().serviceOf(target.resource()).origins();
    return ask(target, patience, origins.stream().findFirst(), question);
  }

  /**
   * A browser tells a WebSocket the origin of its page, and the server may refuse it (RFC 6455,
   * section 4.2.2).
   *
   * @param origin of the page that opens it; a client that is no browser sends none
   */
  Outcome ask(
      Target<Endpoint> target, Duration patience, Optional<String> origin, Question question)
      throws InterruptedException {
    Endpoint endpoint = target.resource();
    Service service = target.environment().serviceOf(endpoint);
    if (endpoint.websocket().isEmpty()) {
      return Outcome.notApplicable("the endpoint is no websocket");
    }
    if (service.url().isEmpty()) {
      return Outcome.notApplicable(service.name() + " has no url");
    }
    URI url = Places.join(service.url().get(), endpoint.websocket().get());
    return Answers.withFacts(
        switch (requests.of("GET", url, endpoint, target.environment(), patience)) {
          case Requests.Made.Not(Outcome outcome) -> outcome;
          case Requests.Made.Ready(HttpRequest request) ->
              converse(
                  endpoint,
                  named(service, endpoint, origin),
                  origin.map(request::from).orElse(request),
                  question);
        },
        Places.facts(service, target.environment(), url),
        Map.of("origin-header", CrossOrigin.fragment(origin)));
  }

  /** Pages of different origins do not share a conversation. */
  private static String named(Service service, Endpoint endpoint, Optional<String> origin) {
    return origin.equals(service.origins().stream().findFirst())
        ? endpoint.name().toString()
        : endpoint.name() + " from " + origin.orElse("no page");
  }

  private Outcome converse(Endpoint endpoint, String name, HttpRequest request, Question question)
      throws InterruptedException {
    var hello =
        new WebSockets.Hello(
            name,
            request.body(Optional.empty()),
            endpoint.subprotocols(),
            endpoint.send(),
            endpoint.expect().flatMap(Expectation::message));
    return switch (sockets.open(hello)) {
      case WebSockets.Opening.Open(Conversation conversation) -> question.of(conversation);
      case WebSockets.Opening.Refused(Exchange exchange) -> refused(endpoint, exchange);
    };
  }

  private Outcome refused(Endpoint endpoint, Exchange exchange) {
    String expected = "%s switches to WebSocket".formatted(endpoint.websocket().orElse(""));
    Outcome outcome = Answers.judged(exchange, expected, it -> notUpgraded(endpoint, it, expected));
    // Whatever breaks before the switch is a matter of the handshake.
    return outcome instanceof Failed failed && failed.phase().equals(Optional.of(Phase.RESPONSE))
        ? failed.at(Phase.HANDSHAKE)
        : outcome;
  }

  private static Outcome notUpgraded(Endpoint endpoint, Response response, String expected) {
    List<Integer> wanted = endpoint.expect().orElse(Expectation.NONE).status();
    if (wanted.contains(response.status())) {
      return Outcome.passed(String.valueOf(response.status()));
    }
    Signal signal = Origin.of(response).signal().orElse(Signal.HTTP_UNEXPECTED_STATUS);
    boolean telling = signal != Signal.HTTP_UNEXPECTED_STATUS && response.status() >= 400;
    return Answers.unwanted(telling ? signal : Signal.WS_NOT_UPGRADED, response, expected);
  }

  /** A conversation that ended before its time. */
  static Failed ended(Conversation.Ending ending, String expected) {
    return switch (ending) {
      case Conversation.Ending.StillOpen() ->
          throw new IllegalArgumentException("it has not ended");
      case Conversation.Ending.Cut(Duration after) ->
          Outcome.failed(
                  Signal.WS_CUT,
                  expected,
                  "cut without a close frame after %s".formatted(shown(after)))
              .at(Phase.CLOSE)
              .saying("loses its WebSocket without a close frame after " + shown(after));
      case Conversation.Ending.Flooded(Duration after) ->
          Outcome.failed(Signal.HTTP_TOO_LARGE, expected, "more than 1 MiB came in " + shown(after))
              .at(Phase.EVENTS);
      case Conversation.Ending.Closed(int code, PeerText reason, Duration after) ->
          Outcome.failed(
                  signalOf(code), expected, "closed with %d after %s".formatted(code, shown(after)))
              .at(Phase.CLOSE)
              .saying("closes its WebSocket with %d after %s".formatted(code, shown(after)))
              .clue(Clue.RESTARTING, code == 1012 || code == 1013)
              .with(new Evidence("close frame", (code + " " + Excerpt.of(reason)).strip()));
    };
  }

  /** RFC 6455, section 7.4.1; 4401 and 4403 by custom. */
  static Signal signalOf(int code) {
    return switch (code) {
      case 1011 -> Signal.WS_CLOSED_BY_APP;
      case 1008, 3000, 3003, 4401, 4403 -> Signal.WS_CLOSED_BY_POLICY;
      default -> Signal.WS_CLOSED_EARLY;
    };
  }

  private static String shown(Duration duration) {
    return duration.toSeconds() < 10 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
  }
}
