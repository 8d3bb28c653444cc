package preflight.source.image.requirement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a Python project says that it needs, by the parts that one can choose: {@link #MAIN}, an
 * extra ({@code extra:x}), a group ({@code group:x}).
 *
 * @param name of the project; empty where nobody says
 * @param optional groups that are left out unless asked for
 * @param files of requirements that its {@code dynamic} dependencies stand in
 * @param open why it is not all known
 */
record Project(
    String name,
    Map<String, List<Distribution>> parts,
    Set<String> optional,
    List<String> files,
    Optional<String> open) {

  static final String MAIN = "main";

  private static final Pattern INSTALL_REQUIRES = Pattern.compile("install_requires\\s*=\\s*");

  private static final Pattern LITERAL =
      Pattern.compile("\\s*(?:#.*\\n\\s*)*(?:['\"]([^'\"]*)['\"])\\s*,?");

  static Optional<Project> pyproject(String file, String text) {
    return Toml.of(text).map(it -> new Reading(file, it).project());
  }

  /** Reads {@code pyproject.toml}. */
  private static final class Reading {

    private final String file;
    private final Toml toml;
    private final Map<String, List<Distribution>> parts = new LinkedHashMap<>();
    private final Set<String> optional = new HashSet<>();

    Reading(String file, Toml toml) {
      this.file = file;
      this.toml = toml;
    }

    Project project() {
      add(MAIN, Toml.strings(toml.at("project", "dependencies")));
      toml.at("project", "optional-dependencies")
          .propertyStream()
          .forEach(it ->
              add("extra:" + Distribution.normalised(it.getKey()), Toml.strings(it.getValue())));
      toml.at("dependency-groups")
          .propertyStream()
          .forEach(it -> group(it.getKey(), it.getKey(), new HashSet<>()));
      JsonNode poetry = toml.at("tool", "poetry");
      poetry(MAIN, poetry.path("dependencies"));
      poetry("group:dev", poetry.path("dev-dependencies"));
      poetry
          .path("group")
          .propertyStream()
          .forEach(it -> {
            poetry("group:" + it.getKey(), it.getValue().path("dependencies"));
            if (it.getValue().path("optional").asBoolean(false)) {
              optional.add(it.getKey());
            }
          });
      poetry
          .path("extras")
          .propertyStream()
          .forEach(it ->
              add("extra:" + Distribution.normalised(it.getKey()), Toml.strings(it.getValue())));
      add("group:dev", Toml.strings(toml.at("tool", "uv", "dev-dependencies")));
      JsonNode dynamic = toml.at("tool", "setuptools", "dynamic", "dependencies", "file");
      List<String> files =
          dynamic.isString() ? List.of(dynamic.stringValue()) : Toml.strings(dynamic).toList();
      boolean open =
          files.isEmpty()
              && Toml.strings(toml.at("project", "dynamic")).anyMatch("dependencies"::equals)
              && poetry.isMissingNode();
      String name = Toml.string(toml.at("project", "name"));
      return new Project(
          name.isEmpty() ? Toml.string(poetry.path("name")) : name,
          parts,
          optional,
          files,
          open ? Optional.of("its dependencies are dynamic") : Optional.empty());
    }

    private void group(String into, String group, Set<String> seen) {
      if (!seen.add(group)) {
        return;
      }
      JsonNode items = toml.at("dependency-groups", group);
      add("group:" + into, Toml.strings(items));
      items
          .valueStream()
          .map(it -> Toml.string(it.path("include-group")))
          .filter(it -> !it.isEmpty())
          .forEach(it -> group(into, it, seen));
    }

    private void add(String part, Stream<String> specs) {
      specs
          .flatMap(it -> Wanted.of(it).stream())
          .forEach(it -> part(part).add(it.at(file, toml.line(it.name()))));
    }

    private List<Distribution> part(String part) {
      return parts.computeIfAbsent(part, _ -> new ArrayList<>());
    }

    private void poetry(String part, JsonNode table) {
      table
          .propertyStream()
          .filter(it -> !it.getKey().equals("python"))
          .forEach(it -> {
            Set<String> extras = new HashSet<>();
            Toml.strings(it.getValue().path("extras"))
                .map(Distribution::normalised)
                .forEach(extras::add);
            // One that only an extra asks for.
            String into = it.getValue().path("optional").asBoolean(false) ? "optional" : part;
            part(into)
                .add(
                    new Distribution(
                        it.getKey(),
                        Optional.empty(),
                        extras,
                        true,
                        false,
                        file,
                        toml.line(it.getKey())));
          });
    }
  }

  /** {@code setup.cfg}. */
  static Project setupCfg(String file, String text) {
    List<Distribution> main = new ArrayList<>();
    String section = "";
    boolean inside = false;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.startsWith("[")) {
        section = line.strip();
        inside = false;
      } else if (!line.isBlank() && !Character.isWhitespace(line.charAt(0))) {
        inside = section.equals("[options]") && line.startsWith("install_requires");
        line = inside ? line.replaceFirst("^[^=:]*[=:]", "") : "";
      }
      if (inside && !line.isBlank() && !line.strip().startsWith("#")) {
        int at = number;
        Wanted.of(line.strip()).ifPresent(it -> main.add(it.at(file, at)));
      }
    }
    return new Project("", Map.of(MAIN, main), Set.of(), List.of(), Optional.empty());
  }

  /** {@code setup.py}, where the list is written in it. */
  static Project setupPy(String file, String text) {
    List<Distribution> main = new ArrayList<>();
    Matcher start = INSTALL_REQUIRES.matcher(text);
    if (!start.find()) {
      return new Project("", Map.of(), Set.of(), List.of(), Optional.empty());
    }
    int at = start.end();
    boolean literal = at < text.length() && text.charAt(at) == '[';
    if (literal) {
      at++;
      Matcher item = LITERAL.matcher(text);
      while (item.find(at) && item.start() == at) {
        int line =
            (int) text.substring(0, item.start(1)).chars().filter(it -> it == '\n').count() + 1;
        Wanted.of(item.group(1)).ifPresent(it -> main.add(it.at(file, line)));
        at = item.end();
      }
      literal = text.substring(at).stripLeading().startsWith("]");
    }
    return new Project(
        "",
        Map.of(MAIN, main),
        Set.of(),
        List.of(),
        literal ? Optional.empty() : Optional.of("its install_requires is computed"));
  }

  /** The distributions of the parts that are chosen. */
  List<Distribution> chosen(Set<String> names) {
    return names.stream().flatMap(it -> parts.getOrDefault(it, List.of()).stream()).toList();
  }

  Set<String> groups() {
    Set<String> groups = new HashSet<>();
    parts.keySet().stream()
        .filter(it -> it.startsWith("group:"))
        .forEach(it -> groups.add(it.substring("group:".length())));
    return groups;
  }

  Set<String> extras() {
    Set<String> extras = new HashSet<>();
    parts.keySet().stream()
        .filter(it -> it.startsWith("extra:"))
        .forEach(it -> extras.add(it.substring("extra:".length())));
    return extras;
  }
}
