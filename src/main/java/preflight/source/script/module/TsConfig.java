package preflight.source.script.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a {@code tsconfig.json} and those that it extends say of modules.
 *
 * @param base the folder that names without a dot are looked up in; empty where there is none
 * @param paths patterns of names, and the paths below the root that each may mean
 * @param rootDirs whether folders are laid over each other
 * @param outDir where the compiler writes; empty where it is not said
 * @param rootDir what is taken away from paths there; empty where the compiler finds it itself
 * @param complete whether all that it extends was read
 */
record TsConfig(
    String path,
    Optional<String> base,
    Map<String, List<String>> paths,
    boolean rootDirs,
    Optional<String> outDir,
    Optional<String> rootDir,
    boolean complete) {

  private static final int DEEPEST = 8;

  static TsConfig read(ScriptTree tree, String path, Map<String, String> packages) {
    return read(tree, path, packages, 0);
  }

  private static TsConfig read(
      ScriptTree tree, String path, Map<String, String> packages, int depth) {
    Optional<JsonNode> document = tree.json(path);
    var none =
        new TsConfig(
            path, Optional.empty(), Map.of(), false, Optional.empty(), Optional.empty(), false);
    if (document.isEmpty() || depth > DEEPEST) {
      return none;
    }
    String folder = ScriptTree.folder(path);
    TsConfig inherited = none.with(true);
    for (JsonNode it : each(document.get().path("extends"))) {
      Optional<TsConfig> parent =
          parent(tree, folder, it.asString(""), packages)
              .map(found -> read(tree, found, packages, depth + 1));
      inherited = parent.map(inherited::over).orElse(inherited.with(false));
    }
    JsonNode options = document.get().path("compilerOptions");
    Optional<String> base = below(folder, options.path("baseUrl"));
    var paths = new LinkedHashMap<String, List<String>>();
    String start = base.orElse(folder);
    for (var entry : options.path("paths").properties()) {
      var targets = new ArrayList<String>();
      entry.getValue().forEach(it -> below(start, it).ifPresent(targets::add));
      paths.put(entry.getKey(), targets);
    }
    var own =
        new TsConfig(
            path,
            base,
            paths,
            !options.path("rootDirs").isMissingNode(),
            below(folder, options.path("outDir")),
            below(folder, options.path("rootDir")),
            true);
    return inherited.over(own);
  }

  /** The one that is given, and this where that says nothing. */
  private TsConfig over(TsConfig own) {
    return new TsConfig(
        own.path,
        own.base.or(() -> base),
        own.paths.isEmpty() ? paths : own.paths,
        own.rootDirs || rootDirs,
        own.outDir.or(() -> outDir),
        own.rootDir.or(() -> rootDir),
        complete && own.complete);
  }

  private TsConfig with(boolean all) {
    return new TsConfig(path, base, paths, rootDirs, outDir, rootDir, all);
  }

  private static List<JsonNode> each(JsonNode node) {
    return node.isArray()
        ? node.valueStream().toList()
        : node.isString() ? List.of(node) : List.of();
  }

  private static Optional<String> parent(
      ScriptTree tree, String folder, String written, Map<String, String> packages) {
    Optional<String> path =
        written.startsWith(".")
            ? ScriptTree.join(folder, written)
            : packages.entrySet().stream()
                .filter(it -> written.equals(it.getKey()) || written.startsWith(it.getKey() + "/"))
                .map(it -> it.getValue() + written.substring(it.getKey().length()))
                .findFirst();
    return path.flatMap(it ->
        List.of(it, it + ".json", it + "/tsconfig.json").stream().filter(tree::has).findFirst());
  }

  private static Optional<String> below(String folder, JsonNode relative) {
    return relative
        .asStringOpt()
        .map(it -> it.replace("${configDir}/", ""))
        .flatMap(it -> ScriptTree.join(folder, it));
  }

  /** The paths that a name may mean by its patterns; empty where none fits. */
  List<String> candidates(String specifier) {
    var candidates = new ArrayList<String>();
    for (var entry : paths.entrySet()) {
      String pattern = entry.getKey();
      int star = pattern.indexOf('*');
      if (star < 0 ? specifier.equals(pattern) : fits(pattern, star, specifier)) {
        String rest =
            star < 0
                ? ""
                : specifier.substring(star, specifier.length() - (pattern.length() - star - 1));
        entry
            .getValue()
            .forEach(it -> ScriptTree.join("", it.replace("*", rest)).ifPresent(candidates::add));
      }
    }
    return candidates;
  }

  private static boolean fits(String pattern, int star, String specifier) {
    return specifier.length() >= pattern.length() - 1
        && specifier.startsWith(pattern.substring(0, star))
        && specifier.endsWith(pattern.substring(star + 1));
  }
}
