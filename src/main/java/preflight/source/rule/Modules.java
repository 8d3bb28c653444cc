package preflight.source.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.source.tree.TreePath;

/**
 * Finds the file that an import means. Where a path of modules begins is not known, so a name means
 * the file whose path ends with it, the nearest one to the import where there are several.
 */
public final class Modules {

  private static final List<String> SCRIPTS =
      List.of("", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts");
  private static final List<String> INDEXES =
      List.of("/index.ts", "/index.tsx", "/index.js", "/index.jsx", "/index.mjs");

  private final Collection<String> paths;
  private final Map<String, List<String>> python = new HashMap<>();

  Modules(Collection<String> paths) {
    this.paths = paths;
    for (String path : paths) {
      if (path.endsWith(".py")) {
        String module = pythonFile(path);
        String name = TreePath.name(module);
        python.computeIfAbsent(name, _ -> new ArrayList<>()).add(path);
      }
    }
  }

  private static String pythonFile(String path) {
    return path.endsWith("/__init__.py")
        ? path.substring(0, path.length() - "/__init__.py".length())
        : path.substring(0, path.length() - ".py".length());
  }

  /** Whether a dotted name means a module: its last parts, or all of it. */
  public static boolean means(String dotted, String module) {
    return module.equals(dotted) || module.endsWith("." + dotted);
  }

  /**
   * The file of a Python module.
   *
   * @param from the file that imports it
   * @param dotted as written, with the dots of a relative import
   */
  Optional<String> python(String from, String dotted) {
    int dots = 0;
    while (dots < dotted.length() && dotted.charAt(dots) == '.') {
      dots++;
    }
    String rest = dotted.substring(dots).replace('.', '/');
    if (dots == 0) {
      List<String> candidates = python.getOrDefault(TreePath.name(rest), List.of());
      return candidates.stream()
          .filter(it -> ("/" + pythonFile(it)).endsWith("/" + rest))
          .max((one, other) -> Integer.compare(shared(one, from), shared(other, from)));
    }
    String folder = above(from);
    for (int i = 1; i < dots; i++) {
      folder = above(folder);
    }
    String base = join(folder, rest);
    return first(List.of(base + ".py", join(base, "__init__.py")));
  }

  /** The file of a script that is named by a relative path, or from the root by an alias. */
  Optional<String> script(String from, String named) {
    String base;
    if (named.startsWith("./") || named.startsWith("../") || named.equals(".")) {
      base = above(from);
      for (String part : named.split("/", -1)) {
        if (part.equals("..")) {
          base = above(base);
        } else if (!part.equals(".") && !part.isEmpty()) {
          base = join(base, part);
        }
      }
      return script(base);
    }
    if (named.startsWith("@/") || named.startsWith("~/")) {
      String rest = named.substring(2);
      for (String root = above(from); ; root = above(root)) {
        for (String prefix : List.of(join(root, "src"), root)) {
          Optional<String> found = script(join(prefix, rest));
          if (found.isPresent()) {
            return found;
          }
        }
        if (root.isEmpty()) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> script(String base) {
    List<String> candidates = new ArrayList<>();
    SCRIPTS.forEach(it -> candidates.add(base + it));
    if (base.endsWith(".js")) {
      candidates.add(base.substring(0, base.length() - 3) + ".ts");
      candidates.add(base.substring(0, base.length() - 3) + ".tsx");
    }
    INDEXES.forEach(it -> candidates.add(base + it));
    return first(candidates);
  }

  private Optional<String> first(List<String> candidates) {
    return candidates.stream().filter(paths::contains).findFirst();
  }

  private static int shared(String one, String other) {
    int end = Math.min(one.length(), other.length());
    int i = 0;
    while (i < end && one.charAt(i) == other.charAt(i)) {
      i++;
    }
    return i;
  }

  private static String above(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static String join(String folder, String name) {
    return folder.isEmpty() ? name : name.isEmpty() ? folder : folder + "/" + name;
  }
}
