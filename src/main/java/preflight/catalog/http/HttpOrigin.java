package preflight.catalog.http;

import java.net.URI;
import java.time.Duration;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.check.Vantage;
import preflight.probe.http.Exchange;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.Http;
import preflight.probe.http.HttpRequest;
import preflight.resource.Field;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.Weaker;

/** Asks a service at its own URL, to see whether the application is the one that answers. */
@CheckDoc(
    id = "http-origin",
    on = Service.class,
    expects = "The application itself answers at the URL of the service",
    why =
        """
        A 503 of the platform and a 503 of the application need different people. What never \
        reaches the application cannot be repaired in it.
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
      Signal.HTTP_UNEXPECTED_STATUS,
      Signal.HTTP_FRONT_NOT_FOUND,
      Signal.HTTP_FRONT_DENIED,
      Signal.HTTP_FRONT_THROTTLED,
      Signal.HTTP_FRONT_NO_INSTANCE,
      Signal.HTTP_FRONT_UNAVAILABLE,
      Signal.HTTP_CONTAINER_FAULT,
      Signal.HTTP_LOAD_BALANCER_ERROR
    })
@Remedy(
    on = Signal.HTTP_UNEXPECTED_STATUS,
    text =
        "Compare the answer with the address that Cloud Run gives the service, and"
            + " correct the url in the profile or the route to the service. Both commands"
            + " only look.",
    commands = {
      "curl -sSv --max-time 10 {url}",
      "gcloud run services describe {service} --region={region} --project={project}"
          + " --format='value(status.url,status.conditions)'"
    })
public final class HttpOrigin implements Check<Target<Service>, HttpOrigin.With> {

  /** What packs may choose. */
  public record With(
      @Field(
              value = "How long to wait for a whole answer before giving up",
              byDefault = "8s",
              weaker = Weaker.MORE)
          Duration giveUpAfter) {}

  private final Http http;
  private final Vantage vantage;

  public HttpOrigin(Http http, Vantage vantage) {
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
    if (service.url().isEmpty()) {
      return Outcome.notApplicable("the service has no url");
    }
    URI url = service.url().get();
    Exchange exchange = http.send(HttpRequest.get(url, service.ca(), with.giveUpAfter()));
    return Answers.withFacts(
        Answers.judged(
            exchange, "an answer of the application at " + Places.shown(url), vantage, this::judge),
        Places.facts(service, target.environment(), url));
  }

  private Outcome judge(Response response) {
    return switch (Origin.of(response).by()) {
      case APPLICATION -> Outcome.passed("the application answers " + response.status());
      case FRONT_END, LOAD_BALANCER, UNKNOWN ->
          Answers.unwanted(response, "an answer of the application");
    };
  }
}
