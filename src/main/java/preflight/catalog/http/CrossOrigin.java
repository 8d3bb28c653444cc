package preflight.catalog.http;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import preflight.check.command.Command;
import preflight.probe.PeerText;
import preflight.probe.http.ResponseHeaders;
import preflight.resource.Service;
import preflight.resource.network.SameOrigin;

/** What a browser asks of a service before a page of another origin may read its answers. */
public final class CrossOrigin {

  private static final String ORIGIN = "access-control-allow-origin";
  private static final String CREDENTIALS = "access-control-allow-credentials";

  private CrossOrigin() {}

  /** The declared origins whose pages need leave: a browser asks none for the service's own. */
  public static List<String> of(Service service) {
    return service.origins().stream()
        .filter(it -> service.url().filter(url -> SameOrigin.holds(url, URI.create(it))).isEmpty())
        .toList();
  }

  /** The part of a command that sends an origin; nothing where a probe sends none. */
  public static List<Command> fragment(Optional<String> origin) {
    return origin.stream()
        .map(it -> Command.of("-H 'Origin: {origin:header}'").with("origin", it))
        .toList();
  }

  /**
   * Why a browser keeps an answer from the page that asked; empty where it hands it over (Fetch
   * standard, CORS check). Whether a page sends cookies is not known: a service that allows them
   * has pages that do.
   */
  public static Optional<String> refusal(ResponseHeaders headers, String origin) {
    Optional<PeerText> allowed = headers.value(ORIGIN);
    if (allowed.isEmpty()) {
      return Optional.of("and admits no origin");
    }
    PeerText value = allowed.get();
    if (value.is("*")) {
      return headers.value(CREDENTIALS).filter(it -> it.is("true")).isPresent()
          ? Optional.of(
              "and admits * together with credentials, which browsers refuse: with credentials, the"
                  + " header must name the origin")
          : Optional.empty();
    }
    if (value.is(origin)) {
      return Optional.empty();
    }
    return Optional.of(
        value.contains(",")
            ? "and admits several origins in one answer, of which browsers take none: "
                + Excerpt.of(value)
            : "and admits " + Excerpt.of(value));
  }
}
