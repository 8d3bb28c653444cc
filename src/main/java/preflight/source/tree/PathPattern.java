package preflight.source.tree;

import java.util.List;

/**
 * A glob over the paths of a source tree. {@code *} and {@code ?} stay within a name, {@code **}
 * crosses directories. A glob without a slash is the name of a file at any depth, one that ends
 * with its only slash ({@code tests/}) a directory at any depth; every other one begins at the
 * root.
 */
public final class PathPattern {

  private static final String ANY = "**";

  private enum Kind {
    NAME,
    DIRECTORY,
    PATH
  }

  private final String text;
  private final Kind kind;
  private final String name;
  private final List<String> segments;

  /** What a name begins and ends with, where its pattern is a glob: most names fail by that. */
  private final String begin;

  private final String end;

  public PathPattern(String text) {
    this.text = text;
    int slash = text.indexOf('/');
    if (slash < 0) {
      kind = Kind.NAME;
      name = text;
      segments = List.of();
    } else if (slash == text.length() - 1) {
      kind = Kind.DIRECTORY;
      name = text.substring(0, slash);
      segments = List.of();
    } else {
      kind = Kind.PATH;
      name = "";
      String anchored = text.startsWith("/") ? text.substring(1) : text;
      segments = List.of((anchored.endsWith("/") ? anchored + ANY : anchored).split("/", -1));
    }
    int first = 0;
    while (first < name.length() && !isWild(name.charAt(first))) {
      first++;
    }
    int last = name.length();
    while (last > first && !isWild(name.charAt(last - 1))) {
      last--;
    }
    begin = name.substring(0, first);
    end = name.substring(last);
  }

  private static boolean isWild(char letter) {
    return letter == '*' || letter == '?';
  }

  /** Whether it says something of folders, by their names alone. */
  boolean isOfFolders() {
    return kind == Kind.DIRECTORY;
  }

  /** Whether the name of a file or folder fits, for one that is about names. */
  boolean names(String other) {
    return begin.length() == name.length()
        ? begin.equals(other)
        : other.startsWith(begin) && other.endsWith(end) && fits(name, other);
  }

  /** Whether one of the patterns matches. */
  public static boolean any(List<PathPattern> patterns, String path) {
    for (PathPattern pattern : patterns) {
      if (pattern.matches(path)) {
        return true;
      }
    }
    return false;
  }

  public static List<PathPattern> of(List<String> globs) {
    return globs.stream().map(PathPattern::new).toList();
  }

  public boolean matches(String path) {
    return switch (kind) {
      case NAME -> names(TreePath.name(path));
      case DIRECTORY -> directory(path);
      case PATH -> segments(0, path, 0);
    };
  }

  private boolean directory(String path) {
    int from = 0;
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
      if (names(path.substring(from, slash))) {
        return true;
      }
      from = slash + 1;
    }
    return false;
  }

  private boolean segments(int segment, String path, int from) {
    if (segment == segments.size()) {
      return from > path.length();
    }
    if (from > path.length()) {
      return segments.get(segment).equals(ANY) && segments(segment + 1, path, from);
    }
    if (segments.get(segment).equals(ANY)) {
      for (int at = from; ; at++) {
        if (segments(segment + 1, path, at)) {
          return true;
        }
        at = path.indexOf('/', at);
        if (at < 0) {
          return segments(segment + 1, path, path.length() + 1);
        }
      }
    }
    int slash = path.indexOf('/', from);
    int end = slash < 0 ? path.length() : slash;
    return fits(segments.get(segment), path.substring(from, end))
        && segments(segment + 1, path, end + 1);
  }

  /** Whether a name fits a pattern of letters, {@code *} and {@code ?}. */
  private static boolean fits(String pattern, String name) {
    int at = 0;
    int star = -1;
    int resume = 0;
    int i = 0;
    while (i < name.length()) {
      if (at < pattern.length()
          && (pattern.charAt(at) == '?' || pattern.charAt(at) == name.charAt(i))
          && pattern.charAt(at) != '*') {
        at++;
        i++;
      } else if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        resume = i;
      } else if (star >= 0) {
        at = star + 1;
        i = ++resume;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }

  @Override
  public String toString() {
    return text;
  }
}
