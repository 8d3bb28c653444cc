package preflight.source.route;

import java.util.List;

/**
 * What a file of JavaScript or TypeScript says of routes. A router is the variable that holds it;
 * one that a function is given as a parameter is called {@code ?name}.
 *
 * @param imports what names of the file stand for
 */
public record ScriptRouteFacts(
    List<Router> routers,
    List<Route> routes,
    List<Mount> mounts,
    List<Open> open,
    List<Imported> imports,
    List<Exported> exports) {

  /**
   * A router.
   *
   * @param root whether it is the application itself
   */
  public record Router(String name, String prefix, boolean root) {}

  /** A route of a router; the method is {@code *} for all. */
  public record Route(String router, String method, String path, int line) {}

  /** A router that is used by another one, under a path. */
  public record Mount(String router, String path, String target, int line) {}

  /** Something that may answer below a path of a router. */
  public record Open(String router, String path, int line) {}

  /** A name, the module that it comes from and what it is called there. */
  public record Imported(String name, String specifier, String export) {}

  /** An export that is a variable of the file. */
  public record Exported(String export, String name) {}

  /** Whether it says nothing. */
  public boolean isEmpty() {
    return routers.isEmpty() && routes.isEmpty() && mounts.isEmpty() && open.isEmpty();
  }
}
