package preflight.source.image.ignore;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Paths without {@code .}, {@code ..} and doubled slashes, as Go's {@code path.Clean} leaves them.
 */
public final class CleanPath {

  private CleanPath() {}

  public static String of(String path) {
    boolean rooted = path.startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        if (!parts.isEmpty() && !parts.getLast().equals("..")) {
          parts.removeLast();
        } else if (!rooted) {
          parts.addLast(part);
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    String joined = String.join("/", parts);
    if (rooted) {
      return "/" + joined;
    }
    return joined.isEmpty() ? "." : joined;
  }

  /** A path in a container: what is not absolute begins at a directory. */
  public static String in(String directory, String path) {
    return of(path.startsWith("/") ? path : directory + "/" + path);
  }

  /** A path in a tree that cannot leave it: empty for its root. */
  public static String below(String path) {
    String clean = of("/" + path);
    return clean.substring(1);
  }
}
