package preflight.source.tree;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import preflight.file.PackedTable;

/** Tells what a file is there for, by its path. */
public final class Roles {

  private record Line(Role role, PathPattern pattern) {}

  private static final List<Line> SHIPPED = shipped();

  private final List<Line> lines = new ArrayList<>();
  private final List<PathPattern> production;
  private final Map<Role, List<String>> declared;

  /** Several ask of each path, and there are some dozens of globs. */
  private final Map<String, Role> known = new ConcurrentHashMap<>();

  private final Map<String, Integer> byFolder = new ConcurrentHashMap<>();

  /**
   * @param declared globs by role; those of a role are in place of the shipped ones. With some for
   *     production, nothing else is production.
   */
  public Roles(Map<Role, List<String>> declared) {
    this.declared = Map.copyOf(declared);
    declared.forEach((role, globs) -> {
      if (role != Role.PRODUCTION) {
        globs.forEach(it -> lines.add(new Line(role, new PathPattern(it))));
      }
    });
    SHIPPED.stream()
        .filter(it -> declared.getOrDefault(it.role, List.of()).isEmpty())
        .forEach(lines::add);
    production = PathPattern.of(declared.getOrDefault(Role.PRODUCTION, List.of()));
  }

  /** As shipped. */
  public Roles() {
    this(Map.of());
  }

  /** The globs by which these differ from the shipped ones. */
  public Map<Role, List<String>> declared() {
    return declared;
  }

  public Role of(String path) {
    return known.computeIfAbsent(path, this::matched);
  }

  private Role matched(String path) {
    int slash = path.lastIndexOf('/');
    int first = folders(path.substring(0, Math.max(0, slash)));
    for (int i = 0; i < first; i++) {
      PathPattern pattern = lines.get(i).pattern;
      if (!pattern.isOfFolders() && pattern.matches(path)) {
        return lines.get(i).role;
      }
    }
    if (first < lines.size()) {
      return lines.get(first).role;
    }
    return production.isEmpty() || PathPattern.any(production, path) ? Role.PRODUCTION : Role.OTHER;
  }

  /** The first line that names a folder or one above it; how many lines there are for none. */
  private int folders(String folder) {
    if (folder.isEmpty()) {
      return lines.size();
    }
    Integer seen = byFolder.get(folder);
    if (seen == null) {
      int slash = folder.lastIndexOf('/');
      String name = folder.substring(slash + 1);
      int above = folders(folder.substring(0, Math.max(0, slash)));
      int first = 0;
      while (first < above
          && !(lines.get(first).pattern.isOfFolders() && lines.get(first).pattern.names(name))) {
        first++;
      }
      seen = first;
      byFolder.put(folder, seen);
    }
    return seen;
  }

  private static List<Line> shipped() {
    return PackedTable.lines(Roles.class, "roles.txt").stream()
        .map(it -> {
          int blank = it.indexOf(' ');
          return new Line(
              Role.valueOf(it.substring(0, blank).toUpperCase(Locale.ROOT)),
              new PathPattern(it.substring(blank + 1).strip()));
        })
        .toList();
  }

  /** All globs: what has the same ones tells the same of each path. */
  @Override
  public String toString() {
    return lines.stream().map(it -> it.role + " " + it.pattern + "\n").collect(joining())
        + production.stream().map(it -> it + "\n").collect(joining());
  }
}
