package preflight.catalog.http;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.http.Exchange;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.Http;
import preflight.probe.http.HttpRequest;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

/** Compares the clock of a service with the one of this machine. */
@CheckDoc(
    id = "s2s-clock",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "The clock of the service and the one here agree within the leeway of tokens",
    why =
        """
        A token of a clock that runs ahead is not valid yet, and one of a clock that lags has \
        expired: every call between the services is refused, with nothing wrong in either.
        """,
    permissions = {Permission.RUN_INVOKE, Permission.ID_TOKEN},
    signals = Signal.CLOCK_SKEW,
    families = Family.HTTP,
    needs = HttpOrigin.class)
@Remedy(
    text =
        "Find the clock that is wrong, and set it with a time service. Cloud Run keeps"
            + " its own clock; on other machines run a time service such as chrony. Both"
            + " commands only look.",
    commands = {"curl -sSI {url} | grep -i '^date:'; date -u", "timedatectl status"})
public final class S2sClock implements Check<Target<Service>, S2sClock.With> {

  /** What packs may choose. */
  public record With(
      @Field(
              value = "How long to wait for a whole answer before giving up",
              byDefault = "8s",
              weaker = Weaker.MORE)
          Duration giveUpAfter,
      @Field(
              value = "By how much the clocks may differ",
              min = 0,
              byDefault = "5s",
              weaker = Weaker.MORE)
          Duration leeway) {}

  // A Date has whole seconds: the true time is up to one second later.
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  private final Http http;
  private final Clock clock;

  public S2sClock(Http http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  @Override
  public Outcome run(Target<Service> target, With with) throws InterruptedException {
    Service service = target.resource();
    if (service.url().isEmpty() || service.auth().isEmpty()) {
      return Outcome.notApplicable("the service declares no auth or no url");
    }
    if (!service.speaksHttp()) {
      return Outcome.notApplicable("no endpoint of the service takes HTTP/1.1");
    }
    URI url = service.url().get();
    Exchange exchange = http.send(HttpRequest.to(service, url, with.giveUpAfter()));
    Instant received = clock.instant();
    return Answers.withFacts(
        Answers.judged(exchange, "an answer with a Date", it -> judge(it, received, with.leeway())),
        Places.facts(service, target.environment(), url));
  }

  private static Outcome judge(Response response, Instant received, Duration leeway) {
    String expected = "clocks that differ by less than %d s".formatted(leeway.toSeconds());
    Optional<Instant> date = response.headers().date();
    if (date.isEmpty()) {
      return Outcome.unknown(
          UnknownReason.TRANSIENT,
          expected,
          "the answer carries no Date",
          Command.of("curl -sSI {url}"));
    }
    Duration half =
        response.timings().stream()
            .filter(it -> it.rung() == Rung.RESPONSE || it.rung() == Rung.BODY)
            .map(Timing::took)
            .reduce(Duration.ZERO, Duration::plus)
            .dividedBy(2);
    Duration skew = Duration.between(received.minus(half), date.get().plus(HALF_A_SECOND));
    // What lies within the resolution of the measurement is no skew.
    Duration certain = skew.abs().minus(half).minus(HALF_A_SECOND);
    return certain.compareTo(leeway) > 0
        ? Outcome.failed(
                Signal.CLOCK_SKEW,
                expected,
                "the clock of the service is %d s %s"
                    .formatted(skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead"))
            .at(Phase.RESPONSE)
            .saying(
                "has a clock that is %d s %s the one here"
                    .formatted(skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead of"))
        : Outcome.passed("the clocks agree within %d s".formatted(leeway.toSeconds()));
  }
}
