package preflight.catalog.http;

import java.net.URI;
import java.util.Optional;
import preflight.catalog.Patience;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.SecretBytes;
import preflight.probe.http.Exchange;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.Http;
import preflight.probe.http.HttpRequest;
import preflight.resource.Endpoint;
import preflight.resource.Service;
import preflight.resource.Target;

/** Asks a service at its own URL, to see whether the application is the one that answers. */
@CheckDoc(
    id = "http-origin",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "The application itself answers at the URL of the service",
    why =
        """
        A 503 of the platform and a 503 of the application need different people. What never \
        reaches the application cannot be repaired in it.
        """,
    permissions = {Permission.SECRET_ACCESS, Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = Signal.HTTP_UNEXPECTED_STATUS,
    families = Family.FRONT_END)
@Remedy(
    on = Signal.HTTP_UNEXPECTED_STATUS,
    text =
        "Compare the answer with that of the service at its own address, and"
            + " correct the url in the profile or the route to the service. Nothing here"
            + " does more than look.",
    commands = {
      "curl -sSv --max-time 10 {url}",
      "gcloud run services describe {service} --region={region} --project={project}"
          + " --format='value(status.url,status.conditions)'"
    })
public final class HttpOrigin implements Check<Target<Service>, Patience> {

  private final Http http;
  private final Requests requests;

  public HttpOrigin(Http http, SecretBytes secrets) {
    this.http = http;
    this.requests = new Requests(secrets);
  }

  @Override
  public Outcome run(Target<Service> target, Patience with) throws InterruptedException {
    Service service = target.resource();
    if (service.url().isEmpty()) {
      return Outcome.notApplicable("the service has no url");
    }
    if (!service.speaksHttp()) {
      return Outcome.notApplicable("no endpoint of the service takes HTTP/1.1");
    }
    URI url = service.url().get();
    Exchange exchange = http.send(HttpRequest.to(service, url, with.giveUpAfter()));
    Outcome outcome =
        Answers.judged(
            exchange, "an answer of the application at " + Places.shown(url), this::judge);
    return outcome instanceof Failed failed && isOfThePath(failed)
        ? elsewhere(target, failed, with)
            .orElseGet(
                () -> Answers.withFacts(failed, Places.facts(service, target.environment(), url)))
        : Answers.withFacts(outcome, Places.facts(service, target.environment(), url));
  }

  /** Whether something in front may let other paths of the service through. */
  private static boolean isOfThePath(Failed failed) {
    return switch (failed.signal()) {
      case HTTP_FRONT_NOT_FOUND, HTTP_FRONT_NO_ROUTE, HTTP_GATEWAY_DENIED, HTTP_FIREWALL_DENIED ->
          true;
      default -> false;
    };
  }

  /** A gateway need not have a route for the root: the application may answer where it has one. */
  private Optional<Outcome> elsewhere(Target<Service> target, Failed root, Patience with)
      throws InterruptedException {
    Service service = target.resource();
    for (Endpoint endpoint : service.endpoints().values()) {
      if (endpoint.get().isEmpty()) {
        continue;
      }
      URI url = Places.join(service.url().orElseThrow(), endpoint.get().get());
      if (requests.of("GET", url, endpoint, target.environment(), with.giveUpAfter())
              instanceof Requests.Made.Ready(HttpRequest request)
          && http.send(request).answer() instanceof Response response
          && Origin.of(response).by() == Origin.APPLICATION) {
        return Optional.of(
            Outcome.passed(
                "the application answers %d at %s; at the root, %s"
                    .formatted(response.status(), endpoint.get().get(), root.observed()),
                BrokenExchange.measurements(response.timings())));
      }
    }
    return Optional.empty();
  }

  private Outcome judge(Response response) {
    return switch (Origin.of(response).by()) {
      case APPLICATION -> Outcome.passed("the application answers " + response.status());
      case FRONT_END, LOAD_BALANCER, PROXY, UNKNOWN ->
          Answers.unwanted(response, "an answer of the application");
    };
  }
}
