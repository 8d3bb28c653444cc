package preflight.source.python;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import preflight.source.tree.TreePath;

/**
 * The modules among the files of an image, or of a tree, as the import system finds them: by
 * directory and name.
 */
public final class ModuleFiles {

  private static final String INIT = "/__init__.py";

  private final SortedMap<String, String> files;
  private final Set<String> directories = new HashSet<>();
  private final Set<String> sources;

  /** The directories with something of a name, nearest to the root first, as far as asked. */
  private final Map<String, List<String>> holding = new ConcurrentHashMap<>();

  /** The directories that may hold a module of a name. */
  private final Map<String, Set<String>> candidates = new HashMap<>();

  /**
   * Over some files.
   *
   * @param files absolute paths, and what each is called where it comes from
   */
  public ModuleFiles(SortedMap<String, String> files) {
    this.files = new TreeMap<>(files);
    this.sources = new HashSet<>(files.values());
    for (String path : files.keySet()) {
      candidate(path);
      String folder = folder(path);
      while (directories.add(folder) && folder.length() > 1) {
        candidate(folder);
        folder = folder(folder);
      }
    }
  }

  private void candidate(String path) {
    String name = TreePath.name(path);
    int dot = name.indexOf('.');
    candidates
        .computeIfAbsent(dot < 0 ? name : name.substring(0, dot), _ -> new HashSet<>())
        .add(folder(path));
  }

  /** What a name in a directory is. */
  public sealed interface Found {

    /** A module, or a package by its {@code __init__.py}. */
    record Source(String path, boolean isPackage) implements Found {}

    /** A directory without {@code __init__.py}. */
    record Namespace(String path) implements Found {}

    /** A compiled module, whose names nobody can tell. */
    record Compiled(String path) implements Found {}
  }

  /** What a name in a directory is; empty where there is nothing of that name. */
  public Optional<Found> in(String directory, String name) {
    String path = directory.equals("/") ? "/" + name : directory + "/" + name;
    if (files.containsKey(path + INIT)) {
      return Optional.of(new Found.Source(path + INIT, true));
    }
    if (files.containsKey(path + ".py")) {
      return Optional.of(new Found.Source(path + ".py", false));
    }
    Optional<String> compiled = compiled(path);
    if (compiled.isPresent()) {
      return Optional.of(new Found.Compiled(compiled.get()));
    }
    return directories.contains(path) && holdsModules(path)
        ? Optional.of(new Found.Namespace(path))
        : Optional.empty();
  }

  private Optional<String> compiled(String path) {
    for (String it : files.tailMap(path + ".").keySet()) {
      if (!it.startsWith(path + ".")) {
        return Optional.empty();
      }
      if (it.endsWith(".so") || it.endsWith(".pyd") || it.endsWith(".pyx") || it.endsWith(".pyc")) {
        return Optional.of(it);
      }
    }
    return Optional.empty();
  }

  private boolean holdsModules(String directory) {
    for (String it : files.tailMap(directory + "/").keySet()) {
      if (!it.startsWith(directory + "/")) {
        return false;
      }
      if (it.endsWith(".py") || it.endsWith(".so") || it.endsWith(".pyx")) {
        return true;
      }
    }
    return false;
  }

  /** What a file is called where it comes from. */
  public Optional<String> source(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /** What all of them are called where they come from. */
  Set<String> sources() {
    return sources;
  }

  /** The directories that hold something of a name at their top, nearest to the root first. */
  public List<String> holding(String name) {
    return holding.computeIfAbsent(
        name,
        _ ->
            candidates.getOrDefault(name, Set.of()).stream()
                .filter(it -> in(it, name).isPresent())
                .sorted(
                    Comparator.<String>comparingInt(String::length)
                        .thenComparing(Comparator.naturalOrder()))
                .toList());
  }

  static String folder(String path) {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }
}
