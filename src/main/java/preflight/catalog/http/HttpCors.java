package preflight.catalog.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.check.Vantage;
import preflight.probe.PeerText;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.HeaderValue;
import preflight.probe.http.Http;
import preflight.probe.http.HttpRequest;
import preflight.resource.Endpoint;
import preflight.resource.Field;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.Weaker;

/** Asks, as a browser does, whether pages of each declared origin may call a service. */
@CheckDoc(
    id = "http-cors",
    on = Service.class,
    expects = "The service admits every declared web origin",
    why =
        """
        A browser refuses what the service does not admit. Every probe from a server passes, and no \
        user can do anything.
        """,
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
      Signal.HTTP_CORS_REFUSED
    },
    needs = HttpOrigin.class)
@Remedy(
    on = Signal.HTTP_CORS_REFUSED,
    text =
        "Add the origin to the list of origins that the service allows; scheme, host"
            + " and port must be equal. The command repeats the request of the browser.",
    commands =
        "curl -sSi -X OPTIONS -H 'Origin: {origin:header}' -H"
            + " 'Access-Control-Request-Method: {method:header}' {url}")
public final class HttpCors implements Check<Target<Service>, HttpCors.With> {

  /** What packs may choose. */
  public record With(
      @Field(
              value = "How long to wait for a whole answer before giving up",
              byDefault = "8s",
              weaker = Weaker.MORE)
          Duration giveUpAfter) {}

  private final Http http;
  private final Vantage vantage;

  public HttpCors(Http http, Vantage vantage) {
    this.http = http;
    this.vantage = vantage;
  }

  @Override
  public Class<With> withType() {
    return With.class;
  }

  @Override
  public Outcome run(Target<Service> target, With with) throws InterruptedException {
    Service service = target.resource();
    if (service.url().isEmpty() || service.origins().isEmpty()) {
      return Outcome.notApplicable("the service declares no origins or no url");
    }
    Optional<Endpoint> endpoint =
        service.endpoints().values().stream()
            .filter(it -> it.get().or(it::post).isPresent())
            .findFirst();
    String method = endpoint.filter(it -> it.post().isPresent()).isPresent() ? "POST" : "GET";
    String path = endpoint.flatMap(it -> it.get().or(it::post)).orElse("/");
    URI url = Places.join(service.url().get(), path);
    Outcome last = Outcome.notApplicable("no origins");
    for (String origin : service.origins()) {
      HttpRequest request =
          HttpRequest.get(url, service.ca(), with.giveUpAfter())
              .method("OPTIONS")
              .header("Origin", HeaderValue.plain(origin))
              .header("Access-Control-Request-Method", HeaderValue.plain(method));
      last =
          Answers.judged(
              http.send(request),
              "%s may call %s".formatted(origin, path),
              vantage,
              it -> judge(it, origin, path));
      if (!(last instanceof Outcome.Passed)) {
        Map<String, String> facts = new TreeMap<>(Places.facts(service, target.environment(), url));
        facts.put("origin", origin);
        facts.put("method", method);
        return Answers.withFacts(last, facts);
      }
    }
    return last instanceof Outcome.Passed(_, var measurements)
        ? Outcome.passed(service.origins().size() + " origins admitted", measurements)
        : last;
  }

  private static Outcome judge(Response response, String origin, String path) {
    String expected = "%s may call %s".formatted(origin, path);
    if (Origin.of(response).by() != Origin.APPLICATION || response.status() >= 500) {
      return Answers.unwanted(response, expected);
    }
    Optional<PeerText> allowed = response.headers().value("access-control-allow-origin");
    if (allowed.filter(it -> it.is("*") || it.is(origin)).isPresent() && response.status() < 300) {
      return Outcome.passed("admitted");
    }
    return Outcome.failed(
            Signal.HTTP_CORS_REFUSED,
            expected,
            allowed
                .map(it -> "%d, and admits %s".formatted(response.status(), Excerpt.of(it)))
                .orElse(response.status() + ", and admits no origin"))
        .at(Phase.RESPONSE);
  }
}
