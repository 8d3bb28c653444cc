package preflight.source.python.use;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import preflight.source.RouteAnswer;
import preflight.source.RouteAnswer.Place;
import preflight.source.RouteTable;
import preflight.source.python.use.RouteFacts.Include;
import preflight.source.python.use.RouteFacts.Route;
import preflight.source.python.use.RouteFacts.Router;

/** The routes of a service, with their whole paths. */
public final class Routes implements RouteTable {

  private static final int DEEPEST = 12;

  private record Whole(Pattern path, List<String> methods, boolean open, Place place) {}

  private final List<Whole> routes = new ArrayList<>();
  private final Set<String> doubts = new TreeSet<>();
  private final Map<String, RouteFacts> modules;
  private final UnaryOperator<String> files;
  private final Names names;

  /** By the router that is included. */
  private final Map<Definition, List<Included>> includes = new HashMap<>();

  private record Included(String module, Include include) {}

  private Routes(Map<String, RouteFacts> modules, Names names, UnaryOperator<String> files) {
    this.modules = modules;
    this.files = files;
    this.names = names;
    modules.forEach((module, facts) -> {
      for (Include it : facts.includes()) {
        included(module, it.router())
            .ifPresent(router ->
                includes
                    .computeIfAbsent(router, _ -> new ArrayList<>())
                    .add(new Included(module, it)));
      }
    });
  }

  /**
   * Puts the routes of all modules together.
   *
   * @param files of modules, below the root of the tree
   */
  public static Routes of(
      Map<String, RouteFacts> modules, Names names, UnaryOperator<String> files) {
    var routes = new Routes(modules, names, files);
    modules.forEach((module, facts) -> routes.add(module, facts));
    if (routes.routes.isEmpty()) {
      routes.doubts.add("no route is declared in a way that is known");
    }
    return routes;
  }

  private void add(String module, RouteFacts facts) {
    doubts.addAll(facts.doubts());
    // Most routes of a file are of one router.
    Map<Name, List<String>> known = new HashMap<>();
    for (Route route : facts.routes()) {
      boolean django = route.router().dotted().equals(RouteReader.PATTERNS);
      List<String> prefixes =
          known.computeIfAbsent(route.router(), it -> prefixes(module, it, new HashSet<>(), 0));
      for (String prefix : prefixes) {
        String path = (django ? "/" : "") + route.path();
        add(prefix, path, route, new Place(files.apply(module), route.line()));
      }
    }
  }

  private void add(String prefix, String path, Route route, Place place) {
    try {
      String expression =
          route.regex()
              ? Pattern.quote(prefix.endsWith("/") ? prefix : prefix + "/")
                  + route.path().replaceFirst("^\\^", "").replace("(?P<", "(?<").replace("\\Z", "$")
              : expression(join(prefix, path));
      String end = route.open() ? "(/.*|.*)?" : route.regex() ? "" : "/?";
      routes.add(
          new Whole(Pattern.compile(expression + end), route.methods(), route.open(), place));
    } catch (PatternSyntaxException e) {
      doubts.add("a regular expression of a route is not known here");
    }
  }

  private static String join(String prefix, String path) {
    String joined =
        prefix.endsWith("/") && path.startsWith("/") ? prefix + path.substring(1) : prefix + path;
    return joined.length() > 1 && joined.endsWith("/")
        ? joined.substring(0, joined.length() - 1)
        : joined;
  }

  /** {@code "/users/{id}"} and {@code "/users/<int:id>"} as a regular expression. */
  private static String expression(String path) {
    var expression = new StringBuilder();
    int from = 0;
    while (from < path.length()) {
      int open = next(path, from);
      int close = open < 0 ? -1 : path.indexOf(path.charAt(open) == '{' ? '}' : '>', open);
      if (close < 0) {
        break;
      }
      expression.append(Pattern.quote(path.substring(from, open)));
      expression.append(path.substring(open, close).contains("path") ? ".*" : "[^/]+");
      from = close + 1;
    }
    return expression.append(Pattern.quote(path.substring(from))).toString();
  }

  private static int next(String path, int from) {
    for (int i = from; i < path.length(); i++) {
      if (path.charAt(i) == '{' || path.charAt(i) == '<') {
        return i;
      }
    }
    return -1;
  }

  /** Each prefix under which a router's routes appear. */
  private List<String> prefixes(String module, Name router, Set<String> seen, int depth) {
    Optional<Definition> found = definition(module, router);
    String in = found.map(Definition::module).orElse(module);
    String name = found.map(Definition::name).orElse(router.dotted());
    Optional<Router> known = router(in, name);
    boolean django = name.equals(RouteReader.PATTERNS);
    if (known.isEmpty() && !django) {
      doubts.add("the router " + router.dotted() + " is made in a way that cannot be followed");
      return List.of();
    }
    if (depth > DEEPEST || !seen.add(in + ":" + name)) {
      doubts.add("routers include each other");
      return List.of();
    }
    String own = known.map(Router::prefix).orElse("");
    var prefixes = new ArrayList<String>();
    boolean included = false;
    for (Included each : includes.getOrDefault(new Definition(in, name), List.of())) {
      Include it = each.include();
      included = true;
      boolean instead = it.prefix().startsWith("=");
      String below = instead ? it.prefix().substring(1) : join(it.prefix(), own);
      for (String above : prefixes(each.module(), it.into(), new HashSet<>(seen), depth + 1)) {
        prefixes.add(join(above, below));
      }
    }
    boolean root = django ? !included : known.map(Router::root).orElse(false);
    if (root) {
      prefixes.add(own);
    }
    return prefixes;
  }

  /** What an include names: where it is defined, or else what its own module calls so. */
  private Optional<Definition> included(String module, Name router) {
    return definition(module, router)
        .or(() ->
            router.module().isEmpty()
                ? Optional.of(new Definition(module, router.dotted()))
                : Optional.empty());
  }

  private Optional<Definition> definition(String module, Name name) {
    return names.absolute(module, name.module()).flatMap(it -> names.resolve(it, name.dotted()));
  }

  private Optional<Router> router(String module, String name) {
    RouteFacts facts = modules.get(module);
    return facts == null
        ? Optional.empty()
        : facts.routers().stream().filter(it -> it.name().equals(name)).findFirst();
  }

  @Override
  public RouteAnswer answers(String method, String path) {
    Optional<Whole> other = Optional.empty();
    Optional<Whole> open = Optional.empty();
    for (Whole it : routes) {
      if (!it.path.matcher(path).matches()) {
        continue;
      }
      boolean fits =
          (it.methods.isEmpty() && !method.equals("WEBSOCKET"))
              || it.methods.contains(method)
              || (method.equals("HEAD") && it.methods.contains("GET"));
      if (it.open) {
        open = Optional.of(it);
      } else if (fits) {
        return new RouteAnswer.Yes(it.place);
      } else {
        other = Optional.of(it);
      }
    }
    if (open.isPresent()) {
      Place at = open.get().place;
      return new RouteAnswer.CannotTell(
          "another application or router answers below a path, in " + at);
    }
    if (!doubts.isEmpty()) {
      return new RouteAnswer.CannotTell(String.join("; ", doubts));
    }
    if (other.isPresent()) {
      return new RouteAnswer.OtherMethod(other.get().place, other.get().methods);
    }
    return new RouteAnswer.No();
  }
}
