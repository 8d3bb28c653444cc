package preflight.source.python.use;

import java.util.List;

/**
 * The routes that one file declares, and how it puts them together.
 *
 * @param routers objects that collect routes
 * @param routes each at its router
 * @param includes of one router, or of a list of patterns, in another
 * @param doubts why more may be answered than is declared, as clauses
 */
public record RouteFacts(
    List<Router> routers, List<Route> routes, List<Include> includes, List<String> doubts) {

  /**
   * An object that collects routes.
   *
   * @param name the variable of the module
   * @param root whether it is the application itself
   * @param prefix of all its paths
   */
  public record Router(String name, boolean root, String prefix) {}

  /**
   * A route.
   *
   * @param router where it is declared; with the module of an import in {@code router.module()}
   * @param path below the router; a regular expression where {@code regex}
   * @param methods in upper case; empty for all
   * @param open whether everything below the path may be answered as well
   */
  public record Route(
      Name router,
      String path,
      boolean regex,
      List<String> methods,
      boolean open,
      int line,
      int column) {}

  /**
   * Routes that appear in another router.
   *
   * @param into the router that takes them
   * @param router what is taken: a router, or a module with {@code urlpatterns}
   */
  public record Include(Name into, Name router, String prefix, int line) {}
}
