package preflight.catalog.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.http.Exchange;
import preflight.probe.http.Exchange.Answer.Broken;
import preflight.probe.http.GrpcHealthClient;
import preflight.probe.http.HttpRequest;
import preflight.probe.network.Timing;
import preflight.resource.Endpoint;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

/** Asks the standard health service of gRPC for a service, or for the whole server. */
@CheckDoc(
    id = "grpc-health",
    on = Endpoint.class,
    about = Subject.RUNNING,
    expects = "The gRPC server says that the service is serving",
    why =
        """
        A gRPC port that accepts connections says nothing about the services behind it; the \
        standard health protocol does.
        """,
    permissions = {Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = {
      Signal.GRPC_NOT_SERVING,
      Signal.GRPC_UNIMPLEMENTED,
      Signal.GRPC_FAILED,
      Signal.HTTP_APP_DENIED,
      Signal.HTTP_UNEXPECTED_STATUS
    },
    families = Family.FRONT_END)
@Remedy(
    text =
        "Ask the gRPC server by hand, and read what the service logged. Both commands"
            + " only look.",
    commands = {
      "grpcurl {plaintext} -d '{\"service\":\"{grpc-service:json}\"}' {address}"
          + " grpc.health.v1.Health/Check",
      "gcloud logging read 'resource.type=\"cloud_run_revision\""
          + " resource.labels.service_name=\"{service:filter}\" severity>=WARNING'"
          + " --project={project} --freshness=1h --limit=20"
    })
@Remedy(
    on = Signal.GRPC_UNIMPLEMENTED,
    text = "Register the standard health service (grpc.health.v1) in the server.")
public final class GrpcHealth implements Check<Target<Endpoint>, GrpcHealth.With> {

  /** What packs may choose. */
  public record With(
      @Field(
              value = "How long to wait for the answer before giving up",
              byDefault = "8s",
              weaker = Weaker.MORE)
          Duration giveUpAfter) {}

  private final GrpcHealthClient client;

  public GrpcHealth(GrpcHealthClient client) {
    this.client = client;
  }

  @Override
  public Outcome run(Target<Endpoint> target, With with) throws InterruptedException {
    Endpoint endpoint = target.resource();
    Service service = target.environment().serviceOf(endpoint);
    if (endpoint.grpc().isEmpty() || service.url().isEmpty()) {
      return Outcome.notApplicable("the endpoint is no gRPC service, or its service has no url");
    }
    URI url = service.url().get();
    String name = endpoint.grpc().get();
    String expected = (name.isEmpty() ? "the server" : name) + " is SERVING";
    var question =
        new GrpcHealthClient.GrpcQuestion(HttpRequest.to(service, url, with.giveUpAfter()), name);
    Map<String, String> facts = new TreeMap<>(Places.facts(service, target.environment(), url));
    boolean tls = "https".equals(url.getScheme());
    facts.put("grpc-service", name);
    facts.put(
        "address", url.getHost() + ":" + (url.getPort() > 0 ? url.getPort() : tls ? 443 : 80));
    return Answers.withFacts(
        judge(client.check(question), expected),
        facts,
        Map.of("plaintext", tls ? List.of() : List.of(Command.of("-plaintext"))));
  }

  private Outcome judge(GrpcHealthClient.Health health, String expected) {
    return switch (health) {
      case GrpcHealthClient.Health.Serving(List<Timing> timings) ->
          Outcome.passed("SERVING", BrokenExchange.measurements(timings));
      case GrpcHealthClient.Health.NotServing(String state, List<Timing> timings) ->
          failed(Signal.GRPC_NOT_SERVING, expected, state, timings);
      case GrpcHealthClient.Health.Unimplemented(List<Timing> timings) ->
          failed(Signal.GRPC_UNIMPLEMENTED, expected, "UNIMPLEMENTED", timings);
      case GrpcHealthClient.Health.Status(String code, List<Timing> timings) ->
          failed(Signal.GRPC_FAILED, expected, code, timings);
      case GrpcHealthClient.Health.NotAnswered(Broken broken, List<Broken> elsewhere) ->
          BrokenExchange.outcome(broken, elsewhere, expected);
      case GrpcHealthClient.Health.NotLetIn(Exchange exchange) ->
          Answers.judged(exchange, expected, it -> Answers.unwanted(it, expected));
    };
  }

  private static Outcome failed(
      Signal signal, String expected, String observed, List<Timing> timings) {
    return Outcome.failed(signal, expected, observed)
        .at(Phase.RESPONSE)
        .measured(BrokenExchange.measurements(timings));
  }
}
