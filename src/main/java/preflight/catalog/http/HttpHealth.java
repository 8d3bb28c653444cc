package preflight.catalog.http;

import java.net.URI;
import java.util.Optional;
import java.util.TreeMap;
import preflight.catalog.Patience;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.SecretBytes;
import preflight.probe.http.Http;
import preflight.resource.Endpoint;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.Expectation;

/** Asks an endpoint as a client would, and reads the answer to its end. */
@CheckDoc(
    id = "http-health",
    on = Endpoint.class,
    about = Subject.RUNNING,
    expects = "The endpoint answers with the declared status, headers and body, in time",
    role = CheckDoc.Role.HEALTH,
    why =
        """
        If this request fails, the same requests of users fail. A status of 200 is not health: services \
        answer 200 while their body says that a component failed.
        """,
    permissions = {Permission.SECRET_ACCESS, Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = {
      Signal.SECRET_UNCLEAN,
      Signal.HTTP_UNEXPECTED_BODY,
      Signal.HTTP_UNEXPECTED_HEADER,
      Signal.HTTP_DEGRADED,
      Signal.HTTP_TOO_LARGE
    },
    families = Family.APPLICATION)
@Remedy(
    text =
        "Compare the answer of the endpoint with what the profile expects, and correct"
            + " the one that is wrong. The command shows the answer.",
    commands = "curl -sSv --max-time 10 -X {method} {url}")
@Remedy(
    on = Signal.PEER_SILENT,
    text =
        "Find out what the service waits for while it answers this request: a query, a lock or another"
            + " service. The command shows how long the answer takes.",
    commands =
        "curl -sS --max-time 60 -o /dev/null -w '%{http_code} after %{time_total} s\\n' -X {method} {url}")
@Remedy(
    on = Signal.HTTP_DEGRADED,
    text =
        "Repair the component that the body names; the service itself runs. The command"
            + " shows the body.",
    commands = "curl -sS {url}")
public final class HttpHealth implements Check<Target<Endpoint>, Patience> {

  private final Http http;
  private final Requests requests;

  public HttpHealth(Http http, SecretBytes secrets) {
    this.http = http;
    this.requests = new Requests(secrets);
  }

  @Override
  public Outcome run(Target<Endpoint> target, Patience with) throws InterruptedException {
    Endpoint endpoint = target.resource();
    Service service = target.environment().serviceOf(endpoint);
    Optional<String> path = endpoint.get().or(endpoint::post);
    if (path.isEmpty()) {
      return Outcome.notApplicable("the endpoint is neither get nor post");
    }
    if (service.url().isEmpty()) {
      return Outcome.notApplicable(service.name() + " has no url");
    }
    URI url = Places.join(service.url().get(), path.get());
    String method = endpoint.get().isPresent() ? "GET" : "POST";
    var expected =
        new ExpectedAnswer(method + " " + path.get(), endpoint.expect().orElse(Expectation.NONE));
    var facts = new TreeMap<>(Places.facts(service, target.environment(), url));
    facts.put("method", method);
    var made = requests.of(method, url, endpoint, target.environment(), with.giveUpAfter());
    return switch (made) {
      case Requests.Made.Not(Outcome outcome) -> outcome;
      case Requests.Made.Ready(var request) ->
          Answers.withFacts(
              Answers.judged(
                  http.send(request),
                  expected.words(),
                  it ->
                      expected
                          .violatedBy(it)
                          .<Outcome>map(failed -> failed)
                          .orElseGet(() -> Outcome.passed(String.valueOf(it.status())))),
              facts);
    };
  }
}
