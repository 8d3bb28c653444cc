package preflight.catalog.http;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.resource.Environment;
import preflight.resource.Service;

/** Where services are, and the facts that commands about them need. */
public final class Places {

  private Places() {}

  /** The service's URL with a path behind it. */
  public static URI join(URI url, String path) {
    String base = url.toString();
    String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return URI.create(path.startsWith("/") ? trimmed + path : trimmed + "/" + path);
  }

  public static Map<String, String> facts(Service service, Environment environment, URI url) {
    var facts = new TreeMap<>(service.facts());
    facts.putAll(environment.facts());
    facts.put("url", shown(url));
    facts.put("host", String.valueOf(url.getHost()));
    facts.put("port", String.valueOf(port(url)));
    return facts;
  }

  private static int port(URI url) {
    boolean plain = "http".equals(url.getScheme()) || "ws".equals(url.getScheme());
    return url.getPort() >= 0 ? url.getPort() : plain ? 80 : 443;
  }

  public static Optional<String> host(URI url) {
    return Optional.ofNullable(url.getHost());
  }

  /** A URL without what may be a credential: user, password and query. */
  static String shown(URI url) {
    int port = url.getPort();
    return "%s://%s%s%s"
        .formatted(
            url.getScheme(),
            url.getHost(),
            port < 0 ? "" : ":" + port,
            url.getRawPath() == null ? "" : url.getRawPath());
  }
}
