package preflight.source;

import java.util.List;

/** Whether the code of a service has a route for a method and a path. */
public sealed interface RouteAnswer {

  /**
   * Where a route stands.
   *
   * @param path of its file, below the root of the tree
   * @param line from 1
   */
  record Place(String path, int line) {
    @Override
    public String toString() {
      return path + ":" + line;
    }
  }

  /** It has. */
  record Yes(Place place) implements RouteAnswer {}

  /** It has the path, and answers other methods only. */
  record OtherMethod(Place place, List<String> methods) implements RouteAnswer {}

  /** It has none, and all its routes are known. */
  record No() implements RouteAnswer {}

  /**
   * Something that was not read to its end could answer.
   *
   * @param why as a clause
   */
  record CannotTell(String why) implements RouteAnswer {}
}
