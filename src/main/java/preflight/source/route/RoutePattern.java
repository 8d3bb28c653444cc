package preflight.source.route;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A path with parameters, as frameworks write it: {@code :id}, {@code {id}}, {@code [id]}, {@code
 * *}.
 *
 * @param path joined with what it is mounted at
 */
record RoutePattern(String path) {

  /** A part that is computed. */
  static final String UNKNOWN = "(?)";

  private static final Pattern ONE = Pattern.compile(":\\w+|\\{\\w+}|\\[\\w+]|<\\w+>");

  private static final Pattern REST =
      Pattern.compile(
          "\\*\\w*|\\{\\*\\w*}|\\{\\w+\\.\\.\\.}|\\[\\.\\.\\.\\w+]|\\[\\[\\.\\.\\.\\w+]]|\\*\\*");

  /** Whether a path fits. */
  enum Fit {
    YES,
    NO,
    MAYBE
  }

  static RoutePattern join(String... parts) {
    return new RoutePattern(
        ("/" + String.join("/", parts)).replaceAll("/{2,}", "/").replaceFirst("(?<=.)/$", ""));
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1)).stream().filter(it -> !it.isEmpty()).toList();
  }

  Fit fits(String asked) {
    if (path.contains(UNKNOWN)) {
      return Fit.MAYBE;
    }
    List<String> own = segments(path.replace("{$}", ""));
    List<String> theirs = segments(asked);
    boolean maybe = false;
    for (int i = 0; i < own.size(); i++) {
      String segment = own.get(i);
      if (REST.matcher(segment).matches()) {
        boolean last = i == own.size() - 1;
        boolean some = theirs.size() > i || segment.startsWith("[[") || !segment.startsWith("[");
        return last ? (some ? maybe ? Fit.MAYBE : Fit.YES : Fit.NO) : Fit.MAYBE;
      }
      if (i >= theirs.size()) {
        return segment.endsWith("?") ? Fit.MAYBE : Fit.NO;
      }
      if (ONE.matcher(segment).matches()) {
        continue;
      }
      if (segment.matches("[\\w.~@$+-]+") && !segment.contains("+")) {
        if (!segment.equalsIgnoreCase(theirs.get(i))) {
          return Fit.NO;
        }
        maybe |= !segment.equals(theirs.get(i));
      } else {
        maybe = true; // an expression
      }
    }
    if (own.size() < theirs.size()) {
      return maybe && path.indexOf('(') >= 0 ? Fit.MAYBE : Fit.NO;
    }
    return maybe ? Fit.MAYBE : Fit.YES;
  }
}
