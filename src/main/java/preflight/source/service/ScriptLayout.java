package preflight.source.service;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import preflight.source.script.facts.ScriptFile;
import preflight.source.script.module.ScriptModules;
import preflight.source.script.module.ScriptResolver;
import preflight.source.script.module.ScriptTree;

/**
 * Files where they lie, in the tree or in an image, and their modules.
 *
 * @param sources in the tree, by path here
 */
record ScriptLayout(
    SortedMap<String, String> sources,
    ScriptTree tree,
    ScriptResolver resolver,
    ScriptModules modules) {

  static ScriptLayout of(
      SortedMap<String, String> sources,
      Set<String> opaque,
      Function<String, Optional<String>> texts,
      Function<String, Optional<ScriptFile>> facts) {
    Map<String, ScriptFile> files = new TreeMap<>();
    sources.forEach((path, source) -> facts.apply(source).ifPresent(it -> files.put(path, it)));
    var tree =
        new ScriptTree(
            sources.keySet(), opaque, it -> Optional.ofNullable(sources.get(it)).flatMap(texts));
    var resolver = new ScriptResolver(tree);
    return new ScriptLayout(sources, tree, resolver, new ScriptModules(resolver, files));
  }

  /** As paths in the tree. */
  Set<String> toSources(Collection<String> paths) {
    var all = new LinkedHashSet<String>();
    paths.forEach(it -> Optional.ofNullable(sources.get(it)).ifPresent(all::add));
    return all;
  }
}
