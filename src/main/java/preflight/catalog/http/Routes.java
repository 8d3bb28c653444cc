package preflight.catalog.http;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import preflight.resource.Endpoint;
import tools.jackson.databind.JsonNode;

/** The paths and methods of an OpenAPI document. */
final class Routes {

  private final Map<String, Set<String>> methods;
  private final int size;

  private Routes(Map<String, Set<String>> methods, int size) {
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
    JsonNode paths = document.root().path("paths");
    if (!paths.isObject()) {
      return Optional.empty();
    }
    String prefix = prefix(document.root().path("servers").path(0).path("url").asString(""));
    Map<String, Set<String>> methods = new TreeMap<>();
    for (var path : paths.properties()) {
      Set<String> offered = new LinkedHashSet<>();
      path.getValue().propertyNames().forEach(it -> offered.add(it.toUpperCase(Locale.ROOT)));
      methods.put(prefix + path.getKey(), offered);
      methods.putIfAbsent(path.getKey(), offered);
    }
    return Optional.of(new Routes(methods, paths.size()));
  }

  boolean offers(Route route) {
    return methods.entrySet().stream()
        .anyMatch(
            it -> it.getValue().contains(route.method()) && matches(it.getKey(), route.path()));
  }

  /** How many the document names; below a prefix each is known with and without it. */
  int size() {
    return size;
  }

  private static boolean matches(String template, String path) {
    String[] wanted = template.split("/", -1);
    String[] given = path.split("/", -1);
    if (wanted.length != given.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      boolean variable = wanted[i].startsWith("{") && wanted[i].endsWith("}");
      if (!(variable && !given[i].isEmpty()) && !wanted[i].equals(given[i])) {
        return false;
      }
    }
    return true;
  }

  private static String withoutQuery(String path) {
    String bare = path.split("[?#]", 2)[0];
    return bare.startsWith("/") ? bare : "/" + bare;
  }

  private static String prefix(String server) {
    String path = server.replaceFirst("^[a-z]+://[^/]*", "");
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
