package preflight.catalog.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.catalog.Patience;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.SecretBytes;
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
    permissions = {Permission.SECRET_ACCESS, Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = {Signal.SECRET_UNCLEAN, Signal.HTTP_CORS_REFUSED},
    families = Family.APPLICATION,
    needs = HttpOrigin.class)
@Remedy(
    on = Signal.HTTP_CORS_REFUSED,
    text =
        "Add the origin to the list of origins that the service allows; scheme, host"
            + " and port must be equal, and with credentials the answer names the origin and not *."
            + " The commands repeat both requests of the browser.",
    commands = {
      "curl -sSi -X OPTIONS -H 'Origin: {origin:header}' -H"
          + " 'Access-Control-Request-Method: {method:header}' {url}",
      "curl -sSi -o /dev/null -D - -H 'Origin: {origin:header}' {url}"
    })
@Remedy(
    on = Signal.HTTP_FRONT_DENIED,
    text =
        "Pages cannot call a private service: remove its origins from the profile, or let the pages call a"
            + " public service in front of it. The command shows who may call it.",
    commands = "gcloud run services get-iam-policy {service} --region={region} --project={project}")
public final class HttpCors implements Check<Target<Service>, Patience> {

  private final Http http;
  private final Requests requests;

  public HttpCors(Http http, SecretBytes secrets) {
    this.http = http;
    this.requests = new Requests(secrets);
  }

  @Override
  public Outcome run(Target<Service> target, Patience with) throws InterruptedException {
    Service service = target.resource();
    List<String> origins = CrossOrigin.of(service);
    if (service.url().isEmpty() || service.origins().isEmpty()) {
      return Outcome.notApplicable("the service declares no origins or no url");
    }
    if (origins.isEmpty()) {
      return Outcome.notApplicable("a browser asks no leave for pages of the service itself");
    }
    Optional<Endpoint> endpoint =
        service.endpoints().values().stream()
            .filter(it -> it.get().or(it::post).isPresent())
            .findFirst();
    if (endpoint.isEmpty() && !service.endpoints().isEmpty()) {
      // Their own checks ask as a page does.
      return Outcome.notApplicable("no endpoint with get or post, which is asked for leave");
    }
    String method = endpoint.filter(it -> it.post().isPresent()).isPresent() ? "POST" : "GET";
    String path = endpoint.flatMap(it -> it.get().or(it::post)).orElse("/");
    URI url = Places.join(service.url().get(), path);
    Outcome last = Outcome.notApplicable("no origins");
    for (String origin : origins) {
      last = preflight(url, service, method, path, origin, with);
      if (last instanceof Outcome.Passed && endpoint.flatMap(Endpoint::get).isPresent()) {
        last = answer(url, endpoint.get(), target, path, origin, with);
      }
      if (!(last instanceof Outcome.Passed)) {
        Map<String, String> facts = new TreeMap<>(Places.facts(service, target.environment(), url));
        facts.put("origin", origin);
        facts.put("method", method);
        return Answers.withFacts(last, facts);
      }
    }
    return last instanceof Outcome.Passed(_, var measurements)
        ? Outcome.passed(origins.size() + " origins admitted", measurements)
        : last;
  }

  /** A browser asks for leave before it shows anything: no token, to a private service too. */
  private Outcome preflight(
      URI url, Service service, String method, String path, String origin, Patience with)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.bare(service, url, with.giveUpAfter())
            .method("OPTIONS")
            .header("Origin", HeaderValue.plain(origin))
            .header("Access-Control-Request-Method", HeaderValue.plain(method));
    return Answers.judged(
        http.send(request),
        "%s may call %s".formatted(origin, path),
        it -> judge(it, origin, path));
  }

  /** What is asked after leave was given must say so again, or the page does not see it. */
  private Outcome answer(
      URI url, Endpoint endpoint, Target<Service> target, String path, String origin, Patience with)
      throws InterruptedException {
    String expected = "%s may read what %s answers".formatted(origin, path);
    return switch (requests.of("GET", url, endpoint, target.environment(), with.giveUpAfter())) {
      case Requests.Made.Not(Outcome outcome) -> outcome;
      case Requests.Made.Ready(HttpRequest request) ->
          Answers.judged(
              http.send(request.from(origin)),
              expected,
              it -> {
                // Other checks tell of an answer that is not the application's, or of its errors.
                boolean told = Origin.of(it).by() != Origin.APPLICATION || it.status() >= 500;
                return told
                    ? Outcome.passed("admitted")
                    : CrossOrigin.refusal(it.headers(), origin)
                        .<Outcome>map(why -> refused(expected, it.status() + ", " + why))
                        .orElseGet(() -> Outcome.passed("admitted"));
              });
    };
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
    Optional<String> refusal = CrossOrigin.refusal(response.headers(), origin);
    if (refusal.isPresent()) {
      return refused(expected, response.status() + ", " + refusal.get());
    }
    return response.status() < 300
        ? Outcome.passed("admitted")
        : refused(expected, response.status() + ", where a browser takes 200 to 299 for leave");
  }

  private static Failed refused(String expected, String observed) {
    return Outcome.failed(Signal.HTTP_CORS_REFUSED, expected, observed).at(Phase.RESPONSE);
  }
}
