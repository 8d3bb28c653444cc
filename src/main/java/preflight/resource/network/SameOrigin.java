package preflight.resource.network;

import java.net.URI;
import java.util.Locale;

/** Whether two URLs are of one origin: scheme, host and port (RFC 6454, section 4). */
public final class SameOrigin {

  private SameOrigin() {}

  public static boolean holds(URI one, URI other) {
    return one.getHost() != null
        && other.getHost() != null
        && lower(one.getScheme()).equals(lower(other.getScheme()))
        && port(one) == port(other)
        && lower(one.getHost()).equals(lower(other.getHost()));
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : "https".equals(lower(url.getScheme())) ? 443 : 80;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
