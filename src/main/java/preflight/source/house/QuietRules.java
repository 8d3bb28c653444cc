package preflight.source.house;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import preflight.source.facts.ExactText;
import preflight.source.facts.FactsCache;
import preflight.source.facts.ProgramBuild;
import preflight.source.rule.HouseRule;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;
import preflight.source.tree.SourceTree;

/**
 * Which rules see nothing in which content, from run to run: they need not look at it again. What a
 * rule sees depends on its parameters, the content, the path and the role of the file alone.
 */
final class QuietRules {

  /** Stands for the search for comments that allow something. */
  static final String COMMENTS = "-";

  private static final int DIGEST = 12;

  private final Optional<FactsCache<Quiet>> cache;

  /**
   * Of one content.
   *
   * @param rules their digests, with blanks between them
   */
  record Quiet(String rules) {}

  private QuietRules(Optional<FactsCache<Quiet>> cache) {
    this.cache = cache;
  }

  /** Remembers nothing. */
  static QuietRules forgotten() {
    return new QuietRules(Optional.empty());
  }

  /**
   * Opens what earlier runs saw of a tree.
   *
   * @param variables of this process, which say where caches are
   */
  static QuietRules of(SourceTree tree, Map<String, String> variables) {
    return of(tree, variables, ProgramBuild.id());
  }

  static QuietRules of(SourceTree tree, Map<String, String> variables, Optional<String> build) {
    Optional<Path> folder = FactsCache.folder(variables).map(it -> it.resolve("house"));
    return new QuietRules(
        build
            .filter(_ -> folder.isPresent())
            .map(it -> new FactsCache<>(Quiet.class, folder, tree.root(), it)));
  }

  boolean remembers() {
    return cache.isPresent();
  }

  static String digest(HouseRule<?> rule) {
    return hash(ExactText.of(rule)).substring(0, DIGEST);
  }

  private static String hash(String text) {
    return FactsCache.blob(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String key(String blob, SourceFile file, Role role) {
    return hash(blob + " " + role + " " + file.path());
  }

  /** The digests of rules that saw nothing in this content. */
  Set<String> of(String blob, SourceFile file, Role role) {
    return cache
        .flatMap(it -> it.get(key(blob, file, role)))
        .map(it -> Set.copyOf(new HashSet<>(Arrays.asList(it.rules().split(" ", -1)))))
        .orElse(Set.of());
  }

  /** Remembers rules that saw nothing, besides those that are known. */
  void add(String blob, SourceFile file, Role role, Collection<String> quiet) {
    Set<String> known = of(blob, file, role);
    if (!known.containsAll(quiet)) {
      var all = new TreeSet<>(known);
      all.addAll(quiet);
      cache.ifPresent(
          it -> it.put(key(blob, file, role), new Quiet(String.join(" ", List.copyOf(all)))));
    }
  }

  void save() {
    cache.ifPresent(FactsCache::save);
  }
}
