package preflight.source.script.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * A {@code package.json}.
 *
 * @param folder that it stands in
 */
record PackageJson(String folder, JsonNode document) {

  static final String FILE = "package.json";

  private static final List<String> INSTALLED =
      List.of("dependencies", "peerDependencies", "optionalDependencies");

  String path() {
    return folder.isEmpty() ? FILE : folder + "/" + FILE;
  }

  String name() {
    return document.path("name").asString("");
  }

  boolean isModule() {
    return document.path("type").asString("").equals("module");
  }

  Optional<String> script(String name) {
    return document.path("scripts").path(name).asStringOpt();
  }

  /** Whether an installation without development has the package. */
  boolean installs(String name) {
    return INSTALLED.stream().anyMatch(it -> document.path(it).has(name))
        || document.path("bundledDependencies").toString().contains('"' + name + '"')
        || document.path("bundleDependencies").toString().contains('"' + name + '"');
  }

  boolean installsForDevelopment(String name) {
    return document.path("devDependencies").has(name);
  }

  /** Whether the name stands for something else in a field that tools give a meaning to. */
  boolean aliases(String name) {
    return List.of("_moduleAliases", "alias", "browser", "aliases", "overrides", "resolutions")
        .stream()
        .anyMatch(it -> mentions(document.path(it), name));
  }

  private static boolean mentions(JsonNode map, String name) {
    return map.propertyNames().stream()
        .anyMatch(it -> it.equals(name) || name.startsWith(it + "/") || it.startsWith(name + "/"));
  }

  /** The names of all packages that it declares, of whatever kind. */
  Set<String> declared() {
    var names = new TreeSet<String>(document.path("devDependencies").propertyNames());
    INSTALLED.forEach(it -> names.addAll(document.path(it).propertyNames()));
    return names;
  }

  /**
   * The files that {@code import "name/below"} may mean, best first; empty where it is not said.
   */
  List<String> entries(String below) {
    var entries = new ArrayList<String>();
    JsonNode exports = document.path("exports");
    if (!exports.isMissingNode()) {
      JsonNode exact = exports.path(below.isEmpty() ? "." : "./" + below);
      leaves(exact.isMissingNode() && below.isEmpty() ? exports : exact, entries);
    } else if (below.isEmpty()) {
      for (String field : List.of("source", "module", "main", "types")) {
        document.path(field).asStringOpt().ifPresent(entries::add);
      }
      entries.add("index");
    } else {
      entries.add(below);
    }
    return entries;
  }

  private static void leaves(JsonNode node, List<String> entries) {
    if (node.isString()) {
      entries.add(node.asString());
    }
    node.forEach(it -> leaves(it, entries));
  }
}
