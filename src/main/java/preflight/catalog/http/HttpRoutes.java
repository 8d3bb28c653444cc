package preflight.catalog.http;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.catalog.Patience;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.Http;
import preflight.probe.http.HttpRequest;
import preflight.resource.Service;
import preflight.resource.Target;

/** Compares the routes that a profile relies on with those that the running service documents. */
@CheckDoc(
    id = "http-routes",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "The service's OpenAPI document offers every declared path and method",
    why =
        """
        A router that was not mounted, or a prefix that changed, takes a feature away while every \
        health check passes.
        """,
    permissions = {Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = {Signal.HTTP_UNEXPECTED_BODY, Signal.HTTP_TOO_LARGE, Signal.HTTP_ROUTE_MISSING},
    families = Family.APPLICATION,
    needs = HttpOrigin.class)
@Remedy(
    text =
        "Deploy the commit that has these routes, or correct the paths in the profile."
            + " The commands show the routes of the service and the image that runs.",
    commands = {
      "curl -sS {url}",
      "gcloud run services describe {service} --region={region} --project={project}"
          + " --format='value(spec.template.spec.containers[0].image)'"
    })
public final class HttpRoutes implements Check<Target<Service>, Patience> {

  private static final int LARGEST = 4 * 1024 * 1024;

  private final Http http;

  public HttpRoutes(Http http) {
    this.http = http;
  }

  @Override
  public Outcome run(Target<Service> target, Patience with) throws InterruptedException {
    Service service = target.resource();
    if (service.url().isEmpty() || service.openapi().isEmpty()) {
      return Outcome.notApplicable("the service declares no openapi or no url");
    }
    List<Routes.Route> declared =
        service.endpoints().values().stream()
            .flatMap(it -> Routes.declaredBy(it).stream())
            .toList();
    if (declared.isEmpty()) {
      return Outcome.notApplicable("the service declares no get or post endpoint");
    }
    URI url = Places.join(service.url().get(), service.openapi().get());
    HttpRequest request = HttpRequest.to(service, url, with.giveUpAfter()).reading(LARGEST);
    return Answers.withFacts(
        Answers.judged(
            http.send(request),
            "an OpenAPI document at " + service.openapi().get(),
            it -> judge(it, declared)),
        Places.facts(service, target.environment(), url));
  }

  private static Outcome judge(Response response, List<Routes.Route> declared) {
    String expected = "an OpenAPI document with " + words(declared);
    if (response.status() != 200) {
      return Answers.unwanted(response, expected);
    }
    if (response.body().truncated()) {
      return Outcome.failed(Signal.HTTP_TOO_LARGE, "a document of at most 4 MiB", "a larger one")
          .at(Phase.BODY);
    }
    Optional<Routes> live = JsonBody.of(response.body()).flatMap(Routes::of);
    if (live.isEmpty()) {
      return Outcome.failed(
              Signal.HTTP_UNEXPECTED_BODY, expected, "a body that is no OpenAPI document")
          .at(Phase.BODY);
    }
    List<Routes.Route> missing = declared.stream().filter(it -> !live.get().offers(it)).toList();
    return missing.isEmpty()
        ? Outcome.passed(declared.size() + " routes are there")
        : Outcome.failed(
                Signal.HTTP_ROUTE_MISSING,
                words(declared),
                "%s: not among the %d routes of the service"
                    .formatted(words(missing), live.get().size()))
            .saying("does not offer " + words(missing))
            .at(Phase.BODY);
  }

  private static String words(List<Routes.Route> routes) {
    return routes.stream().map(Routes.Route::toString).collect(Collectors.joining(", "));
  }
}
