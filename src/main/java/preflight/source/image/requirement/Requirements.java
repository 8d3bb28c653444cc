package preflight.source.image.requirement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import preflight.source.image.Unknown;

/**
 * The packages that an image gets.
 *
 * @param distributions of Python, by name
 * @param open what may bring anything: steps and files that nobody can read, and base images
 * @param projects directories of the tree whose own modules are installed
 * @param modules of JavaScript and Go
 * @param notInstalled files of requirements in the context that no step reads
 */
public record Requirements(
    SortedMap<String, Distribution> distributions,
    List<Unknown> open,
    Set<String> projects,
    List<Module> modules,
    List<String> notInstalled) {

  /**
   * A package of JavaScript or a module of Go.
   *
   * @param language {@code node} or {@code go}
   */
  public record Module(String language, String name, String version, String file, int line) {}

  /** Whether nothing else comes along: each is a part of a lock, or its needs are known. */
  public boolean closed() {
    return open.isEmpty()
        && distributions.values().stream()
            .allMatch(it -> it.settled() || isClosed(ImportNames.closure(it)));
  }

  private boolean isClosed(ImportNames.Closure closure) {
    return closure.open().isEmpty() && distributions.keySet().containsAll(closure.all());
  }

  /**
   * Whether something that is installed brings a module.
   *
   * @param module its name as it is imported: {@code yaml}, {@code google.cloud.storage}
   */
  public Provides of(String module) {
    Collection<Distribution> all = distributions.values();
    for (Distribution each : all) {
      if (each.direct() && ImportNames.has(each.name(), module)) {
        return new Provides.Declared(each);
      }
    }
    for (Distribution each : all) {
      if (ImportNames.has(each.name(), module)) {
        return new Provides.Transitive(each);
      }
    }
    Set<String> known = new LinkedHashSet<>();
    Set<String> unknown = new TreeSet<>();
    for (Distribution each : all) {
      if (each.settled()) {
        continue;
      }
      ImportNames.Closure closure = ImportNames.closure(each);
      if (closure.all().stream().anyMatch(it -> ImportNames.has(it, module))) {
        known.add(each.name());
      }
      if (!closure.open().isEmpty()) {
        unknown.add(each.name());
      }
    }
    if (!known.isEmpty()) {
      return new Provides.MaybeTransitive(List.copyOf(known), true);
    }
    List<String> may = new ArrayList<>(open.stream().map(Unknown::toString).toList());
    may.addAll(unknown);
    return may.isEmpty()
        ? new Provides.Nobody()
        : new Provides.MaybeTransitive(List.copyOf(may), false);
  }

  /** Distributions of the table that would bring a module, for a sentence that says what to add. */
  public static List<String> candidates(String module) {
    return ImportNames.having(module);
  }
}
