package preflight.source.image.ignore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Patterns of paths in the two grammars that builders have: that of Go's {@code filepath.Match},
 * for COPY, and with {@code **}, that of ignore files.
 *
 * @see <a href="https://pkg.go.dev/path/filepath#Match">filepath.Match</a>
 */
public final class Glob {

  private final String pattern;
  private final boolean deep;
  private final StringBuilder regex = new StringBuilder();
  private boolean literal = true;
  private int at;

  private Glob(String pattern, boolean deep) {
    this.pattern = pattern;
    this.deep = deep;
  }

  /** A pattern of COPY; empty where its syntax is wrong. */
  public static Optional<Predicate<String>> ofPath(String pattern) {
    return new Glob(pattern, false).compiled();
  }

  /** A line of an ignore file, cleaned; empty where its syntax is wrong. */
  public static Optional<Predicate<String>> ofIgnored(String pattern) {
    // A text at any depth, even in the middle of a name: "**file" is the end of "some-file".
    if (pattern.startsWith("**") && pattern.length() > 2 && !isWild(pattern.substring(2))) {
      String end = pattern.substring(2);
      return Optional.of(
          it -> it.endsWith(end) || (end.startsWith("/") && it.equals(end.substring(1))));
    }
    return new Glob(pattern, true).compiled();
  }

  /** Whether COPY looks for it, instead of taking it as it is. */
  public static boolean isWild(String path) {
    return path.chars().anyMatch(it -> it == '*' || it == '?' || it == '[' || it == '\\');
  }

  private Optional<Predicate<String>> compiled() {
    while (at < pattern.length()) {
      if (!next()) {
        return Optional.empty();
      }
    }
    return Optional.of(
        literal ? pattern::equals : Pattern.compile(regex.toString()).asMatchPredicate());
  }

  /** Translates one element; false where there is none. */
  private boolean next() {
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    switch (c) {
      case '*' -> star();
      case '?' -> wild("[^/]");
      case '[' -> {
        return set();
      }
      case '\\' -> {
        if (at == pattern.length()) {
          return false;
        }
        int escaped = pattern.codePointAt(at);
        at += Character.charCount(escaped);
        wild(quoted(escaped));
      }
      default -> regex.append(quoted(c));
    }
    return true;
  }

  private void star() {
    if (!deep || at == pattern.length() || pattern.charAt(at) != '*') {
      wild("[^/]*");
      return;
    }
    at++;
    if (at < pattern.length() && pattern.charAt(at) == '/') {
      at++;
    }
    wild(at == pattern.length() ? ".*" : "(?:.*/)?");
  }

  private void wild(String part) {
    literal = false;
    regex.append(part);
  }

  private boolean set() {
    StringBuilder set = new StringBuilder("[");
    if (at < pattern.length() && pattern.charAt(at) == '^') {
      set.append('^');
      at++;
    }
    int ranges = 0;
    while (at < pattern.length()) {
      if (pattern.charAt(at) == ']' && ranges > 0) {
        at++;
        wild(set.append(']').toString());
        return true;
      }
      Deque<Integer> ends = new ArrayDeque<>();
      if (!end(ends)) {
        return false;
      }
      if (at < pattern.length() && pattern.charAt(at) == '-') {
        at++;
        if (!end(ends)) {
          return false;
        }
      }
      int low = ends.getFirst();
      int high = ends.getLast();
      // Backwards is a range without members.
      if (low <= high) {
        set.append(quoted(low)).append('-').append(quoted(high));
      }
      ranges++;
    }
    return false;
  }

  private boolean end(Deque<Integer> ends) {
    if (at == pattern.length() || pattern.charAt(at) == '-' || pattern.charAt(at) == ']') {
      return false;
    }
    if (pattern.charAt(at) == '\\' && ++at == pattern.length()) {
      return false;
    }
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    ends.add(c);
    // A set is never closed by its last element.
    return at < pattern.length();
  }

  private static String quoted(int c) {
    return "\\x{%x}".formatted(c);
  }
}
