package preflight.source.route;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.source.RouteAnswer.Place;
import preflight.source.syntax.SyntaxTree;

/**
 * Routes of net/http, chi, gin, echo, fiber and gorilla. A router that a function is given may
 * stand at any path, so what it gets is open.
 */
public final class GoRoutes {

  private static final Pattern NEW =
      Pattern.compile(
          "(chi\\.New(Router|Mux)|gin\\.(Default|New)|echo\\.New|fiber\\.New|mux\\.NewRouter|http\\.NewServeMux)\\(.*",
          Pattern.DOTALL);

  private static final Pattern GROUP =
      Pattern.compile("(\\w+)\\.(Group|PathPrefix)\\(\\s*\"([^\"]*)\"\\s*\\)(\\.Subrouter\\(\\))?");

  private static final Set<String> METHODS =
      Set.of("get", "post", "put", "patch", "delete", "head", "options", "any", "all");

  private static final Pattern FUNCTION =
      Pattern.compile("function_declaration|method_declaration");

  private final SyntaxTree tree;
  private final List<Route> routes = new ArrayList<>();

  private GoRoutes(SyntaxTree tree) {
    this.tree = tree;
  }

  /**
   * A route of one file.
   *
   * @param method {@code *} for all; empty where anything below the path may be answered
   * @param known whether the path is whole
   */
  public record Route(String method, String path, boolean known, int line) {}

  /** The routes that a file registers. */
  public static List<Route> read(SyntaxTree tree) {
    return new GoRoutes(tree).read();
  }

  /** Joins the routes of files. */
  public static Routes of(Map<String, List<Route>> files) {
    var routes = new Routes();
    files.forEach((file, them) -> {
      for (Route it : them) {
        var place = new Place(file, it.line());
        if (!it.known() || it.method().isEmpty()) {
          routes.open(it.known() ? it.path() : "", "what %s registers may answer".formatted(place));
        } else {
          routes.add(it.method(), place, it.path());
        }
      }
    });
    return routes;
  }

  private List<Route> read() {
    for (int node = 0; node < tree.size(); node++) {
      int function = tree.is(node, "call_expression") ? tree.child(node, "function") : NONE;
      if (tree.is(function, "selector_expression")) {
        register(node, function);
      }
    }
    return List.copyOf(routes);
  }

  private void register(int call, int function) {
    String method = tree.text(tree.child(function, "field"));
    int operand = tree.child(function, "operand");
    Optional<String> path = string(call);
    int count = tree.children(tree.child(call, "arguments")).size();
    boolean handle = method.equals("HandleFunc") || method.equals("Handle");
    boolean registers =
        handle
            || (path.filter(it -> it.startsWith("/")).isPresent()
                && METHODS.contains(method.toLowerCase(Locale.ROOT)));
    if (count == 2 && registers && (path.isEmpty() || !tree.is(operand, "identifier"))) {
      // Its path, or where its router stands, is not known.
      routes.add(new Route("", "/", false, tree.line(call)));
    }
    if (path.isEmpty() || count < 2 || !tree.is(operand, "identifier")) {
      return;
    }
    boolean below = method.equals("Mount") || method.startsWith("Static");
    String lower = method.toLowerCase(Locale.ROOT);
    if (!handle && !below && !METHODS.contains(lower)) {
      return;
    }
    Optional<String> prefix = prefix(call, tree.text(operand), 0);
    if (handle) {
      handled(call, path.get(), prefix);
    } else {
      if (!path.get().startsWith("/") && !path.get().isEmpty()) {
        return; // a call of a client, or of a map
      }
      String verb = below ? "" : lower.equals("any") || lower.equals("all") ? Routes.ANY : lower;
      add(verb, path.get(), prefix, call);
    }
  }

  /** {@code HandleFunc("GET /x/", …).Methods("GET")}. */
  private void handled(int call, String pattern, Optional<String> prefix) {
    Matcher matcher = Pattern.compile("(?:([A-Z]+) +)?([^/ ]*)(/.*)").matcher(pattern);
    if (!matcher.matches()) {
      return;
    }
    int outer = tree.parent(tree.parent(call));
    var methods = new ArrayList<String>();
    if (tree.is(tree.parent(call), "selector_expression")
        && tree.text(tree.child(tree.parent(call), "field")).equals("Methods")) {
      for (String it : tree.text(tree.child(outer, "arguments")).split("\\W+", -1)) {
        if (it.matches("(Method)?[A-Za-z]+") && !it.equals("http")) {
          methods.add(it.replace("Method", ""));
        }
      }
    } else {
      methods.add(matcher.group(1) == null ? Routes.ANY : matcher.group(1));
    }
    boolean tree = matcher.group(3).endsWith("/") && !matcher.group(3).endsWith("{$}/");
    for (String it : methods) {
      add(tree ? "" : it, matcher.group(3), prefix, call);
      if (tree && matcher.group(3).length() > 1) {
        add(it, matcher.group(3), prefix, call);
      }
    }
  }

  private void add(String method, String path, Optional<String> prefix, int call) {
    routes.add(
        new Route(method, prefix.orElse("") + "/" + path, prefix.isPresent(), tree.line(call)));
  }

  private Optional<String> string(int call) {
    int arguments = tree.child(call, "arguments");
    int first = arguments == NONE ? NONE : tree.firstChild(arguments);
    return tree.is(first, "interpreted_string_literal")
        ? Optional.of(tree.text(first).replace("\"", ""))
        : Optional.empty();
  }

  /** The path that a router variable stands at; empty where it is not known. */
  private Optional<String> prefix(int node, String router, int depth) {
    if (router.equals("http")) {
      return Optional.of("");
    }
    if (depth > 8) {
      return Optional.empty();
    }
    for (int at = tree.parent(node); at != NONE; at = tree.parent(at)) {
      if (tree.is(at, "func_literal")
          && tree.text(tree.child(at, "parameters"))
              .matches("(?s)\\(\\s*" + Pattern.quote(router) + "\\b.*")) {
        int call = tree.parent(tree.parent(at));
        return closure(call, depth);
      }
      if (FUNCTION.matcher(tree.kind(at)).matches()) {
        return declared(at, router, depth);
      }
    }
    return Optional.empty();
  }

  /** {@code r.Route("/x", func(r chi.Router) { … })}, {@code r.Group(func(r chi.Router) { … })}. */
  private Optional<String> closure(int call, int depth) {
    int function = tree.child(call, "function");
    if (!tree.is(function, "selector_expression")) {
      return Optional.empty();
    }
    String method = tree.text(tree.child(function, "field"));
    String operand = tree.text(tree.child(function, "operand"));
    if (!method.equals("Route") && !method.equals("Group")) {
      return Optional.empty();
    }
    return prefix(call, operand, depth + 1)
        .flatMap(it ->
            method.equals("Group") ? Optional.of(it) : string(call).map(path -> it + "/" + path));
  }

  private Optional<String> declared(int function, String router, int depth) {
    for (int it = function; it < tree.after(function); it++) {
      if (!tree.is(it, "short_var_declaration")
          || !tree.text(tree.child(it, "left")).equals(router)) {
        continue;
      }
      String value = tree.text(tree.child(it, "right"));
      if (NEW.matcher(value).matches()) {
        return Optional.of("");
      }
      Matcher group = GROUP.matcher(value);
      return group.matches() && !group.group(1).equals(router)
          ? prefix(it, group.group(1), depth + 1).map(at -> at + "/" + group.group(3))
          : Optional.empty();
    }
    return Optional.empty();
  }
}
