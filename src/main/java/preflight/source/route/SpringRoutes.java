package preflight.source.route;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import preflight.source.RouteAnswer.Place;
import preflight.source.syntax.SyntaxTree;

/** Routes that annotations of Spring declare. */
public final class SpringRoutes {

  private static final Map<String, String> METHODS =
      Map.of(
          "GetMapping", "GET",
          "PostMapping", "POST",
          "PutMapping", "PUT",
          "PatchMapping", "PATCH",
          "DeleteMapping", "DELETE",
          "RequestMapping", Routes.ANY);

  private SpringRoutes() {}

  /** A route of one file. */
  public record Route(String method, String path, int line) {}

  /**
   * Joins the routes of files.
   *
   * @param moved whether the configuration sets a path for all ({@code
   *     server.servlet.context-path})
   */
  public static Routes of(Map<String, List<Route>> files, boolean moved) {
    var routes = new Routes();
    files.forEach((file, them) ->
        them.forEach(it -> routes.add(it.method(), new Place(file, it.line()), it.path())));
    for (String it : List.of("actuator", "v3/api-docs", "swagger-ui", "webjars", "error")) {
      routes.open(it, "libraries of Spring may answer below /" + it);
    }
    if (moved) {
      routes.open("", "the configuration of Spring sets a path for all routes");
    }
    return routes;
  }

  /** The routes that a file declares. */
  public static List<Route> read(SyntaxTree tree) {
    var routes = new ArrayList<Route>();
    for (int node = 0; node < tree.size(); node++) {
      if (!tree.is(node, "class_declaration") || !isController(tree, node)) {
        continue;
      }
      List<String> bases = List.of("");
      for (int it : annotations(tree, node)) {
        if (tree.text(tree.child(it, "name")).equals("RequestMapping")) {
          bases = paths(tree, it);
        }
      }
      for (int member : tree.children(tree.child(node, "body"))) {
        if (tree.is(member, "method_declaration")) {
          for (int it : annotations(tree, member)) {
            String name = tree.text(tree.child(it, "name"));
            if (METHODS.containsKey(name)) {
              declared(tree, it, name, bases, routes);
            }
          }
        }
      }
    }
    return List.copyOf(routes);
  }

  private static void declared(
      SyntaxTree tree, int annotation, String name, List<String> bases, List<Route> routes) {
    for (String base : bases) {
      for (String path : paths(tree, annotation)) {
        for (String method : methods(tree, annotation, METHODS.getOrDefault(name, Routes.ANY))) {
          routes.add(new Route(method, base + "/" + path, tree.line(annotation)));
        }
      }
    }
  }

  private static boolean isController(SyntaxTree tree, int type) {
    return annotations(tree, type).stream()
        .map(it -> tree.text(tree.child(it, "name")))
        .anyMatch(it -> it.equals("RestController") || it.equals("Controller"));
  }

  private static List<Integer> annotations(SyntaxTree tree, int node) {
    int modifiers = tree.childOfKind(node, "modifiers");
    return modifiers == NONE
        ? List.of()
        : tree.children(modifiers).stream()
            .filter(it -> tree.is(it, "annotation") || tree.is(it, "marker_annotation"))
            .toList();
  }

  /** {@link RoutePattern#UNKNOWN} stands for a path that is computed. */
  private static List<String> paths(SyntaxTree tree, int annotation) {
    int arguments = tree.child(annotation, "arguments");
    if (arguments == NONE) {
      return List.of("");
    }
    var paths = new ArrayList<String>();
    for (int it : tree.children(arguments)) {
      boolean pair = tree.is(it, "element_value_pair");
      String key = pair ? tree.text(tree.child(it, "key")) : "value";
      int value = pair ? tree.child(it, "value") : it;
      if (key.equals("value") || key.equals("path")) {
        int before = paths.size();
        for (int part = value; part < tree.after(value); part++) {
          if (tree.is(part, "string_literal")) {
            String text = tree.text(part).replace("\"", "");
            paths.add(
                text.contains("${") || tree.is(tree.parent(part), "binary_expression")
                    ? RoutePattern.UNKNOWN
                    : text);
          }
        }
        if (paths.size() == before && !tree.is(it, "comment")) {
          paths.add(RoutePattern.UNKNOWN);
        }
      }
    }
    return paths.isEmpty() ? List.of("") : paths;
  }

  private static List<String> methods(SyntaxTree tree, int annotation, String method) {
    int arguments = tree.child(annotation, "arguments");
    if (!method.equals(Routes.ANY) || arguments == NONE) {
      return List.of(method);
    }
    var methods = new ArrayList<String>();
    for (int it : tree.children(arguments)) {
      if (tree.is(it, "element_value_pair") && tree.text(tree.child(it, "key")).equals("method")) {
        for (String part : tree.text(tree.child(it, "value")).split("\\W+", -1)) {
          if (part.matches("GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS")) {
            methods.add(part);
          }
        }
      }
    }
    return methods.isEmpty() ? List.of(method) : methods;
  }
}
