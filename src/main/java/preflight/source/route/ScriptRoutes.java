package preflight.source.route;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import preflight.source.RouteAnswer.Place;
import preflight.source.route.ScriptRouteFacts.Imported;
import preflight.source.route.ScriptRouteFacts.Mount;
import preflight.source.route.ScriptRouteFacts.Router;
import preflight.source.script.facts.ScriptExport;
import preflight.source.script.facts.ScriptFile;
import preflight.source.script.module.Resolution;
import preflight.source.script.module.ScriptResolver;

/** Joins the routers of files by the mounts and imports between them. */
public final class ScriptRoutes {

  private static final int DEEPEST = 12;

  private final ScriptResolver resolver;
  private final Map<String, ScriptRouteFacts> files;
  private final Routes routes = new Routes();
  private final Set<String> joined = new HashSet<>();

  private ScriptRoutes(ScriptResolver resolver, Map<String, ScriptRouteFacts> files) {
    this.resolver = resolver;
    this.files = files;
  }

  /** The routes of the files of one service. */
  public static Routes of(ScriptResolver resolver, Map<String, ScriptRouteFacts> files) {
    return new ScriptRoutes(resolver, files).join();
  }

  private Routes join() {
    String nest = "";
    for (ScriptRouteFacts facts : files.values()) {
      for (Router it : facts.routers()) {
        nest = it.name().equals(ScriptRouteReader.NEST) ? it.prefix() : nest;
      }
    }
    long applications =
        files.values().stream().flatMap(it -> it.routers().stream()).filter(Router::root).count();
    for (var file : files.entrySet()) {
      for (Router it : file.getValue().routers()) {
        if (it.root() && (applications == 1 || !isExported(file.getValue(), it.name()))) {
          add(file.getKey(), it.name(), "", 0);
        }
      }
      for (ScriptRouteFacts.Route it : file.getValue().routes()) {
        if (it.router().equals(ScriptRouteReader.NEST)) {
          routes.add(it.method(), new Place(file.getKey(), it.line()), nest, it.path());
        }
      }
    }
    files.forEach(this::leftOver);
    return routes;
  }

  /** The routes of a router at a path. */
  private void add(String file, String router, String at, int depth) {
    @Nullable ScriptRouteFacts facts = files.get(file);
    joined.add(file + "#" + router);
    if (facts == null || depth > DEEPEST) {
      return;
    }
    String prefix =
        at
            + "/"
            + facts.routers().stream()
                .filter(it -> it.name().equals(router))
                .map(Router::prefix)
                .findFirst()
                .orElse("");
    for (ScriptRouteFacts.Route it : facts.routes()) {
      if (it.router().equals(router)) {
        routes.add(it.method(), new Place(file, it.line()), prefix, it.path());
      }
    }
    for (ScriptRouteFacts.Open it : facts.open()) {
      if (it.router().equals(router)) {
        open(prefix + "/" + it.path(), file, it.line());
      }
    }
    for (Mount it : facts.mounts()) {
      if (it.router().equals(router) && !it.target().isEmpty()) {
        mount(file, facts, it, prefix, depth);
      }
    }
  }

  private void mount(String file, ScriptRouteFacts facts, Mount mount, String prefix, int depth) {
    String path = prefix + "/" + mount.path();
    String target = mount.target();
    if (isRouter(facts, target)) {
      add(file, target, path, depth + 1);
      return;
    }
    Optional<Imported> imported =
        facts.imports().stream().filter(it -> it.name().equals(target)).findFirst();
    if (imported.isPresent()
        && resolver.resolve(file, imported.get().specifier())
            instanceof Resolution.Found(String found)
        && files.containsKey(found)) {
      ScriptRouteFacts theirs = Objects.requireNonNull(files.get(found));
      Optional<String> name =
          theirs.exports().stream()
              .filter(it -> it.export().equals(imported.get().export()))
              .map(ScriptRouteFacts.Exported::name)
              .filter(it -> isRouter(theirs, it))
              .findFirst();
      if (name.isPresent()) {
        add(found, name.get(), path, depth + 1);
        return;
      }
    }
    open(path, file, mount.line());
  }

  /** Whether another file may use the application at a path of its own. */
  private static boolean isExported(ScriptRouteFacts facts, String name) {
    return facts.exports().stream().anyMatch(it -> it.name().equals(name));
  }

  private static boolean isRouter(ScriptRouteFacts facts, String name) {
    return facts.routers().stream().anyMatch(it -> it.name().equals(name));
  }

  private void open(String prefix, String file, int line) {
    routes.open(
        prefix.replaceFirst("[*:({].*", ""),
        "what %s:%d registers may answer".formatted(file, line));
  }

  /** Routes whose router nobody was seen to mount may stand anywhere. */
  private void leftOver(String file, ScriptRouteFacts facts) {
    facts.routes().stream()
        .filter(it -> !it.router().equals(ScriptRouteReader.NEST))
        .filter(it -> !joined.contains(file + "#" + it.router()))
        .findFirst()
        .ifPresent(it -> open("", file, it.line()));
    facts.open().stream()
        .filter(it -> !joined.contains(file + "#" + it.router()))
        .findFirst()
        .ifPresent(it -> open("", file, it.line()));
    facts.mounts().stream()
        .filter(it -> it.router().startsWith("?"))
        .findFirst()
        .ifPresent(it -> open("", file, it.line()));
  }

  /**
   * The routes of an application of Next.js, by the names of its files.
   *
   * @param folder that its {@code package.json} stands in
   * @param pages files that it serves as they are, below its folder of them
   * @param rewritten whether its configuration moves paths by rewriting or a base path
   */
  public static Routes next(
      String folder, Map<String, ScriptFile> files, List<String> pages, boolean rewritten) {
    var routes = new Routes();
    pages.forEach(it -> routes.add("GET", new Place("public/" + it, 1), it));
    if (rewritten) {
      routes.open("", "the configuration of Next.js moves paths");
    }
    String prefix = folder.isEmpty() ? "" : folder + "/";
    for (var file : files.entrySet()) {
      if (!file.getKey().startsWith(prefix)) {
        continue;
      }
      String path = file.getKey().substring(prefix.length()).replaceFirst("^src/", "");
      String name = path.replaceFirst("\\.(jsx?|tsx?|mjs)$", "");
      var place = new Place(file.getKey(), 1);
      if (path.startsWith("app/") && name.matches("(.*/)?route")) {
        String url = url(name.substring(4, name.length() - "route".length()));
        file.getValue().exports().stream()
            .map(ScriptExport::name)
            .filter(it -> it.matches("[A-Z]+"))
            .forEach(it -> routes.add(it, place, url));
        if (file.getValue().open()
            || file.getValue().exports().stream().anyMatch(it -> it.name().equals("*"))) {
          routes.open(url, place + " exports more than can be read");
        }
      } else if (path.startsWith("app/") && name.matches("(.*/)?page")) {
        routes.add("GET", place, url(name.substring(4, name.length() - "page".length())));
      } else if (path.startsWith("pages/") && !name.matches("pages/_.*")) {
        String page = name.substring(6).replaceFirst("(^|/)index$", "");
        routes.add(page.startsWith("api/") || page.equals("api") ? Routes.ANY : "GET", place, page);
      } else if (name.equals("middleware") || name.equals("proxy")) {
        routes.open("", "%s may answer".formatted(file.getKey()));
      }
    }
    return routes;
  }

  /** Without groups, slots and intercepted routes. */
  private static String url(String folders) {
    return folders.replaceAll("(^|/)(\\([^/]*\\)[^/]*|@[^/]*)(?=/)", "$1");
  }
}
