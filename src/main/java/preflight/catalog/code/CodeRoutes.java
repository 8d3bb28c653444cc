package preflight.catalog.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.resource.Endpoint;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.source.Finding;
import preflight.source.RouteAnswer;
import preflight.source.RouteTable;
import preflight.source.RuleResult;
import preflight.source.service.ServiceCode;
import preflight.source.service.SourceCode;

@CheckDoc(
    id = "code-routes",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "The code has a route for each declared endpoint",
    why =
        """
        A router that is not mounted, or a path that was renamed on one side, is a 404 for whoever calls it.
        """,
    example =
        """
        fails    start: { get: /api/start }                                  # the profile
                 @app.get("/start")                                          # app/main.py
        repair   @app.get("/api/start")
        """,
    signals = Signal.CODE_ROUTE_MISSING)
@Remedy(
    text =
        "Mount the router, or correct the path in the code or in `endpoints` of the profile, whichever is wrong.")
public final class CodeRoutes implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "a route for each endpoint";

  private final SourceCode code;

  public CodeRoutes(SourceCode code) {
    this.code = code;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    List<Asked> asked =
        target.resource().endpoints().values().stream().flatMap(it -> asked(it).stream()).toList();
    return asked.isEmpty()
        ? Outcome.notApplicable("no endpoint has a path")
        : CodeOutcome.orJudge(
            "code-routes",
            code.of(target.resource(), target.environment()),
            EXPECTED,
            it -> judge(asked, it));
  }

  private record Asked(String endpoint, String method, String path) {}

  private static Optional<Asked> asked(Endpoint endpoint) {
    String name = endpoint.name().name();
    return Stream.of(
            endpoint.get().map(it -> new Asked(name, "GET", it)),
            endpoint.post().map(it -> new Asked(name, "POST", it)),
            endpoint.websocket().map(it -> new Asked(name, "WEBSOCKET", it)),
            endpoint.sse().map(it -> new Asked(name, "GET", it)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Outcome judge(List<Asked> asked, ServiceCode code) throws InterruptedException {
    RouteTable routes = code.routes();
    var findings = new ArrayList<Finding>();
    var open = new ArrayList<String>();
    for (Asked it : asked) {
      String path = it.path().replaceFirst("[?#].*", "");
      switch (routes.answers(it.method(), path)) {
        case RouteAnswer.Yes _ -> {}
        case RouteAnswer.OtherMethod(var place, List<String> methods) ->
            findings.add(
                new Finding(
                    "code-routes",
                    place.path(),
                    place.line(),
                    1,
                    "answers %s to %s, and the endpoint %s asks %s"
                        .formatted(path, String.join(", ", methods), it.endpoint(), it.method()),
                    it.endpoint()));
        case RouteAnswer.No _ ->
            findings.add(
                new Finding(
                    "code-routes",
                    code.image().build().dockerfile(),
                    1,
                    1,
                    "no route of its image answers %s %s, which the endpoint %s asks"
                        .formatted(it.method(), path, it.endpoint()),
                    it.endpoint()));
        case RouteAnswer.CannotTell(String why) ->
            open.add("%s %s (%s)".formatted(it.method(), path, why));
      }
    }
    if (findings.isEmpty() && open.size() == asked.size()) {
      return Outcome.notApplicable("the code does not tell its routes: " + open.getFirst());
    }
    return CodeOutcome.of(
        new RuleResult(findings, List.of()),
        Signal.CODE_ROUTE_MISSING,
        EXPECTED,
        open.isEmpty()
            ? "the code has a route for each of %d endpoints".formatted(asked.size())
            : "the code has a route for each endpoint that it tells about; not told: "
                + String.join(", ", open));
  }
}
