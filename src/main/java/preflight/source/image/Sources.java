package preflight.source.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import preflight.source.image.ignore.CleanPath;
import preflight.source.image.ignore.DockerIgnore;
import preflight.source.image.ignore.Glob;
import preflight.source.image.ignore.Verdict;
import preflight.source.tree.TreePath;

/**
 * Files that an instruction can copy: those of the context, or those of a stage.
 *
 * @param files by their path without a slash in front
 */
record Sources(SortedMap<String, Origin> files) {

  /**
   * Files that belong together.
   *
   * @param root what was named: a file, or a directory whose content is copied
   * @param isFile whether the root is the file
   * @param files the paths
   */
  record Match(String root, boolean isFile, List<String> files) {}

  /** What a source of COPY names: nothing, or one thing, or of a pattern several. */
  List<Match> named(String source) {
    String path = CleanPath.below(source);
    return Glob.isWild(path) ? wild(path) : plain(path).stream().toList();
  }

  private Optional<Match> plain(String path) {
    if (files.containsKey(path)) {
      return Optional.of(new Match(path, true, List.of(path)));
    }
    List<String> below = below(path);
    return below.isEmpty() ? Optional.empty() : Optional.of(new Match(path, false, below));
  }

  private List<String> below(String directory) {
    return directory.isEmpty()
        ? List.copyOf(files.keySet())
        // The next character after the slash.
        : List.copyOf(files.subMap(directory + "/", directory + "0").keySet());
  }

  private List<Match> wild(String pattern) {
    Optional<Predicate<String>> glob = Glob.ofPath(pattern);
    if (glob.isEmpty()) {
      return List.of();
    }
    long depth = pattern.chars().filter(it -> it == '/').count() + 1;
    Map<String, Boolean> seen = new TreeMap<>();
    for (String file : files.keySet()) {
      int end = -1;
      for (int i = 0; i < depth; i++) {
        end = file.indexOf('/', end + 1);
        if (end < 0) {
          end = i + 1 == depth ? file.length() : -1;
          break;
        }
      }
      if (end > 0) {
        String path = file.substring(0, end);
        seen.computeIfAbsent(path, glob.get()::test);
      }
    }
    return seen.entrySet().stream()
        .filter(Map.Entry::getValue)
        .flatMap(it -> plain(it.getKey()).stream())
        .toList();
  }

  /** Files that a pattern with {@code **} names, as {@code --parents} reads it. */
  List<String> deep(String pattern) {
    return Glob.ofIgnored(CleanPath.below(pattern))
        .map(it -> files.keySet().stream().filter(it).toList())
        .orElse(List.of());
  }

  /** Whether {@code --exclude} names a file; it is asked by its path below what was named. */
  static boolean isExcluded(DockerIgnore excluded, Match match, String file) {
    String asked =
        match.isFile()
            ? TreePath.name(file)
            : file.substring(match.root().isEmpty() ? 0 : match.root().length() + 1);
    return excluded.of(asked) instanceof Verdict.Ignored;
  }

  static Sources of(Stream<Map.Entry<String, Origin>> entries) {
    SortedMap<String, Origin> files = new TreeMap<>();
    entries.forEach(it -> files.put(it.getKey(), it.getValue()));
    return new Sources(files);
  }
}
