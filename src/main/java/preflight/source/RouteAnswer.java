package preflight.source;

import java.util.List;

/** Whether the code of a service has a route for a method and a path. */
public sealed interface RouteAnswer {

  /**
   * It has.
   *
   * @param place {@code path:line}
   */
  record Yes(String place) implements RouteAnswer {}

  /** It has the path, and answers other methods only. */
  record OtherMethod(String place, List<String> methods) implements RouteAnswer {}

  /** It has none, and all its routes are known. */
  record No() implements RouteAnswer {}

  /**
   * Something that was not read to its end could answer.
   *
   * @param why as a clause
   */
  record CannotTell(String why) implements RouteAnswer {}
}
