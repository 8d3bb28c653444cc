package preflight.source.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import preflight.source.RouteAnswer;
import preflight.source.RouteAnswer.Place;
import preflight.source.RouteTable;

/** The routes of a service, and what else of its code may answer a request. */
public final class Routes implements RouteTable {

  static final String ANY = "*";
  private static final String WEBSOCKET = "WEBSOCKET";

  private final List<Route> routes = new ArrayList<>();
  private final List<Open> open = new ArrayList<>();

  private record Route(String method, RoutePattern pattern, Place place) {}

  private record Open(String prefix, String why) {}

  void add(String method, Place place, String... path) {
    routes.add(new Route(method.toUpperCase(Locale.ROOT), RoutePattern.join(path), place));
  }

  /** Something below a path may answer. */
  void open(String prefix, String why) {
    open.add(new Open(RoutePattern.join(prefix).path(), why));
  }

  /** All routes, as {@code METHOD /path}, sorted. */
  public List<String> all() {
    return routes.stream().map(it -> it.method() + " " + it.pattern().path()).sorted().toList();
  }

  @Override
  public RouteAnswer answers(String method, String path) {
    int query = path.indexOf('?');
    String plain = query < 0 ? path : path.substring(0, query);
    String asked = method.toUpperCase(Locale.ROOT);
    var others = new TreeSet<String>();
    @Nullable Place place = null;
    String maybe = "";
    for (Route it : routes) {
      switch (it.pattern().fits(plain)) {
        case YES -> {
          boolean get = asked.equals("HEAD") || asked.equals(WEBSOCKET);
          boolean like = get && it.method().equals("GET");
          if (it.method().equals(asked) || it.method().equals(ANY) || like) {
            return new RouteAnswer.Yes(it.place());
          }
          others.add(it.method());
          place = place == null ? it.place() : place;
        }
        case MAYBE -> maybe = "the route at " + it.place() + " may fit: " + it.pattern().path();
        case NO -> {}
      }
    }
    for (Open it : open) {
      String below = it.prefix().equals("/") ? "/" : it.prefix() + "/";
      if (maybe.isEmpty() && (plain.equals(it.prefix()) || plain.startsWith(below))) {
        maybe = it.why();
      }
    }
    if (maybe.isEmpty() && asked.equals(WEBSOCKET)) {
      maybe = "what accepts WebSockets may stand outside of the routes";
    }
    if (!maybe.isEmpty()) {
      return new RouteAnswer.CannotTell(maybe);
    }
    if (place != null) {
      return new RouteAnswer.OtherMethod(place, List.copyOf(others));
    }
    return routes.isEmpty()
        ? new RouteAnswer.CannotTell("no route was found in the code")
        : new RouteAnswer.No();
  }
}
