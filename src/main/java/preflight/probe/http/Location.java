package preflight.probe.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import preflight.probe.PeerText;

/**
 * Where a chain of redirects has led: the first place is the profile's word, the others a peer's.
 */
public final class Location {

  private final URI uri;
  private final PeerText peer;

  private Location(URI uri, PeerText peer) {
    this.uri = uri;
    this.peer = peer;
  }

  /** The place that the profile names. */
  public static Location declared(URI uri) {
    return new Location(uri, PeerText.NOTHING);
  }

  /** Where a redirect from here leads; empty where that is no URL of the web. */
  public Optional<Location> redirected(PeerText location) {
    try {
      URI next = uri.resolve(new URI(location.raw()));
      boolean web = "http".equals(next.getScheme()) || "https".equals(next.getScheme());
      return web && next.getHost() != null
          ? Optional.of(new Location(next, location))
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  public HttpRequest get(Optional<String> ca, Duration patience) {
    return HttpRequest.get(uri, ca, patience);
  }

  public boolean encrypted() {
    return "https".equals(uri.getScheme());
  }

  /** Without user, password and query. */
  public String shown() {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return peer.map(_ -> uri.getScheme() + "://" + uri.getHost() + port + path).shown();
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Location location && location.uri.equals(uri);
  }

  @Override
  public int hashCode() {
    return uri.hashCode();
  }
}
