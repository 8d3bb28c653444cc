package preflight.source.python.use;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import preflight.source.python.use.RouteFacts.Include;
import preflight.source.python.use.RouteFacts.Route;
import preflight.source.python.use.RouteFacts.Router;
import preflight.source.syntax.SyntaxTree;

/** Reads the routes of FastAPI, Starlette, Flask and Django from the tree of one file. */
public final class RouteReader {

  /** What a list of Django's patterns is called. */
  static final String PATTERNS = "urlpatterns";

  private static final Set<String> METHODS =
      Set.of("get", "post", "put", "delete", "patch", "head", "options", "trace");

  private static final Set<String> APPLICATIONS =
      Set.of(
          "fastapi.FastAPI",
          "fastapi.applications.FastAPI",
          "starlette.applications.Starlette",
          "flask.Flask",
          "quart.Quart");

  private static final Set<String> ROUTERS =
      Set.of(
          "fastapi.APIRouter",
          "fastapi.routing.APIRouter",
          "starlette.routing.Router",
          "flask.Blueprint",
          "quart.Blueprint");

  private static final Set<String> DJANGO_PATHS = Set.of("path", "re_path", "url");

  private final Code code;
  private final SyntaxTree tree;
  private final List<Router> routers = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();
  private final List<Include> includes = new ArrayList<>();
  private final Set<String> doubts = new TreeSet<>();

  private RouteReader(SyntaxTree tree) {
    this.tree = tree;
    this.code = new Code(tree);
  }

  /** The facts of one file. */
  public static RouteFacts read(SyntaxTree tree) {
    var reader = new RouteReader(tree);
    for (int i = 0; i < tree.size(); i++) {
      if (tree.is(i, "call")) {
        reader.call(i);
      }
    }
    return new RouteFacts(
        reader.routers, reader.routes, reader.includes, List.copyOf(reader.doubts));
  }

  private void call(int node) {
    int function = tree.child(node, "function");
    String name = code.qualified(function);
    Code.Call given = code.call(node);
    if (APPLICATIONS.contains(name) || ROUTERS.contains(name)) {
      router(node, name, given);
    } else if (name.startsWith("django.") && DJANGO_PATHS.contains(last(name))) {
      django(node, last(name), given);
    } else if (tree.is(function, "attribute")) {
      member(node, function, given);
    }
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private void router(int node, String type, Code.Call given) {
    int parent = tree.parent(node);
    int left = tree.is(parent, "assignment") ? tree.child(parent, "left") : SyntaxTree.NONE;
    boolean root = APPLICATIONS.contains(type);
    if (!tree.is(left, "identifier")) {
      doubts.add("a router is kept where it cannot be followed");
      return;
    }
    Optional<Integer> said = given.keyword(type.endsWith("Blueprint") ? "url_prefix" : "prefix");
    Optional<String> prefix = said.map(code::string).orElse(Optional.of(""));
    if (prefix.isEmpty()) {
      doubts.add("a prefix is computed");
    }
    for (String it : List.of("root_path", "routes", "middleware")) {
      if (given.keywords().containsKey(it)) {
        doubts.add("an application is made with " + it);
      }
    }
    if (given.doubleStar() || given.star()) {
      doubts.add("an application is made with computed arguments");
    }
    if (type.contains("starlette") || code.definition(node).kind == Scope.Kind.CLASS) {
      doubts.add("routes are declared in a way that cannot be followed");
    }
    routers.add(new Router(tree.text(left), root, prefix.orElse("")));
    if (type.endsWith("FastAPI")) {
      String to = tree.text(left);
      add(new Name("", to), "/docs", List.of("GET", "HEAD"), true, node);
      add(new Name("", to), "/redoc", List.of("GET", "HEAD"), true, node);
      add(new Name("", to), "/openapi.json", List.of("GET", "HEAD"), true, node);
    }
    if (type.endsWith(".Flask")) {
      add(new Name("", tree.text(left)), "/static", List.of("GET", "HEAD"), true, node);
    }
  }

  private void add(Name router, String path, List<String> methods, boolean open, int node) {
    routes.add(new Route(router, path, false, methods, open, tree.line(node), tree.column(node)));
  }

  private void member(int node, int function, Code.Call given) {
    String member = tree.text(tree.child(function, "attribute"));
    int object = tree.child(function, "object");
    boolean decorator = tree.is(tree.parent(node), "decorator");
    Name router = router(object);
    switch (member) {
      case "include_router", "register_blueprint" -> include(node, router, given);
      case "mount" -> {
        if (!given.positional().isEmpty()) {
          open(node, router, given);
        }
      }
      case "add_middleware" -> doubts.add("middleware may answer first");
      case "add_api_route", "add_route", "add_url_rule" -> {
        List<String> methods = methods(given, "GET");
        boolean view = given.keywords().containsKey("view_func") && methods(given, "").isEmpty();
        path(node, router, given, view ? List.of() : methods);
      }
      case "add_api_websocket_route", "add_websocket_route" ->
          path(node, router, given, List.of("WEBSOCKET"));
      case "add_url_rules", "add_resource", "add_routes" ->
          doubts.add("routes are added by " + member);
      default -> {
        if (!decorator) {
          return;
        }
        if (METHODS.contains(member) && looksLikePath(given)) {
          path(node, router, given, List.of(member.toUpperCase(Locale.ROOT)));
        } else if (member.equals("websocket") || member.equals("websocket_route")) {
          path(node, router, given, List.of("WEBSOCKET"));
        } else if (member.equals("api_route") || member.equals("route")) {
          path(node, router, given, methods(given, "GET"));
        } else if (member.equals("middleware")) {
          doubts.add("middleware may answer first");
        }
      }
    }
  }

  private Name router(int object) {
    Name name = code.name(object);
    if (name.isNone()) {
      // An application that a function makes or is given: by its name alone.
      String local = code.dotted(object);
      return local.isEmpty() ? Name.NONE : new Name("", local);
    }
    return name;
  }

  private boolean looksLikePath(Code.Call given) {
    Optional<Integer> first = given.argument(0, "path");
    return first.flatMap(code::string).map(it -> it.isEmpty() || it.startsWith("/")).orElse(true);
  }

  private void path(int node, Name router, Code.Call given, List<String> methods) {
    Optional<Integer> first = given.argument(0, "path").or(() -> given.keyword("rule"));
    Optional<String> path = first.flatMap(code::string);
    if (path.isEmpty() || router.isNone()) {
      doubts.add("the path of a route is computed");
      return;
    }
    add(router, path.get(), methods, false, node);
  }

  private void open(int node, Name router, Code.Call given) {
    Optional<String> path = code.string(given.positional().getFirst());
    if (path.isEmpty() || router.isNone()) {
      doubts.add("an application is mounted at a computed path");
    } else {
      add(router, path.get(), List.of(), true, node);
    }
  }

  private List<String> methods(Code.Call given, String otherwise) {
    Optional<Integer> said = given.keyword("methods");
    if (said.isEmpty()) {
      return otherwise.isEmpty() ? List.of() : List.of(otherwise);
    }
    var methods = new ArrayList<String>();
    for (int it : tree.children(said.get())) {
      Optional<String> text = code.string(it);
      if (text.isPresent()) {
        methods.add(text.get().toUpperCase(Locale.ROOT));
      } else if (!tree.is(it, "comment")) {
        return List.of();
      }
    }
    return methods;
  }

  private void include(int node, Name into, Code.Call given) {
    Optional<Integer> what = given.argument(0, "router").or(() -> given.keyword("blueprint"));
    Name router = what.map(code::name).orElse(Name.NONE);
    Optional<Integer> said = given.keyword("prefix").or(() -> given.keyword("url_prefix"));
    Optional<String> prefix = said.map(code::string).orElse(Optional.of(""));
    if (router.isNone() || into.isNone() || prefix.isEmpty()) {
      doubts.add("a router is included in a way that cannot be followed");
      return;
    }
    String mark = said.isPresent() && given.keywords().containsKey("url_prefix") ? "=" : "";
    includes.add(new Include(into, router, mark + prefix.get(), tree.line(node)));
  }

  private void django(int node, String kind, Code.Call given) {
    if (given.positional().size() < 2) {
      doubts.add("a pattern is computed");
      return;
    }
    Optional<String> path = code.string(given.positional().getFirst());
    int target = given.positional().get(1);
    if (path.isEmpty()) {
      doubts.add("a pattern is computed");
      return;
    }
    boolean regex = !kind.equals("path");
    boolean include =
        tree.is(target, "call")
            && last(code.qualified(tree.child(target, "function"))).equals("include");
    var into = new Name("", PATTERNS);
    if (include && !regex) {
      Code.Call included = code.call(target);
      Optional<String> module =
          included.positional().isEmpty()
              ? Optional.empty()
              : code.string(included.positional().getFirst());
      if (module.isPresent()) {
        includes.add(
            new Include(into, new Name(module.get(), PATTERNS), "/" + path.get(), tree.line(node)));
        return;
      }
    }
    boolean open = include || code.dotted(target).endsWith("urls");
    routes.add(
        new Route(into, path.get(), regex, List.of(), open, tree.line(node), tree.column(node)));
  }
}
