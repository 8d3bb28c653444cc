package preflight.catalog.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import preflight.check.Evidence;
import preflight.check.Measurement;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Phase;
import preflight.check.command.Command;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.http.Exchange;
import preflight.probe.http.Exchange.Answer.Broken;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.Exchange.Answer.WithoutPapers;
import preflight.probe.http.Exchange.Answer.WithoutToken;
import preflight.resource.ResourceName;

/** Reads exchanges: a response goes to a judge, a broken connection speaks for itself. */
public final class Answers {

  /** What programs write of a store that they cannot use, in bodies of any form. */
  private static final Pattern STORE =
      Pattern.compile(
          ".*(?<![a-z])(redis|valkey|postgres(ql)?|psycopg[23]?|sqlalchemy|asyncpg|database|datasource|db|sql)"
              + "(?![a-z]).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Answers() {}

  public static Outcome judged(
      Exchange exchange, String expected, Function<Response, Outcome> judge) {
    return switch (exchange.answer()) {
      case Broken broken -> BrokenExchange.outcome(broken, exchange.elsewhere(), expected);
      case Response response ->
          measured(invoked(judge.apply(response), response, exchange.shown()), response);
      case WithoutToken none -> Invocation.withoutToken(none, expected);
      case WithoutPapers(ResourceName secret) ->
          Outcome.unknown(
              UnknownReason.PERMISSION,
              "the client's certificate or key from " + secret,
              secret + " could not be read");
    };
  }

  private static Outcome invoked(Outcome outcome, Response response, Exchange.Shown shown) {
    return outcome instanceof Failed failed && failed.signal() == Signal.HTTP_FRONT_DENIED
        ? Invocation.refused(failed, response.status(), shown)
        : outcome;
  }

  private static Outcome measured(Outcome outcome, Response response) {
    List<Measurement> measurements = BrokenExchange.measurements(response.timings());
    return switch (outcome) {
      case Failed failed -> failed.measured(measurements);
      case Outcome.Passed(String observed, _) -> Outcome.passed(observed, measurements);
      case Outcome.Unknown unknown -> unknown;
      case Outcome.Skipped skipped -> skipped;
    };
  }

  /** A failure of a response with another status than the one wanted. */
  public static Failed unwanted(Response response, String expected) {
    return unwanted(
        Origin.of(response).signal().orElse(Signal.HTTP_UNEXPECTED_STATUS), response, expected);
  }

  public static Failed unwanted(Signal signal, Response response, String expected) {
    Origin.Answered answered = Origin.of(response);
    String observed = "%d from %s".formatted(response.status(), answered.speaker());
    Failed failed = Outcome.failed(signal, expected, observed);
    Optional<String> says =
        answered.says().or(() -> behind(answered.speaker(), signal, response.status()));
    if (says.isPresent()) {
      failed = failed.saying(says.get());
    }
    return failed
        .at(Phase.RESPONSE)
        .clue(Clue.BLAMES_STORE, response.body().text().matches(STORE))
        .clue(Clue.UNKNOWN_SPEAKER, answered.by() == Origin.UNKNOWN)
        .with(new Evidence("body", Excerpt.of(response.body().text())));
  }

  /** What a proxy's own page says of the service. */
  private static Optional<String> behind(String proxy, Signal signal, int status) {
    String answers = "is behind %s, which answers %d by itself: ".formatted(proxy, status);
    return switch (signal) {
      case HTTP_PROXY_NO_BACKEND -> Optional.of(answers + "it gets no answer from the application");
      case HTTP_PROXY_TIMEOUT -> Optional.of(answers + "the application gave it no answer in time");
      case HTTP_PROXY_TOO_LARGE -> Optional.of(answers + "the request is larger than it passes on");
      default -> Optional.empty();
    };
  }

  /** Gives the commands of an outcome what they name between braces. */
  public static Outcome withFacts(Outcome outcome, Map<String, String> facts) {
    return withFacts(outcome, facts, Map.of());
  }

  /**
   * The same with parts of commands.
   *
   * @param fragments each of them a whole command or a part of one
   */
  public static Outcome withFacts(
      Outcome outcome, Map<String, String> facts, Map<String, List<Command>> fragments) {
    return switch (outcome) {
      case Failed failed -> withFacts(failed, facts, fragments);
      case Outcome.Unknown(var reason, String expected, String observed, var commands) ->
          new Outcome.Unknown(
              reason,
              expected,
              observed,
              commands.stream().map(it -> it.with(facts, fragments)).toList());
      case Outcome.Passed passed -> passed;
      case Outcome.Skipped skipped -> skipped;
    };
  }

  private static Failed withFacts(
      Failed failed, Map<String, String> facts, Map<String, List<Command>> fragments) {
    Failed complete = failed;
    for (var fact : facts.entrySet()) {
      complete = complete.fact(fact.getKey(), fact.getValue());
    }
    for (var fragment : fragments.entrySet()) {
      complete = complete.fact(fragment.getKey(), fragment.getValue());
    }
    return complete;
  }
}
