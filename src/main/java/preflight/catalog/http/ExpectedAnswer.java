package preflight.catalog.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Phase;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.network.Timing;
import preflight.resource.service.Expectation;

/** Compares a response with what an endpoint must answer. */
record ExpectedAnswer(String request, Expectation expectation) {

  private static final List<Integer> FINE = List.of(200);

  List<Integer> statuses() {
    return expectation.status().isEmpty() ? FINE : expectation.status();
  }

  String words() {
    return request
        + " answers "
        + statuses().stream().map(String::valueOf).collect(Collectors.joining(" or "));
  }

  /** The first thing that is wrong with a response, the most telling one first. */
  Optional<Failed> violatedBy(Response response) {
    return status(response)
        .or(() -> header(response))
        .or(() -> degraded(response))
        .or(() -> json(response))
        .or(() -> text(response))
        .or(() -> slow(response));
  }

  private Optional<Failed> status(Response response) {
    if (statuses().contains(response.status())) {
      return Optional.empty();
    }
    Failed failed = Answers.unwanted(response, words());
    Optional<PeerText> location = response.headers().value("location");
    if (location.isPresent()) {
      failed = failed.with(new Evidence("location", Excerpt.of(location.get().before("?"))));
    }
    Evidence[] components = components(response);
    return Optional.of(
        components.length == 0
            ? failed
            : failed
                .saying(
                    "answers %d and reports %s as failed"
                        .formatted(response.status(), names(components)))
                .with(components));
  }

  private Optional<Failed> header(Response response) {
    for (Map.Entry<String, String> wanted : expectation.header().entrySet()) {
      Optional<PeerText> found = response.headers().value(wanted.getKey());
      if (found.filter(it -> same(wanted.getKey(), wanted.getValue(), it)).isEmpty()) {
        return Optional.of(
            Outcome.failed(
                    Signal.HTTP_UNEXPECTED_HEADER,
                    "%s: %s".formatted(wanted.getKey(), wanted.getValue()),
                    found
                        .map(it -> wanted.getKey() + ": " + Excerpt.of(it))
                        .orElse("no header " + wanted.getKey()))
                .at(Phase.RESPONSE));
      }
    }
    return Optional.empty();
  }

  /** Parameters of a media type, such as its charset, count only where they are declared. */
  private static boolean same(String header, String wanted, PeerText found) {
    boolean bareType = header.equalsIgnoreCase("content-type") && !wanted.contains(";");
    return bareType ? found.before(";").strip().isIgnoringCase(wanted) : found.is(wanted);
  }

  private Optional<Failed> degraded(Response response) {
    Evidence[] components = response.status() < 300 ? components(response) : new Evidence[0];
    if (components.length == 0) {
      return Optional.empty();
    }
    String names = names(components);
    return Optional.of(
        Outcome.failed(
                Signal.HTTP_DEGRADED,
                words() + " and all of its components are well",
                "%d, and the body reports %s as failed".formatted(response.status(), names))
            .at(Phase.BODY)
            .saying("answers %d and reports %s as failed".formatted(response.status(), names))
            .with(components));
  }

  private static String names(Evidence... components) {
    return Stream.of(components).map(Evidence::source).collect(Collectors.joining(", "));
  }

  private static Evidence[] components(Response response) {
    if (response.body().truncated() || !jsonLike(response)) {
      return new Evidence[0];
    }
    return JsonBody.of(response.body()).stream()
        .flatMap(it -> it.failed().stream())
        .map(it -> new Evidence(it.name(), it.fact()))
        .toArray(Evidence[]::new);
  }

  private static boolean jsonLike(Response response) {
    PeerText type = response.headers().mediaType();
    return type.isBlank() || type.endsWith("json") || type.is("text/plain");
  }

  private Optional<Failed> json(Response response) {
    if (expectation.json().isEmpty()) {
      return Optional.empty();
    }
    if (response.body().truncated()) {
      return Optional.of(tooLarge());
    }
    Optional<JsonBody> body = JsonBody.of(response.body());
    if (body.isEmpty()) {
      String instead =
          response.body().text().isBlank() ? "an empty body" : "a body that is no JSON";
      return Optional.of(unexpectedBody("a JSON body", instead, response));
    }
    for (Map.Entry<String, String> wanted : expectation.json().entrySet()) {
      Optional<PeerText> found = body.get().at(wanted.getKey());
      if (found.filter(it -> it.is(wanted.getValue())).isEmpty()) {
        return Optional.of(
            unexpectedBody(
                "%s is %s".formatted(wanted.getKey(), wanted.getValue()),
                found
                    .map(it -> "%s is %s".formatted(wanted.getKey(), Excerpt.of(it)))
                    .orElse("no value at " + wanted.getKey()),
                response));
      }
    }
    return Optional.empty();
  }

  private Optional<Failed> text(Response response) {
    if (expectation.text().filter(it -> !response.body().text().contains(it)).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        response.body().truncated()
            ? tooLarge()
            : unexpectedBody(
                "a body with the text " + expectation.text().get(),
                "a body without that text",
                response));
  }

  private static Failed unexpectedBody(String expected, String observed, Response response) {
    return Outcome.failed(Signal.HTTP_UNEXPECTED_BODY, expected, observed)
        .at(Phase.BODY)
        .with(new Evidence("body", Excerpt.of(response.body().text())));
  }

  private static Failed tooLarge() {
    return Outcome.failed(
            Signal.HTTP_TOO_LARGE,
            "a body of at most %d KiB".formatted(preflight.probe.http.Body.LIMIT / 1024),
            "a larger one")
        .at(Phase.BODY);
  }

  private Optional<Failed> slow(Response response) {
    Duration took =
        response.timings().stream().map(Timing::took).reduce(Duration.ZERO, Duration::plus);
    return expectation
        .within()
        .filter(it -> took.compareTo(it) > 0)
        .map(it ->
            Outcome.failed(
                    Signal.HTTP_TOO_SLOW,
                    "%s within %d ms".formatted(words(), it.toMillis()),
                    "the answer took %d ms".formatted(took.toMillis()))
                .at(Phase.RESPONSE));
  }
}
