package preflight.catalog.http;

import java.util.Optional;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.http.Exchange.Answer.Response;

/**
 * Who produced an HTTP response, decided by its body: the headers of Google's front end stand on
 * what applications answer, too. Those that stand before applications are in {@link Fronts}.
 */
public enum Origin {
  /** Whatever of Google stands before a service of any kind. */
  LOAD_BALANCER("the load balancer"),
  FRONT_END("Google's front end"),
  /** A proxy of somebody else than Google. */
  PROXY("a proxy"),
  APPLICATION("the application"),
  UNKNOWN("somebody unknown");

  private final String words;

  Origin(String words) {
    this.words = words;
  }

  /**
   * Who answered, and the signal of a status that nobody wanted.
   *
   * @param speaker who it is, in words
   * @param signal empty where the status speaks of no failure
   * @param says what that means for the service, as a predicate; empty where it goes without saying
   */
  public record Answered(
      Origin by, String speaker, Optional<Signal> signal, Optional<String> says) {}

  public static Answered of(Response response) {
    return Fronts.of(response)
        .orElseGet(() ->
            isBareReason(response) || isNobodys(response)
                ? by(UNKNOWN, Optional.of(Signal.HTTP_UNEXPECTED_STATUS))
                : by(APPLICATION, ofApplication(response.status())));
  }

  /** Whether the whole body is the reason phrase of a gateway, which names nobody. */
  private static boolean isBareReason(Response response) {
    PeerText body = response.body().text().strip();
    return switch (response.status()) {
      case 502 -> body.isIgnoringCase("Bad Gateway");
      case 504 -> body.isIgnoringCase("Gateway Timeout");
      default -> false;
    };
  }

  private static boolean isNobodys(Response response) {
    return throughGoogle(response) && response.status() >= 500 && response.body().text().isBlank();
  }

  private static Optional<Signal> ofApplication(int status) {
    return switch (status) {
      case 401, 403 -> Optional.of(Signal.HTTP_APP_DENIED);
      case 404 -> Optional.of(Signal.HTTP_APP_NOT_FOUND);
      default ->
          status >= 500
              ? Optional.of(Signal.HTTP_APP_ERROR)
              : status >= 300 ? Optional.of(Signal.HTTP_UNEXPECTED_STATUS) : Optional.empty();
    };
  }

  static boolean throughGoogle(Response response) {
    return response.headers().value("server").filter(it -> it.is("Google Frontend")).isPresent()
        || response
            .headers()
            .value("via")
            .filter(it -> it.containsIgnoringCase("1.1 google"))
            .isPresent();
  }

  private static Answered by(Origin origin, Optional<Signal> signal) {
    return new Answered(origin, origin.words, signal, Optional.empty());
  }
}
