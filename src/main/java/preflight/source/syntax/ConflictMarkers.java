package preflight.source.syntax;

import java.util.List;
import java.util.OptionalInt;

/**
 * The markers that an unfinished merge leaves in a file: {@code <<<<<<<}, {@code =======} and
 * {@code >>>>>>>}, in this order, each at the start of a line. Underlines of titles and lone
 * markers are none. For Python the syntax tells more, since a text there may quote them.
 */
public final class ConflictMarkers {

  private static final List<String> MARKERS = List.of("<<<<<<< ", "=======", ">>>>>>> ");

  private ConflictMarkers() {}

  /** The line, from 1, of the first conflict. */
  public static OptionalInt in(byte[] source) {
    int line = 1;
    int found = 0;
    int expected = 0;
    for (int at = 0; at < source.length; line++) {
      if (starts(source, at, MARKERS.get(0))) {
        found = line;
        expected = 1;
      } else if (expected > 0 && starts(source, at, MARKERS.get(expected))) {
        boolean whole = expected > 1 || endsLine(source, at + MARKERS.get(1).length());
        expected += whole ? 1 : 0;
        if (expected == MARKERS.size()) {
          return OptionalInt.of(found);
        }
      }
      while (at < source.length && source[at] != '\n') {
        at++;
      }
      at++;
    }
    return OptionalInt.empty();
  }

  private static boolean starts(byte[] source, int at, String marker) {
    if (at + marker.length() > source.length) {
      return false;
    }
    for (int i = 0; i < marker.length(); i++) {
      if (source[at + i] != marker.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean endsLine(byte[] source, int at) {
    return at >= source.length || source[at] == '\n' || source[at] == '\r';
  }
}
