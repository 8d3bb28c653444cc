package preflight.catalog.http;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.probe.PeerJson;
import preflight.probe.PeerText;
import preflight.resource.Endpoint;

/** The paths and methods of an OpenAPI document. */
final class Routes {

  private final Map<PeerText, Set<PeerText>> methods;
  private final int size;

  private Routes(Map<PeerText, Set<PeerText>> methods, int size) {
    this.methods = methods;
    this.size = size;
  }

  /** A method and a path without its query. */
  record Route(String method, String path) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static Optional<Route> declaredBy(Endpoint endpoint) {
    return endpoint
        .get()
        .map(it -> new Route("GET", withoutQuery(it)))
        .or(() -> endpoint.post().map(it -> new Route("POST", withoutQuery(it))));
  }

  /** Reads {@code paths} (OpenAPI 3.1, section 4.8.8), below the path of the first server. */
  static Optional<Routes> of(JsonBody document) {
    PeerJson paths = document.root().path("paths");
    if (!paths.isObject()) {
      return Optional.empty();
    }
    PeerText prefix = document.root().path("servers").path(0).path("url").string().urlPath();
    Map<PeerText, Set<PeerText>> methods = new LinkedHashMap<>();
    for (PeerJson.Member path : paths.members()) {
      Set<PeerText> offered = new LinkedHashSet<>();
      path.value().members().forEach(it -> offered.add(it.name()));
      methods.put(prefix.then(path.name()), offered);
      methods.putIfAbsent(path.name(), offered);
    }
    return Optional.of(new Routes(methods, paths.size()));
  }

  boolean offers(Route route) {
    return methods.entrySet().stream()
        .anyMatch(it ->
            it.getValue().stream().anyMatch(offered -> offered.isIgnoringCase(route.method()))
                && matches(it.getKey(), route.path()));
  }

  /** How many the document names; below a prefix each is known with and without it. */
  int size() {
    return size;
  }

  private static boolean matches(PeerText template, String path) {
    List<PeerText> wanted = template.split("/");
    String[] given = path.split("/", -1);
    if (wanted.size() != given.length) {
      return false;
    }
    for (int i = 0; i < given.length; i++) {
      boolean variable = wanted.get(i).startsWith("{") && wanted.get(i).endsWith("}");
      if (!(variable && !given[i].isEmpty()) && !wanted.get(i).is(given[i])) {
        return false;
      }
    }
    return true;
  }

  private static String withoutQuery(String path) {
    String bare = path.split("[?#]", 2)[0];
    return bare.startsWith("/") ? bare : "/" + bare;
  }
}
