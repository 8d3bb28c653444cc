package preflight.catalog.http;

import java.util.Optional;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.http.Exchange.Answer.Response;

/**
 * Who produced an HTTP response, decided by its body: the headers of Google's front end stand on
 * what applications answer, too.
 */
public enum Origin {
  LOAD_BALANCER("the load balancer"),
  FRONT_END("Google's front end"),
  /** One of {@link Proxy}. */
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
   */
  public record Answered(Origin by, String speaker, Optional<Signal> signal) {}

  public static Answered of(Response response) {
    PeerText body = response.body().text();
    int status = response.status();
    boolean throughGoogle = throughGoogle(response);
    if ((throughGoogle && contains(body, "no healthy upstream"))
        || (status == 502 && contains(body, "<title>502 Server Error</title>"))) {
      return by(LOAD_BALANCER, Signal.HTTP_LOAD_BALANCER_ERROR);
    }
    if (isOfProxyBeforeSignIn(response)) {
      return new Answered(FRONT_END, "Identity-Aware Proxy", Optional.of(Signal.HTTP_FRONT_DENIED));
    }
    Optional<Signal> page = page(status, body, response);
    if (page.isPresent()) {
      return by(FRONT_END, page);
    }
    Optional<Proxy> proxy = Proxy.of(response);
    if (proxy.isPresent()) {
      return new Answered(PROXY, proxy.get().words(), Proxy.signal(status));
    }
    if (Proxy.isBareReason(response) || (throughGoogle && status >= 500 && body.isBlank())) {
      return by(UNKNOWN, Signal.HTTP_UNEXPECTED_STATUS);
    }
    return by(APPLICATION, ofApplication(status));
  }

  /** It says so in the body; only it writes the header, and applications need not. */
  private static boolean isOfProxyBeforeSignIn(Response response) {
    return response.body().text().startsWith("Invalid IAP credentials")
        || response.headers().value("x-goog-iap-generated-response").isPresent();
  }

  private static Optional<Signal> page(int status, PeerText body, Response response) {
    return switch (status) {
      case 401 ->
          when(
              contains(body, "not authorized to invoke")
                  || contains(body, "Your client does not have permission to the requested URL")
                  || response
                      .headers()
                      .value("www-authenticate")
                      .filter(it -> contains(it, "The access token could not be verified"))
                      .isPresent(),
              Signal.HTTP_FRONT_DENIED);
      case 403 ->
          when(
              contains(body, "Your client does not have permission to get URL"),
              Signal.HTTP_FRONT_DENIED);
      case 404 ->
          when(
              contains(body, "was not found on this server")
                  && (contains(body, "<title>404 Page not found</title>")
                      || contains(body, "<title>Error 404 (Not Found)!!1</title>")),
              Signal.HTTP_FRONT_NOT_FOUND);
      case 429 ->
          when(
              contains(body, "no available instance")
                  || (throughGoogle(response) && contains(body, "Rate exceeded.")),
              Signal.HTTP_FRONT_THROTTLED);
      case 500 ->
          when(
              contains(body, "<title>500 Server Error</title>")
                  && contains(body, "could not complete your request"),
              Signal.HTTP_FRONT_NO_INSTANCE);
      case 503 -> unavailable(body, response);
      default -> Optional.empty();
    };
  }

  private static Optional<Signal> unavailable(PeerText body, Response response) {
    if (contains(body, "<title>503 Server Error</title>")
        || (contains(body, "not available at this time") && contains(body, "Service error -27"))) {
      return Optional.of(Signal.HTTP_FRONT_UNAVAILABLE);
    }
    boolean routersWords = throughGoogle(response) && body.strip().is("Service Unavailable");
    return when(
        routersWords || (throughGoogle(response) && body.startsWith("upstream connect error")),
        Signal.HTTP_CONTAINER_FAULT);
  }

  private static Optional<Signal> ofApplication(int status) {
    return switch (status) {
      case 401, 403 -> Optional.of(Signal.HTTP_APP_DENIED);
      case 404 -> Optional.of(Signal.HTTP_APP_NOT_FOUND);
      default ->
          status >= 500
              ? Optional.of(Signal.HTTP_APP_ERROR)
              : when(status >= 300, Signal.HTTP_UNEXPECTED_STATUS);
    };
  }

  private static boolean throughGoogle(Response response) {
    return response.headers().value("server").filter(it -> it.is("Google Frontend")).isPresent()
        || response.headers().value("via").filter(it -> contains(it, "1.1 google")).isPresent();
  }

  private static boolean contains(PeerText text, String part) {
    return text.containsIgnoringCase(part);
  }

  private static Optional<Signal> when(boolean holds, Signal signal) {
    return holds ? Optional.of(signal) : Optional.empty();
  }

  private static Answered by(Origin origin, Signal signal) {
    return by(origin, Optional.of(signal));
  }

  private static Answered by(Origin origin, Optional<Signal> signal) {
    return new Answered(origin, origin.words, signal);
  }
}
