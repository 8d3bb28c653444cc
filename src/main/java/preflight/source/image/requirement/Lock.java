package preflight.source.image.requirement;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a lock says: distributions with their versions, and what each needs.
 *
 * @param root what uv writes of the project itself
 */
record Lock(String file, Map<String, Entry> entries, Optional<JsonNode> root) {

  /**
   * A locked distribution.
   *
   * @param group of a {@code Pipfile.lock}
   */
  record Entry(String version, Set<String> needs, int line, String group) {}

  /** {@code poetry.lock}, {@code pdm.lock}, {@code uv.lock}, {@code pylock.toml}. */
  static Optional<Lock> toml(String file, String text, String project) {
    return Toml.of(text).map(it -> of(file, it, project));
  }

  private static Lock of(String file, Toml toml, String project) {
    Map<String, Integer> lines = toml.nameLines();
    Map<String, Entry> entries = new TreeMap<>();
    Optional<JsonNode> root = Optional.empty();
    JsonNode packages =
        toml.at("package").isMissingNode() ? toml.at("packages") : toml.at("package");
    for (JsonNode each : packages) {
      String name = Distribution.normalised(Toml.string(each.path("name")));
      JsonNode source = each.path("source");
      if (isRoot(source) || (!project.isEmpty() && name.equals(Distribution.normalised(project)))) {
        root = Optional.of(each);
      }
      Set<String> needs = new LinkedHashSet<>();
      each.path("dependencies").propertyStream().forEach(it -> needs.add(it.getKey()));
      names(each.path("dependencies")).forEach(needs::add);
      each.path("optional-dependencies").forEach(it -> needs.addAll(names(it)));
      Toml.strings(each.path("dependencies"))
          .forEach(it -> Wanted.of(it).ifPresent(w -> needs.add(w.name())));
      entries.merge(
          name,
          new Entry(
              Toml.string(each.path("version")),
              needs.stream().map(Distribution::normalised).collect(Collectors.toSet()),
              lines.getOrDefault(name, 1),
              ""),
          Lock::both);
    }
    return new Lock(file, entries, root);
  }

  /** One that is locked in two versions, for two systems. */
  private static Entry both(Entry first, Entry second) {
    Set<String> needs = new LinkedHashSet<>(first.needs());
    needs.addAll(second.needs());
    return new Entry(first.version(), needs, first.line(), first.group());
  }

  private static boolean isRoot(JsonNode source) {
    return Toml.string(source.path("editable")).equals(".")
        || Toml.string(source.path("virtual")).equals(".");
  }

  /** Names in a list of tables. */
  static Set<String> names(JsonNode list) {
    return list.valueStream()
        .map(it -> Toml.string(it.path("name")))
        .filter(it -> !it.isEmpty())
        .map(Distribution::normalised)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** {@code Pipfile.lock}. */
  static Optional<Lock> pipfile(String file, String text) {
    try {
      JsonNode root = new JsonMapper().readTree(text);
      Map<String, Entry> entries = new TreeMap<>();
      for (String group : Set.of("default", "develop")) {
        root.path(group)
            .propertyStream()
            .forEach(it ->
                entries.putIfAbsent(
                    Distribution.normalised(it.getKey()),
                    new Entry(
                        Toml.string(it.getValue().path("version")).replace("==", ""),
                        Set.of(),
                        line(text, it.getKey()),
                        group)));
      }
      return Optional.of(new Lock(file, entries, Optional.empty()));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static int line(String text, String name) {
    int at = text.indexOf("\"" + name + "\": {");
    return at < 0 ? 1 : (int) text.substring(0, at).chars().filter(it -> it == '\n').count() + 1;
  }

  /** All that some names need, themselves included. */
  Set<String> reached(Set<String> from) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> next = new ArrayDeque<>(from);
    while (!next.isEmpty()) {
      String name = next.removeFirst();
      Entry entry = entries.get(name);
      if (entry != null && reached.add(name)) {
        next.addAll(entry.needs());
      }
    }
    return reached;
  }
}
