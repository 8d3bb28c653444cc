package preflight.catalog.http;

import java.net.URI;
import preflight.catalog.Patience;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.http.Exchange;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.GrpcHealthClient;
import preflight.probe.http.Http;
import preflight.probe.http.HttpRequest;
import preflight.resource.Service;
import preflight.resource.Target;

/** Asks a service that is declared private without a token, as anyone on the internet can. */
@CheckDoc(
    id = "http-private",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "A service that is declared private refuses a caller without a token",
    why =
        """
        One deployment with --allow-unauthenticated opens a service to everyone, and its own callers \
        notice nothing. That only some Google accounts are let in is not looked at: a service that \
        allAuthenticatedUsers may call refuses this caller, too.
        """,
    signals = Signal.HTTP_EXPOSED,
    families = Family.HTTP)
@Remedy(
    text =
        "Take the role of an invoker from everyone. The first command shows who has it; the second and third"
            + " take it from everyone on the internet (allUsers) and from everyone with a Google account."
            + " If neither has it, the check of invokers is off, and the last command turns it on.",
    commands = {
      "gcloud run services get-iam-policy {service} --region={region} --project={project}",
      "gcloud run services remove-iam-policy-binding {service} --region={region}"
          + " --project={project} --member=allUsers --role=roles/run.invoker",
      "gcloud run services remove-iam-policy-binding {service} --region={region}"
          + " --project={project} --member=allAuthenticatedUsers --role=roles/run.invoker",
      "gcloud run services update {service} --region={region} --project={project}"
          + " --invoker-iam-check"
    })
public final class HttpPrivate implements Check<Target<Service>, Patience> {

  private static final String EXPECTED = "a refusal of a caller without a token (401 or 403)";

  private final Http http;
  private final GrpcHealthClient grpc;

  public HttpPrivate(Http http, GrpcHealthClient grpc) {
    this.http = http;
    this.grpc = grpc;
  }

  @Override
  public Outcome run(Target<Service> target, Patience with) throws InterruptedException {
    Service service = target.resource();
    if (service.url().isEmpty() || !service.isPrivate()) {
      return Outcome.notApplicable(
          "the service declares neither public: false nor invokers, or no url");
    }
    if (service.isOnThisMachine()) {
      return Outcome.notApplicable("nobody but this machine reaches " + service.url().get());
    }
    URI url = service.url().get();
    HttpRequest request = HttpRequest.bare(service, url, with.giveUpAfter());
    return Answers.withFacts(
        service.speaksHttp()
            ? Answers.judged(http.send(request), EXPECTED, it -> judge(it, service))
            : judge(grpc.check(new GrpcHealthClient.GrpcQuestion(request, "")), service),
        Places.facts(service, target.environment(), url));
  }

  /** A gRPC server says by its status whether it lets the caller in. */
  private static Outcome judge(GrpcHealthClient.Health health, Service service) {
    return switch (health) {
      case GrpcHealthClient.Health.Serving _ -> exposed("SERVING");
      case GrpcHealthClient.Health.NotServing(String state, _) -> exposed(state);
      case GrpcHealthClient.Health.Unimplemented _ -> exposed("UNIMPLEMENTED");
      case GrpcHealthClient.Health.Status(String code, _) -> {
        boolean denied = code.equals("UNAUTHENTICATED") || code.equals("PERMISSION_DENIED");
        // On Cloud Run, the front end is the one to refuse, and it has no status of gRPC.
        yield denied && service.cloudRun().isEmpty() ? Outcome.passed(code) : untold(code);
      }
      case GrpcHealthClient.Health.NotAnswered(var broken, var elsewhere) ->
          BrokenExchange.outcome(broken, elsewhere, EXPECTED);
      case GrpcHealthClient.Health.NotLetIn(Exchange exchange) ->
          Answers.judged(exchange, EXPECTED, it -> judge(it, service));
    };
  }

  private static Outcome judge(Response response, Service service) {
    Origin.Answered answered = Origin.of(response);
    String said = "%d from %s".formatted(response.status(), answered.speaker());
    boolean denied = response.status() == 401 || response.status() == 403;
    return switch (answered.by()) {
      case FRONT_END ->
          answered.signal().filter(it -> it == Signal.HTTP_FRONT_DENIED).isPresent()
              ? Outcome.passed(said)
              : untold(said);
      // A firewall refuses this machine or this request, whatever it shows.
      case PROXY ->
          denied && answered.signal().filter(it -> it == Signal.HTTP_FIREWALL_DENIED).isEmpty()
              ? Outcome.passed(said)
              : untold(said);
      case LOAD_BALANCER, UNKNOWN -> untold(said);
      case APPLICATION -> {
        // Elsewhere than on Cloud Run, the application is the one to refuse.
        if (denied && service.cloudRun().isEmpty()) {
          yield Outcome.passed(said);
        }
        yield denied && response.body().text().isBlank() ? untold(said) : exposed(said);
      }
    };
  }

  private static Outcome exposed(String said) {
    return Outcome.failed(Signal.HTTP_EXPOSED, EXPECTED, said)
        .at(Phase.RESPONSE)
        .saying("is declared private (public: false) and answers a caller without a token");
  }

  /** A page about another matter, such as closed ingress, hides whether a token is asked for. */
  private static Outcome untold(String said) {
    return Outcome.unknown(
        UnknownReason.VANTAGE,
        EXPECTED,
        said + ": from here nobody learns whether the service asks callers for a token",
        Command.of(
            "gcloud run services describe {service} --region={region} --project={project}"
                + " --format='value(metadata.annotations)'"),
        Command.of(
            "gcloud run services get-iam-policy {service} --region={region} --project={project}"));
  }
}
