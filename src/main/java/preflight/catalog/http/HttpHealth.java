package preflight.catalog.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.check.Vantage;
import preflight.probe.SecretBytes;
import preflight.probe.http.Http;
import preflight.resource.Endpoint;
import preflight.resource.Expectation;
import preflight.resource.Field;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.Weaker;

/** Asks an endpoint as a client would, and reads the answer to its end. */
@CheckDoc(
    id = "http-health",
    on = Endpoint.class,
    expects = "The endpoint answers with the declared status, headers and body, in time",
    why =
        """
        What this request meets, users meet with theirs. A status of 200 is not health: services \
        answer 200 while their body says that a component failed.
        """,
    permissions = Permission.SECRET_ACCESS,
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
      Signal.SECRET_UNCLEAN,
      Signal.HTTP_APP_ERROR,
      Signal.HTTP_APP_DENIED,
      Signal.HTTP_APP_NOT_FOUND,
      Signal.HTTP_UNEXPECTED_STATUS,
      Signal.HTTP_UNEXPECTED_BODY,
      Signal.HTTP_UNEXPECTED_HEADER,
      Signal.HTTP_DEGRADED,
      Signal.HTTP_TOO_SLOW,
      Signal.HTTP_TOO_LARGE,
      Signal.HTTP_MALFORMED,
      Signal.HTTP_FRONT_NOT_FOUND,
      Signal.HTTP_FRONT_DENIED,
      Signal.HTTP_FRONT_THROTTLED,
      Signal.HTTP_FRONT_NO_INSTANCE,
      Signal.HTTP_FRONT_UNAVAILABLE,
      Signal.HTTP_CONTAINER_FAULT,
      Signal.HTTP_LOAD_BALANCER_ERROR
    })
@Remedy(
    text =
        "Compare the answer of the endpoint with what the profile expects, and correct"
            + " the one that is wrong. The command shows the answer.",
    commands = "curl -sSv --max-time 10 -X {method} {url}")
@Remedy(
    on = Signal.HTTP_DEGRADED,
    text =
        "Repair the component that the body names; the service itself runs. The command"
            + " shows the body.",
    commands = "curl -sS {url}")
public final class HttpHealth implements Check<Target<Endpoint>, HttpHealth.With> {

  /** What packs may choose. */
  public record With(
      @Field(
              value = "How long to wait for the whole answer before giving up; cold starts count",
              byDefault = "8s",
              weaker = Weaker.MORE)
          Duration giveUpAfter) {}

  private final Http http;
  private final Requests requests;
  private final Vantage vantage;

  public HttpHealth(Http http, SecretBytes secrets, Vantage vantage) {
    this.http = http;
    this.requests = new Requests(secrets);
    this.vantage = vantage;
  }

  @Override
  public Class<With> withType() {
    return With.class;
  }

  @Override
  public Outcome run(Target<Endpoint> target, With with) throws InterruptedException {
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
        new Expected(method + " " + path.get(), endpoint.expect().orElse(Expectation.NONE));
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
                  vantage,
                  it ->
                      expected
                          .violatedBy(it)
                          .<Outcome>map(failed -> failed)
                          .orElseGet(() -> Outcome.passed(String.valueOf(it.status())))),
              facts);
    };
  }
}
