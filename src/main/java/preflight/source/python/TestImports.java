package preflight.source.python;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.source.tree.TreePath;

/**
 * Finds the test files whose imports of the tree's own modules look as if they failed, by their
 * text alone: thousands of sound files are not parsed for that. Who asks looks at the few again.
 */
public final class TestImports {

  /** What a runner of tests collects. */
  private static final Pattern COLLECTED =
      Pattern.compile("(.*/)?(test_[^/]*|[^/]*_test|conftest|tests)\\.py");

  /** At the start of a line no condition and no handler is around it. */
  private static final Pattern IMPORT =
      Pattern.compile(
          "(?m)^(?:import[ \\t]+([\\w.]+)|from[ \\t]+(\\w[\\w.]*)[ \\t]+import[ \\t]*(\\([^)]*\\)|[^\\n#(]+))");

  private static final Pattern NAME = Pattern.compile("(\\w+)(?:\\s+as\\s+\\w+)?");

  /** What may give a module more names than its text has. */
  private static final Pattern MAKES_NAMES =
      Pattern.compile("import \\*|__getattr__|globals\\(|sys\\.modules|\\bexec\\(");

  private final Map<String, List<String>> modules = new HashMap<>();
  private final Set<String> tops;

  private TestImports(Collection<String> python, Set<String> tops) {
    this.tops = tops;
    for (String path : python) {
      String dotted = path.replaceFirst("(/__init__)?\\.py$", "").replace('/', '.');
      String name = dotted;
      while (true) {
        modules.computeIfAbsent(name, _ -> new ArrayList<>()).add(path);
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
          modules.computeIfAbsent(name.substring(0, dot), _ -> new ArrayList<>());
        }
        int first = name.indexOf('.');
        if (first < 0) {
          break;
        }
        name = name.substring(first + 1);
      }
    }
  }

  /**
   * The names of the packages that some files make. A folder or a file alone may be called as a
   * package is that somebody else brings.
   */
  public static Set<String> packages(Collection<String> python) {
    var files = new HashSet<>(python);
    var tops = new HashSet<String>();
    for (String path : python) {
      if (path.endsWith("/__init__.py")) {
        String folder = path.substring(0, path.lastIndexOf('/'));
        String above = TreePath.folder(folder);
        if (above.isEmpty() || !files.contains(above + "/__init__.py")) {
          tops.add(TreePath.name(folder));
        }
      }
    }
    return tops;
  }

  /**
   * Those of some files that look so.
   *
   * @param tops names of packages whose modules are looked for
   * @param python all files of Python of the tree
   * @param text what a file says; empty where it cannot be read
   */
  public static Set<String> suspects(
      Collection<String> tests,
      Collection<String> python,
      Set<String> tops,
      Function<String, Optional<String>> text) {
    var imports = new TestImports(python, tops);
    var suspects = new TreeSet<String>();
    // By the module that is to have it, so that each module is read once.
    Map<String, Map<String, Set<String>>> wanted = new TreeMap<>();
    for (String test : tests) {
      if (COLLECTED.matcher(test).matches()) {
        text.apply(test).ifPresent(it -> imports.look(test, it, suspects, wanted));
      }
    }
    wanted.forEach((module, names) -> {
      String says = text.apply(module).orElse("__getattr__");
      if (!MAKES_NAMES.matcher(says).find()) {
        names.forEach((name, by) -> {
          if (!Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(says).find()) {
            suspects.addAll(by);
          }
        });
      }
    });
    return suspects;
  }

  private void look(
      String test,
      String text,
      Set<String> suspects,
      Map<String, Map<String, Set<String>>> wanted) {
    Matcher matcher = IMPORT.matcher(text);
    while (matcher.find()) {
      String module = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      int dot = module.indexOf('.');
      if (!tops.contains(dot < 0 ? module : module.substring(0, dot))) {
        continue;
      }
      List<String> files = modules.get(module);
      if (files == null) {
        suspects.add(test);
      } else if (matcher.group(3) != null && files.size() == 1) {
        for (String name : names(matcher.group(3))) {
          if (!modules.containsKey(module + "." + name)) {
            wanted
                .computeIfAbsent(files.getFirst(), _ -> new TreeMap<>())
                .computeIfAbsent(name, _ -> new TreeSet<>())
                .add(test);
          }
        }
      }
    }
  }

  private static List<String> names(String list) {
    return NAME.matcher(list.replaceAll("#[^\\n]*|[()\\\\]", " "))
        .results()
        .map(it -> it.group(1))
        .toList();
  }
}
