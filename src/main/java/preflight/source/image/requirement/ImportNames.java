package preflight.source.image.requirement;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import preflight.file.PackedTable;

/** Names by which distributions are imported, and what comes along with the common ones. */
public final class ImportNames {

  private static final Map<String, List<String>> NAMES = read("import-names.txt");

  private static final Map<String, List<String>> NEEDS = read("needs.txt");

  private ImportNames() {}

  /** Modules that a distribution has, with dots where only a part of a namespace is its own. */
  public static List<String> of(String distribution) {
    String name = Distribution.normalised(distribution);
    List<String> known = NAMES.get(name);
    if (known != null) {
      return known;
    }
    // The rule, and what many with a prefix do: a part of Google's namespace.
    String plain = name.replace('-', '_');
    if (name.startsWith("google-cloud-")) {
      return List.of(
          "google.cloud." + name.substring("google-cloud-".length()).replace("-", ""),
          "google.cloud." + name.substring("google-cloud-".length()).replace('-', '_'));
    }
    if (name.startsWith("types-") || name.endsWith("-stubs")) {
      return List.of();
    }
    if (name.startsWith("opentelemetry-instrumentation-")) {
      return List.of(
          "opentelemetry.instrumentation."
              + plain.substring("opentelemetry_instrumentation_".length()));
    }
    if (name.startsWith("azure-")) {
      return List.of(name.replace('-', '.'));
    }
    // Some keep the dots of their name: a namespace.
    return List.of(plain, name.replace('-', '.'));
  }

  /** Whether a distribution has a module, or a package above or below it. */
  static boolean has(String distribution, String module) {
    return has(of(distribution), module);
  }

  private static boolean has(List<String> names, String module) {
    for (String it : names) {
      if (it.equalsIgnoreCase(module) || isBelow(it, module) || isBelow(module, it)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBelow(String module, String above) {
    return module.length() > above.length()
        && module.charAt(above.length()) == '.'
        && module.startsWith(above);
  }

  /** What a distribution needs in any of its versions; empty where nobody wrote it down. */
  static Optional<List<String>> needs(String distribution) {
    return Optional.ofNullable(NEEDS.get(distribution));
  }

  /** What comes along with a distribution and its extras, and what of it has unknown needs. */
  static Closure closure(Distribution distribution) {
    Set<String> all = new HashSet<>();
    Set<String> open = new HashSet<>();
    add(distribution.name(), all, open);
    for (String extra : distribution.extras()) {
      String key = distribution.name() + "[" + extra + "]";
      if (needs(key).isPresent()) {
        needs(key).get().forEach(it -> add(it, all, open));
      } else {
        open.add(key);
      }
    }
    all.remove(distribution.name());
    return new Closure(all, open);
  }

  /**
   * What is known of what comes along.
   *
   * @param open what may need anything
   */
  record Closure(Set<String> all, Set<String> open) {}

  private static void add(String name, Set<String> all, Set<String> open) {
    if (!all.add(name)) {
      return;
    }
    Optional<List<String>> needs = needs(name);
    if (needs.isEmpty()) {
      open.add(name);
    } else {
      needs.get().forEach(it -> add(it, all, open));
    }
  }

  private static Map<String, List<String>> read(String file) {
    return PackedTable.lines(ImportNames.class, file).stream()
        .map(it -> it.split("\\s*:\\s*", 2))
        .collect(
            Collectors.toUnmodifiableMap(
                it -> it[0],
                it -> it[1].isBlank() ? List.of() : List.of(it[1].strip().split("\\s+", -1)),
                (first, _) -> first));
  }

  /** All distributions of the table that have a module. */
  static List<String> having(String module) {
    return NAMES.entrySet().stream()
        .filter(it -> has(it.getValue(), module))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
