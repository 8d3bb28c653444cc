package preflight.source.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import preflight.source.RouteAnswer;

/** The routes of a service, and what else of its code may answer a request. */
public final class Routes {

  static final String ANY = "*";

  private final List<Route> routes = new ArrayList<>();
  private final List<Open> open = new ArrayList<>();

  private record Route(String method, RoutePattern pattern, String place) {}

  private record Open(String prefix, String why) {}

  void add(String method, String place, String... path) {
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

  /** Whether there is a route for a request. */
  public RouteAnswer answers(String method, String path) {
    int query = path.indexOf('?');
    String plain = query < 0 ? path : path.substring(0, query);
    String asked = method.toUpperCase(Locale.ROOT);
    var others = new TreeSet<String>();
    String place = "";
    String maybe = "";
    for (Route it : routes) {
      switch (it.pattern().fits(plain)) {
        case YES -> {
          boolean head = asked.equals("HEAD") && it.method().equals("GET");
          if (it.method().equals(asked) || it.method().equals(ANY) || head) {
            return new RouteAnswer.Yes(it.place());
          }
          others.add(it.method());
          place = place.isEmpty() ? it.place() : place;
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
    if (!maybe.isEmpty()) {
      return new RouteAnswer.CannotTell(maybe);
    }
    if (!others.isEmpty()) {
      return new RouteAnswer.OtherMethod(place, List.copyOf(others));
    }
    return routes.isEmpty()
        ? new RouteAnswer.CannotTell("no route was found in the code")
        : new RouteAnswer.No();
  }
}
