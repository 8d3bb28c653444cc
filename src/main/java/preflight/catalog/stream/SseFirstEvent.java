package preflight.catalog.stream;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.catalog.http.Answers;
import preflight.catalog.http.BrokenExchange;
import preflight.catalog.http.CrossOrigin;
import preflight.catalog.http.Excerpt;
import preflight.catalog.http.Places;
import preflight.catalog.http.Requests;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.Measurement;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.SecretBytes;
import preflight.probe.http.EventStreams;
import preflight.probe.http.Exchange;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.HeaderValue;
import preflight.probe.http.HttpRequest;
import preflight.probe.network.Timing;
import preflight.resource.Endpoint;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;
import preflight.resource.service.Expectation;

/** Listens to an event stream until its first event, and looks at how events arrive. */
@CheckDoc(
    id = "sse-first-event",
    on = Endpoint.class,
    about = Subject.RUNNING,
    expects = "The stream opens as an event stream and its first event comes in time, unbuffered",
    why =
        """
        A stream that opens and stays silent, or that a proxy holds back until it ends, is a page \
        that never moves. Status and headers look right all the while.
        """,
    permissions = {Permission.SECRET_ACCESS, Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = {
      Signal.SECRET_UNCLEAN,
      Signal.HTTP_TOO_LARGE,
      Signal.HTTP_CORS_REFUSED,
      Signal.SSE_WRONG_CONTENT_TYPE,
      Signal.SSE_SILENT,
      Signal.SSE_BUFFERED
    },
    families = Family.APPLICATION)
@Remedy(
    text =
        "Make the route answer with text/event-stream and send an event within the"
            + " limit. The command shows the stream.",
    commands = SseFirstEvent.LISTEN + " {url}")
@Remedy(
    on = Signal.HTTP_CORS_REFUSED,
    text =
        "Let the route answer pages of the origin with Access-Control-Allow-Origin, as the other"
            + " routes do; with credentials, it names the origin and not *. The command shows the"
            + " headers.",
    commands = "curl -sSi -N --max-time 5 -H 'Accept: text/event-stream' {origin-header} {url}")
@Remedy(
    on = Signal.SSE_BUFFERED,
    text =
        "Switch off buffering, compression and the CDN on the way (the service can send"
            + " X-Accel-Buffering: no), and flush after every event. The commands show the"
            + " stream as it is sent to a browser, the same without compression, and the settings"
            + " of the load balancer.",
    commands = {
      SseFirstEvent.LISTEN + " --compressed {url}",
      SseFirstEvent.LISTEN + " -H 'Accept-Encoding: identity' {url}",
      "gcloud compute backend-services list --project={project}"
          + " --format='value(name,compressionMode,enableCDN)'"
    })
public final class SseFirstEvent implements Check<Target<Endpoint>, SseFirstEvent.With> {

  /** What packs may choose. */
  public record With(
      @Field(
              value = "How long to wait for the head of the answer",
              byDefault = "8s",
              weaker = Weaker.MORE)
          Duration giveUpAfter,
      @Field(
              value = "How long the first event may take where the endpoint does not say",
              byDefault = "5s",
              weaker = Weaker.MORE)
          Duration firstEventWithin,
      @Field(
              value = "How long to listen on after the first event",
              byDefault = "250ms",
              weaker = Weaker.LESS)
          Duration listen) {}

  /** The stream by hand, up to the URL. */
  static final String LISTEN =
      "curl -sSN --max-time 10 -H 'Accept: text/event-stream' {origin-header}";

  // A burst: this many events, this close together, after at least this long a silence.
  private static final int BURST = 3;
  private static final Duration TOGETHER = Duration.ofMillis(20);
  private static final Duration HELD_BACK = Duration.ofMillis(500);

  private static final Duration A_MOMENT = Duration.ofMillis(1);
  private static final String ENCODING = "content-encoding";

  private final EventStreams streams;
  private final Requests requests;

  public SseFirstEvent(EventStreams streams, SecretBytes secrets) {
    this.streams = streams;
    this.requests = new Requests(secrets);
  }

  @Override
  public Outcome run(Target<Endpoint> target, With with) throws InterruptedException {
    Endpoint endpoint = target.resource();
    Service service = target.environment().serviceOf(endpoint);
    if (endpoint.sse().isEmpty() || service.url().isEmpty()) {
      return Outcome.notApplicable("the endpoint is no event stream, or its service has no url");
    }
    URI url = Places.join(service.url().get(), endpoint.sse().get());
    Duration within =
        endpoint.expect().flatMap(Expectation::firstEventWithin).orElse(with.firstEventWithin());
    var made = requests.of("GET", url, endpoint, target.environment(), with.giveUpAfter());
    List<String> origins = CrossOrigin.of(service);
    return switch (made) {
      case Requests.Made.Not(Outcome outcome) -> outcome;
      case Requests.Made.Ready(HttpRequest request) -> {
        var asked = request.header("Accept", HeaderValue.plain("text/event-stream"));
        String expected =
            "%s sends an event within %d ms".formatted(endpoint.sse().get(), within.toMillis());
        Outcome outcome = heard(asked, origins, within, with.listen(), expected);
        yield Answers.withFacts(outcome, Places.facts(service, target.environment(), url));
      }
    };
  }

  /** As a page of the first origin listens; for the others, only the head of the answer matters. */
  private Outcome heard(
      HttpRequest request, List<String> origins, Duration within, Duration more, String expected)
      throws InterruptedException {
    HttpRequest first = origins.stream().findFirst().map(request::from).orElse(request);
    EventStreams.Listening listening = streams.listen(first, within, more);
    Optional<Failed> refused =
        origins.stream().findFirst().flatMap(it -> refusal(listening, it, request));
    for (int i = 1; i < origins.size() && refused.isEmpty(); i++) {
      String origin = origins.get(i);
      refused =
          refusal(streams.listen(request.from(origin), A_MOMENT, Duration.ZERO), origin, request);
    }
    if (refused.isPresent()) {
      return refused.get();
    }
    Outcome outcome =
        Answers.withFacts(
            judge(listening, expected),
            Map.of(),
            Map.of("origin-header", CrossOrigin.fragment(origins.stream().findFirst())));
    return outcome instanceof Failed failed
            && listening instanceof EventStreams.Listening.Stream(var headers, _, _, _, _)
            && headers.value(ENCODING).isPresent()
        ? compressed(failed, headers.value(ENCODING).get(), first, within, more, expected)
        : outcome;
  }

  /** A browser closes a stream that its page may not read. */
  private static Optional<Failed> refusal(
      EventStreams.Listening listening, String origin, HttpRequest request) {
    return listening instanceof EventStreams.Listening.Stream(var headers, _, _, _, var timings)
        ? CrossOrigin.refusal(headers, origin)
            .map(it ->
                Outcome.failed(
                        Signal.HTTP_CORS_REFUSED,
                        "pages of %s may listen to %s".formatted(origin, request.uri().getPath()),
                        "the stream opens, " + it)
                    .at(Phase.RESPONSE)
                    .measured(BrokenExchange.measurements(timings))
                    .fact("origin-header", CrossOrigin.fragment(Optional.of(origin))))
        : Optional.empty();
  }

  /** Whether the same stream without compression is as it should be. */
  private Outcome compressed(
      Failed failed,
      PeerText encoding,
      HttpRequest request,
      Duration within,
      Duration more,
      String expected)
      throws InterruptedException {
    Failed told = failed.with(new Evidence("content-encoding", Excerpt.of(encoding)));
    boolean held = failed.signal() == Signal.SSE_SILENT || failed.signal() == Signal.SSE_BUFFERED;
    if (!held) {
      return told;
    }
    HttpRequest plain = request.header("Accept-Encoding", HeaderValue.plain("identity"));
    return judge(streams.listen(plain, within, more), expected) instanceof Outcome.Passed
        ? told.as(Signal.SSE_BUFFERED)
            .saying(
                ("holds its events back while it compresses them (Content-Encoding: %s); without"
                        + " compression, they come as they happen")
                    .formatted(Excerpt.of(encoding)))
        : told;
  }

  private Outcome judge(EventStreams.Listening listening, String expected) {
    return switch (listening) {
      case EventStreams.Listening.Stream stream -> judge(stream, expected);
      case EventStreams.Listening.Endless(List<Timing> timings) ->
          Outcome.failed(Signal.HTTP_TOO_LARGE, expected, "4 MiB came, and no event was among them")
              .at(Phase.EVENTS)
              .measured(BrokenExchange.measurements(timings));
      case EventStreams.Listening.Other(Exchange exchange) ->
          inStream(Answers.judged(exchange, expected, it -> noStream(it, expected)));
    };
  }

  private static Outcome judge(EventStreams.Listening.Stream stream, String expected) {
    List<Measurement> measured = new ArrayList<>(BrokenExchange.measurements(stream.timings()));
    if (stream.events().isEmpty()) {
      return Outcome.failed(
              Signal.SSE_SILENT,
              expected,
              stream.ended()
                  ? "the stream ended without an event"
                  : "the stream opened and no event came")
          .at(Phase.EVENTS)
          .measured(measured);
    }
    measured.add(new Measurement("first event", stream.events().getFirst()));
    return buffered(stream)
        ? Outcome.failed(
                Signal.SSE_BUFFERED,
                "events one by one, as they happen",
                "%d events at once after a silence of %d ms%s"
                    .formatted(
                        stream.events().size(),
                        silence(stream).toMillis(),
                        stream.ended() ? ", and the end of the stream" : ""))
            .at(Phase.EVENTS)
            .measured(measured)
        : Outcome.passed("the first event came", measured);
  }

  private static boolean buffered(EventStreams.Listening.Stream stream) {
    List<Duration> events = stream.events();
    boolean together = events.getLast().minus(events.getFirst()).compareTo(TOGETHER) <= 0;
    int burst = stream.ended() ? BURST - 1 : BURST;
    return together && events.size() >= burst && silence(stream).compareTo(HELD_BACK) >= 0;
  }

  /** Where the stream is over, its head may have been held back, too. */
  private static Duration silence(EventStreams.Listening.Stream stream) {
    Duration first = stream.events().getFirst();
    return stream.ended() ? stream.head().plus(first) : first;
  }

  private static Outcome inStream(Outcome outcome) {
    return outcome instanceof Failed failed && failed.phase().equals(Optional.of(Phase.BODY))
        ? failed.at(Phase.EVENTS)
        : outcome;
  }

  private static Outcome noStream(Response response, String expected) {
    return response.status() == 200
        ? Outcome.failed(
                Signal.SSE_WRONG_CONTENT_TYPE,
                "content-type: text/event-stream",
                response
                    .headers()
                    .value("content-type")
                    .map(it -> "content-type: " + Excerpt.of(it))
                    .orElse("no content-type"))
            .at(Phase.RESPONSE)
        : Answers.unwanted(response, expected);
  }
}
