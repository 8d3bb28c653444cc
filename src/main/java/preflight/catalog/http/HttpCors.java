package preflight.catalog.http;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.catalog.Patience;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.HeaderValue;
import preflight.probe.http.Http;
import preflight.probe.http.HttpRequest;
import preflight.resource.Endpoint;
import preflight.resource.Service;
import preflight.resource.Target;

/** Asks, as a browser does, whether pages of each declared origin may call a service. */
@CheckDoc(
    id = "http-cors",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "The service allows every declared web origin",
    why =
        """
        A browser refuses what the service does not allow. Every probe from a server passes, and no \
        user can do anything.
        """,
    signals = Signal.HTTP_CORS_REFUSED,
    families = Family.APPLICATION,
    needs = HttpOrigin.class)
@Remedy(
    on = Signal.HTTP_CORS_REFUSED,
    text =
        "Add the origin to the list of origins that the service allows; scheme, host"
            + " and port must be equal. The command repeats the request of the browser.",
    commands =
        "curl -sSi -X OPTIONS -H 'Origin: {origin:header}' -H"
            + " 'Access-Control-Request-Method: {method:header}' {url}")
@Remedy(
    on = Signal.HTTP_FRONT_DENIED,
    text =
        "Pages cannot call a private service: remove its origins from the profile, or let the pages call a"
            + " public service in front of it. The command shows who may call it.",
    commands = "gcloud run services get-iam-policy {service} --region={region} --project={project}")
public final class HttpCors implements Check<Target<Service>, Patience> {

  private final Http http;

  public HttpCors(Http http) {
    this.http = http;
  }

  @Override
  public Outcome run(Target<Service> target, Patience with) throws InterruptedException {
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
      // A browser asks for permission before it shows anything: no token, to a private service too.
      HttpRequest request =
          HttpRequest.bare(service, url, with.giveUpAfter())
              .method("OPTIONS")
              .header("Origin", HeaderValue.plain(origin))
              .header("Access-Control-Request-Method", HeaderValue.plain(method));
      last =
          Answers.judged(
              http.send(request),
              "%s may call %s".formatted(origin, path),
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
    Origin.Answered answered = Origin.of(response);
    if (answered.by() != Origin.APPLICATION || response.status() >= 500) {
      Failed unwanted = Answers.unwanted(response, expected);
      return unwanted.signal() == Signal.HTTP_FRONT_DENIED
          ? unwanted.saying(
              "is private, and a browser sends no token when it asks whether a page may call it")
          : unwanted;
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
