package preflight.source.route;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import preflight.source.script.facts.Literal;
import preflight.source.syntax.SyntaxTree;

/** Reads routes of Express, Fastify, Koa, Hono and NestJS out of a syntax tree. */
public final class ScriptRouteReader {

  /** The router of NestJS, to which its controllers belong. */
  static final String NEST = "@nest";

  private static final Set<String> METHODS =
      Set.of("get", "post", "put", "patch", "delete", "head", "options");

  private static final Pattern ROOT =
      Pattern.compile(
          "(express|fastify|Fastify|require\\('(express|fastify)'\\))\\(.*|new(Hono|Koa|OpenAPIHono|Elysia)\\b.*",
          Pattern.DOTALL);

  private static final Pattern ROUTER =
      Pattern.compile(
          "((express|Express|require\\('express'\\))\\.)?Router\\(.*|new(Router|KoaRouter|(express|Express)\\.Router)\\b.*|PromiseRouter\\(.*",
          Pattern.DOTALL);

  /** Middleware that hands every request on. */
  private static final Pattern HANDS_ON =
      Pattern.compile(
          "(express|bodyParser)\\.(json|urlencoded|text|raw)|cors|helmet|morgan|cookieParser|compression"
              + "|session|passport\\.(initialize|session)|logger|methodOverride|pinoHttp|hpp|responseTime"
              + "|requestId|bodyParser|koaBody|rateLimit|secureHeaders|prettyJSON|timing|etag");

  /** What serves a router, and adds nothing to it. */
  private static final Pattern LISTENS =
      Pattern.compile(
          "((node)?[hH]ttps?2?\\.)?create(Secure)?Server|serve|serverless\\w*|createServerAdapter|supertest|request"
              + "|handle|console\\.\\w+|expressWs|toNodeListener|getRequestListener");

  private static final Pattern GIVEN = Pattern.compile("app|router|server|fastify|api|instance");

  private static final Map<String, String> NEST_METHODS =
      Map.of(
          "Get",
          "GET",
          "Post",
          "POST",
          "Put",
          "PUT",
          "Patch",
          "PATCH",
          "Delete",
          "DELETE",
          "Head",
          "HEAD",
          "Options",
          "OPTIONS",
          "All",
          Routes.ANY,
          "Sse",
          "GET");

  private final SyntaxTree tree;
  private final Map<String, ScriptRouteFacts.Router> routers = new HashMap<>();
  private final List<ScriptRouteFacts.Route> routes = new ArrayList<>();
  private final List<ScriptRouteFacts.Mount> mounts = new ArrayList<>();
  private final List<ScriptRouteFacts.Open> open = new ArrayList<>();
  private final List<ScriptRouteFacts.Imported> imports = new ArrayList<>();
  private final List<ScriptRouteFacts.Exported> exports = new ArrayList<>();

  private ScriptRouteReader(SyntaxTree tree) {
    this.tree = tree;
  }

  /** What the file says of routes. */
  public static ScriptRouteFacts read(SyntaxTree tree) {
    return new ScriptRouteReader(tree).read();
  }

  private ScriptRouteFacts read() {
    for (int node = 0; node < tree.size(); node++) {
      switch (tree.kind(node)) {
        case "variable_declarator" -> declared(node);
        case "import_statement" -> imported(node);
        case "export_statement" -> exported(node);
        case "assignment_expression" -> assigned(node);
        default -> {}
      }
    }
    for (int node = 0; node < tree.size(); node++) {
      switch (tree.kind(node)) {
        case "call_expression" -> call(node);
        case "class_declaration" -> controller(node);
        default -> {}
      }
    }
    return new ScriptRouteFacts(
        List.copyOf(routers.values()),
        List.copyOf(routes),
        List.copyOf(mounts),
        List.copyOf(open),
        List.copyOf(imports),
        List.copyOf(exports));
  }

  private void declared(int node) {
    int name = tree.child(node, "name");
    int value = tree.child(node, "value");
    if (value == NONE || !tree.is(name, "identifier")) {
      return;
    }
    if (tree.is(value, "await_expression") && tree.firstChild(value) != NONE) {
      value = tree.after(value) - 1 == value ? value : tree.firstChild(value);
    }
    if (required(value).isPresent()) {
      imports.add(new ScriptRouteFacts.Imported(tree.text(name), required(value).get(), "default"));
      return;
    }
    String text = head(value);
    boolean root = ROOT.matcher(text).matches();
    if (root || ROUTER.matcher(text).matches()) {
      String prefix = prefix(value);
      routers.put(tree.text(name), new ScriptRouteFacts.Router(tree.text(name), prefix, root));
    }
  }

  /** The start of an expression, without space and types. */
  private String head(int node) {
    String text = tree.text(node);
    return text.substring(0, Math.min(80, text.length()))
        .replaceAll("\\s", "")
        .replaceFirst("<[^(]*>\\(", "(")
        .replace('"', '\'');
  }

  private Optional<String> required(int node) {
    boolean require =
        tree.is(node, "call_expression")
            && tree.text(tree.child(node, "function")).equals("require");
    return require ? Literal.string(tree, Literal.argument(tree, node, 0)) : Optional.empty();
  }

  /** {@code new Router({ prefix: "/x" })}, {@code new Hono().basePath("/x")}. */
  private String prefix(int value) {
    for (int it = value; it < tree.after(value); it++) {
      if (tree.is(it, "pair") && tree.text(tree.child(it, "key")).equals("prefix")) {
        return Literal.string(tree, tree.child(it, "value")).orElse(RoutePattern.UNKNOWN);
      }
      if (tree.is(it, "call_expression")
          && tree.text(tree.child(it, "function")).endsWith(".basePath")) {
        return Literal.string(tree, Literal.argument(tree, it, 0)).orElse(RoutePattern.UNKNOWN);
      }
    }
    return "";
  }

  private void imported(int node) {
    Optional<String> source = Literal.string(tree, tree.child(node, "source"));
    int clause = tree.childOfKind(node, "import_clause");
    if (source.isEmpty() || clause == NONE) {
      return;
    }
    for (int it = clause; it < tree.after(clause); it++) {
      if (tree.is(it, "import_specifier")) {
        int name = tree.child(it, "name");
        int alias = tree.child(it, "alias");
        imports.add(
            new ScriptRouteFacts.Imported(
                tree.text(alias == NONE ? name : alias), source.get(), tree.text(name)));
      } else if (tree.is(it, "identifier") && tree.parent(it) == clause) {
        imports.add(new ScriptRouteFacts.Imported(tree.text(it), source.get(), "default"));
      }
    }
  }

  private void exported(int node) {
    int value = tree.child(node, "value");
    if (tree.is(value, "identifier")) {
      exports.add(new ScriptRouteFacts.Exported("default", tree.text(value)));
    }
    for (int it = node; it < tree.after(node); it++) {
      if (tree.is(it, "export_specifier") && tree.child(node, "source") == NONE) {
        int name = tree.child(it, "name");
        int alias = tree.child(it, "alias");
        exports.add(
            new ScriptRouteFacts.Exported(
                tree.text(alias == NONE ? name : alias), tree.text(name)));
      } else if (tree.is(it, "variable_declarator")
          && tree.is(tree.child(it, "name"), "identifier")) {
        String name = tree.text(tree.child(it, "name"));
        exports.add(new ScriptRouteFacts.Exported(name, name));
      }
    }
  }

  private void assigned(int node) {
    int right = tree.child(node, "right");
    if (tree.text(tree.child(node, "left")).equals("module.exports")
        && tree.is(right, "identifier")) {
      exports.add(new ScriptRouteFacts.Exported("default", tree.text(right)));
    }
  }

  /** A function that is given a router may add to it. */
  private void handOver(int call, int function) {
    String called = tree.text(function).replaceAll("\\s", "");
    boolean own =
        tree.is(function, "member_expression")
            && router(tree.child(function, "object")).filter(routers::containsKey).isPresent();
    if (own || LISTENS.matcher(called).matches()) {
      return;
    }
    int arguments = tree.child(call, "arguments");
    for (int it : tree.children(arguments)) {
      for (int part : tree.is(it, "object") ? tree.children(it) : List.of(it)) {
        boolean name =
            tree.is(part, "identifier") || tree.is(part, "shorthand_property_identifier");
        if (name && routers.containsKey(tree.text(part))) {
          open.add(new ScriptRouteFacts.Open(tree.text(part), "", tree.line(call)));
        }
      }
    }
  }

  private void call(int node) {
    int function = tree.child(node, "function");
    handOver(node, function);
    if (!tree.is(function, "member_expression")) {
      return;
    }
    String method = tree.text(tree.child(function, "property"));
    int object = tree.child(function, "object");
    Optional<String> router = router(object);
    if (method.equals("setGlobalPrefix")) {
      Optional<String> prefix = Literal.string(tree, Literal.argument(tree, node, 0));
      boolean simple = Literal.argument(tree, node, 1) == NONE;
      routers.put(
          NEST,
          new ScriptRouteFacts.Router(
              NEST, simple ? prefix.orElse(RoutePattern.UNKNOWN) : RoutePattern.UNKNOWN, true));
    } else if (method.equals("enableVersioning")) {
      open.add(new ScriptRouteFacts.Open(NEST, "", tree.line(node)));
    }
    if (router.isEmpty()) {
      return;
    }
    if (METHODS.contains(method) || method.equals("all")) {
      route(node, router.get(), method.equals("all") ? Routes.ANY : method, object);
    } else if (method.equals("route") && tree.is(Literal.argument(tree, node, 0), "object")) {
      fastifyRoute(node, router.get());
    } else if (Set.of("use", "register", "route", "mount").contains(method)) {
      mount(node, router.get());
    }
  }

  /** The router that an expression is; through {@code router.get(…).post(…)} chains. */
  private Optional<String> router(int object) {
    int at = object;
    while (tree.is(at, "call_expression")
        && tree.is(tree.child(at, "function"), "member_expression")) {
      at = tree.child(tree.child(at, "function"), "object");
    }
    if (!tree.is(at, "identifier")) {
      return Optional.empty();
    }
    String name = tree.text(at);
    if (routers.containsKey(name)) {
      return Optional.of(name);
    }
    return GIVEN.matcher(name).matches()
            && imports.stream()
                .noneMatch(it -> it.name().equals(name) && !it.specifier().startsWith("."))
        ? Optional.of("?" + name)
        : Optional.empty();
  }

  private void route(int call, String router, String method, int object) {
    Optional<String> path = Literal.string(tree, Literal.argument(tree, call, 0));
    int handler = Literal.argument(tree, call, 1);
    for (int at = object; tree.is(at, "call_expression"); ) {
      int function = tree.child(at, "function");
      if (tree.text(function).endsWith(".route")) {
        path = Literal.string(tree, Literal.argument(tree, at, 0));
        handler = Literal.argument(tree, call, 0);
      }
      at = tree.is(function, "member_expression") ? tree.child(function, "object") : NONE;
    }
    if (path.isPresent() && handler != NONE) {
      routes.add(new ScriptRouteFacts.Route(router, method, path.get(), tree.line(call)));
    } else if (handler != NONE) {
      open.add(new ScriptRouteFacts.Open(router, "", tree.line(call)));
    }
  }

  private void fastifyRoute(int call, String router) {
    String path = RoutePattern.UNKNOWN;
    var methods = new ArrayList<String>();
    for (int it : tree.children(Literal.argument(tree, call, 0))) {
      String key = tree.is(it, "pair") ? tree.text(tree.child(it, "key")) : "";
      int value = tree.child(it, "value");
      if (key.equals("url") || key.equals("path")) {
        path = Literal.string(tree, value).orElse(RoutePattern.UNKNOWN);
      } else if (key.equals("method")) {
        for (int part = value; part < tree.after(value); part++) {
          Literal.string(tree, part).ifPresent(methods::add);
        }
      }
    }
    if (path.equals(RoutePattern.UNKNOWN) || methods.isEmpty()) {
      open.add(new ScriptRouteFacts.Open(router, "", tree.line(call)));
      return;
    }
    for (String it : methods) {
      routes.add(new ScriptRouteFacts.Route(router, it, path, tree.line(call)));
    }
  }

  private void mount(int call, String router) {
    int first = Literal.argument(tree, call, 0);
    Optional<String> path = Literal.string(tree, first);
    int at = path.isPresent() ? 1 : 0;
    for (int it = Literal.argument(tree, call, at);
        it != NONE;
        it = Literal.argument(tree, call, ++at)) {
      if (tree.is(it, "object")) {
        continue; // options
      }
      String prefix = path.orElseGet(() -> prefix(tree.child(call, "arguments")));
      target(it)
          .ifPresentOrElse(
              found ->
                  mounts.add(new ScriptRouteFacts.Mount(router, prefix, found, tree.line(call))),
              () -> open.add(new ScriptRouteFacts.Open(router, prefix, tree.line(call))));
    }
  }

  /** What is mounted; nothing where it may be anything, and "" where it hands all on. */
  private Optional<String> target(int node) {
    if (tree.is(node, "identifier")) {
      return Optional.of(tree.text(node));
    }
    if (tree.is(node, "call_expression")) {
      Optional<String> specifier = required(node);
      if (specifier.isPresent()) {
        String name = "require " + specifier.get();
        imports.add(new ScriptRouteFacts.Imported(name, specifier.get(), "default"));
        return Optional.of(name);
      }
      String function = tree.text(tree.child(node, "function")).replaceAll("\\s", "");
      if (function.matches("\\w+\\.(routes|middleware)")) {
        return Optional.of(function.substring(0, function.indexOf('.')));
      }
      if (function.endsWith(".allowedMethods") || HANDS_ON.matcher(function).matches()) {
        return Optional.of("");
      }
    }
    return Optional.empty();
  }

  private void controller(int node) {
    Optional<String> base = Optional.empty();
    int holder = tree.is(tree.parent(node), "export_statement") ? tree.parent(node) : node;
    for (int it : tree.children(holder)) {
      base = base.or(() -> decorated(it, "Controller"));
    }
    if (holder != node) {
      for (int it : tree.children(node)) {
        base = base.or(() -> decorated(it, "Controller"));
      }
    }
    if (base.isEmpty()) {
      return;
    }
    for (int it : tree.children(tree.child(node, "body"))) {
      for (var method : NEST_METHODS.entrySet()) {
        Optional<String> path = decorated(it, method.getKey());
        if (path.isPresent()) {
          String whole = base.get() + "/" + path.get();
          routes.add(new ScriptRouteFacts.Route(NEST, method.getValue(), whole, tree.line(it)));
        }
      }
    }
  }

  /**
   * The path of a decorator of that name; {@link RoutePattern#UNKNOWN} where it is not written
   * there.
   */
  private Optional<String> decorated(int node, String name) {
    int call = tree.is(node, "decorator") ? tree.childOfKind(node, "call_expression") : NONE;
    if (call == NONE || !tree.text(tree.child(call, "function")).equals(name)) {
      return Optional.empty();
    }
    int argument = Literal.argument(tree, call, 0);
    return Optional.of(
        argument == NONE ? "" : Literal.string(tree, argument).orElse(RoutePattern.UNKNOWN));
  }
}
