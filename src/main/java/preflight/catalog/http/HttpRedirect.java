package preflight.catalog.http;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import preflight.catalog.Patience;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.http.Exchange;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.Http;
import preflight.probe.http.Location;
import preflight.resource.Service;
import preflight.resource.Target;

/** Follows the redirects of a service's URL, each of them as a browser would. */
@CheckDoc(
    id = "http-redirect",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "Redirects from the URL of the service end, and none leaves TLS",
    why =
        """
        A service behind a load balancer that ignores X-Forwarded-Proto sends browsers from https \
        to http and back for ever, or hands their cookies to plain text.
        """,
    permissions = {Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = {Signal.HTTP_REDIRECT_LOOP, Signal.HTTP_REDIRECT},
    families = Family.HTTP,
    needs = HttpOrigin.class)
@Remedy(
    text =
        "Make the application build its redirects from X-Forwarded-Proto and"
            + " X-Forwarded-Host, so that they keep https and the host. The command shows"
            + " each redirect.",
    commands = "curl -sSIL --max-redirs 10 {url}")
public final class HttpRedirect implements Check<Target<Service>, Patience> {

  private static final int MOST = 10;

  private final Http http;

  public HttpRedirect(Http http) {
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
    return Answers.withFacts(
        follow(url, service, with.giveUpAfter()), Places.facts(service, target.environment(), url));
  }

  private Outcome follow(URI start, Service service, Duration patience)
      throws InterruptedException {
    Set<Location> seen = new LinkedHashSet<>();
    Location at = Location.declared(start);
    while (seen.add(at)) {
      if (seen.size() > MOST) {
        return loop(seen, "more than " + MOST + " redirects");
      }
      Exchange exchange = http.send(at.get(service, patience));
      if (!(exchange.answer() instanceof Response response)) {
        return Answers.judged(exchange, "an answer of " + at.shown(), it -> Outcome.passed(""));
      }
      Optional<PeerText> location = redirect(response);
      if (location.isEmpty()) {
        return Outcome.passed(
            "%d after %d redirects".formatted(response.status(), seen.size() - 1),
            BrokenExchange.measurements(response.timings()));
      }
      Optional<Location> next = at.redirected(location.get());
      if (next.isEmpty()) {
        return leads("a location that is no URL", seen);
      }
      if (at.encrypted() && !next.get().encrypted()) {
        return leads("from https to " + next.get().shown(), seen);
      }
      at = next.get();
    }
    return loop(seen, "back to " + at.shown());
  }

  private static Optional<PeerText> redirect(Response response) {
    return switch (response.status()) {
      case 301, 302, 303, 307, 308 -> response.headers().value("location");
      default -> Optional.empty();
    };
  }

  private static Failed loop(Set<Location> seen, String observed) {
    return Outcome.failed(Signal.HTTP_REDIRECT_LOOP, "redirects that end", observed)
        .at(Phase.RESPONSE)
        .with(way(seen));
  }

  private static Failed leads(String where, Set<Location> seen) {
    return Outcome.failed(Signal.HTTP_REDIRECT, "redirects that stay on TLS", where)
        .at(Phase.RESPONSE)
        .with(way(seen));
  }

  private static Evidence way(Set<Location> seen) {
    return new Evidence(
        "redirects", seen.stream().map(Location::shown).collect(Collectors.joining(" → ")));
  }
}
