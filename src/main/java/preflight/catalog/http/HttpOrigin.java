package preflight.catalog.http;

import java.net.URI;
import preflight.catalog.Patience;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.http.Exchange;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.Http;
import preflight.probe.http.HttpRequest;
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
    permissions = {Permission.RUN_INVOKE, Permission.ID_TOKEN},
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

  public HttpOrigin(Http http) {
    this.http = http;
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
    return Answers.withFacts(
        Answers.judged(
            exchange, "an answer of the application at " + Places.shown(url), this::judge),
        Places.facts(service, target.environment(), url));
  }

  private Outcome judge(Response response) {
    return switch (Origin.of(response).by()) {
      case APPLICATION -> Outcome.passed("the application answers " + response.status());
      case FRONT_END, LOAD_BALANCER, PROXY, UNKNOWN ->
          Answers.unwanted(response, "an answer of the application");
    };
  }
}
