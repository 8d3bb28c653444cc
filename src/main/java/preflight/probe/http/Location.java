package preflight.probe.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import preflight.probe.PeerText;
import preflight.resource.Service;

/**
 * Where a chain of redirects has led: the first place is the profile's word, the others a peer's.
 */
public final class Location {

  /** A relative reference has no colon in its first segment (RFC 3986, section 4.2). */
  private static final Pattern OTHER_SCHEME = Pattern.compile("\\s*+(?!(?i:https?):)[^/\\\\?#]*:");

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

  /**
   * Where a redirect from here leads; empty where that is no URL of the web. It is read as browsers
   * do (WHATWG, URL): schemes and hosts compare ignoring case, a name of any script has an ASCII
   * form, blanks around it are none of it, a backslash is a slash. Of what it says, user and
   * fragment are sent to nobody.
   */
  public Optional<Location> redirected(PeerText location) {
    if (OTHER_SCHEME.matcher(location.raw()).lookingAt()) {
      return Optional.empty();
    }
    return Optional.ofNullable(HttpUrl.get(uri.toString()).resolve(location.raw()))
        .map(it -> it.newBuilder().username("").password("").fragment(null).build().uri())
        .filter(it -> it.getHost() != null)
        .map(it -> new Location(it, location));
  }

  /** A request there, which shows what the callers of a service show only if it is the service. */
  public HttpRequest get(Service service, Duration patience) {
    return HttpRequest.to(service, uri, patience);
  }

  URI uri() {
    return uri;
  }

  public boolean encrypted() {
    return "https".equals(uri.getScheme());
  }

  /** Without user, password and query. */
  public String shown() {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    // A backslash that became a slash would spell anew what redaction looks for.
    String said = uri.getRawPath() == null ? "" : uri.getRawPath();
    String path = peer.contains("\\") ? "/…" : said;
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
