package preflight.source.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import preflight.source.Finding;
import preflight.source.image.Fate;
import preflight.source.image.ImageContents;
import preflight.source.script.facts.ScriptFile;
import preflight.source.script.facts.ScriptImport;
import preflight.source.script.module.ImportFault;
import preflight.source.script.module.Resolution;
import preflight.source.script.module.ScriptModules;
import preflight.source.script.module.ScriptModules.Manner;
import preflight.source.syntax.Language;
import preflight.source.tree.TreePath;

/**
 * What fails of the imports of files. A path is looked up in the tree, and for a file that lies in
 * the image there as well: only what fails in both is wrong, or what the image alone lacks and
 * nothing but an instruction of the Dockerfile could have brought.
 *
 * @param held paths in the image, by file of the tree
 * @param dockerfile its text
 */
record ScriptImports(
    ImageContents image,
    ScriptLayout tree,
    ScriptLayout packed,
    SortedMap<String, List<String>> held,
    ScriptBuild build,
    String dockerfile,
    Function<String, Optional<ScriptFile>> facts) {

  private static final Manner ANY = new Manner(false, false);

  private static final Set<ImportFault.Kind> OF_PATHS =
      Set.of(ImportFault.Kind.MISSING, ImportFault.Kind.OTHER_CASE, ImportFault.Kind.NO_EXPORT);

  List<ImportFault> faults(String file, Manner manner) {
    List<String> paths =
        held.getOrDefault(file, List.of()).stream().map(it -> it.substring(1)).toList();
    var faults = new ArrayList<ImportFault>();
    for (ImportFault it : tree.modules().faults(file, manner)) {
      boolean undefined = it.kind() == ImportFault.Kind.NO_EXPORT && !isRefused(file, manner);
      boolean there = !OF_PATHS.contains(it.kind()) || (isThere(it, paths) && !isMade(file, it));
      if (there && !undefined) {
        faults.add(it);
      }
    }
    facts
        .apply(file)
        .ifPresent(it -> {
          for (ScriptImport each : it.imports()) {
            if (!each.typeOnly()
                && !each.guarded()
                && tree.resolver().resolve(file, each.specifier())
                    instanceof Resolution.Found(String source)) {
              left(file, paths, each, source).ifPresent(faults::add);
            }
          }
        });
    return faults;
  }

  /**
   * Whether anybody refuses a name that a module does not export: Node.js of an ES module, and the
   * compiler of types. What Babel and bundlers make of JavaScript goes on with {@code undefined}.
   */
  private static boolean isRefused(String file, Manner manner) {
    return manner.plainNode()
        || Language.of(file).filter(it -> it != Language.JAVASCRIPT).isPresent();
  }

  /** Whether a fault of the tree is one in the image too. */
  private boolean isThere(ImportFault fault, List<String> paths) {
    return paths.stream()
        .allMatch(path ->
            packed.modules().faults(path, ANY).stream()
                .anyMatch(it ->
                    it.finding().line() == fault.finding().line()
                        && it.finding().column() == fault.finding().column()));
  }

  /** Whether the Dockerfile may make or rename what is missing in the tree. */
  private boolean isMade(String file, ImportFault fault) {
    return fault.kind() != ImportFault.Kind.NO_EXPORT
        && tree.resolver().resolve(file, fault.finding().subject())
            instanceof Resolution.Missing(String target)
        && (isNamed(target) || isMadeIn(file, fault.finding().subject()));
  }

  private boolean isNamed(String target) {
    String name = TreePath.name(target).replaceFirst("\\.[^.]*$", "");
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
        .matcher(dockerfile)
        .find();
  }

  private boolean isMadeIn(String file, String specifier) {
    return held.getOrDefault(file, List.of()).stream()
        .anyMatch(it ->
            packed.resolver().resolve(it.substring(1), specifier)
                    instanceof Resolution.Missing(String target)
                && mayAppear(target));
  }

  private boolean mayAppear(String target) {
    return Stream.of("", ".js", ".mjs", ".cjs", ".ts", ".tsx", ".json", "/index.js", "/index.ts")
        .anyMatch(it -> build.mayAppear("/" + target + it));
  }

  /** A file of the tree that does not lie where the image would look for it. */
  private Optional<ImportFault> left(
      String file, List<String> paths, ScriptImport it, String source) {
    if (!image.unknowns().isEmpty() || source.contains(".d.")) {
      return Optional.empty();
    }
    boolean lacks =
        paths.isEmpty()
            ? image.left().get(source) instanceof Fate.Ignored && !isNamed(source)
            : paths.stream()
                .allMatch(path ->
                    packed.resolver().resolve(path, it.specifier())
                            instanceof Resolution.Missing(String target)
                        && !mayAppear(target));
    return lacks && !tree.tree().mayHide(source)
        ? Optional.of(
            new ImportFault(
                ImportFault.Kind.MISSING,
                it.atLoad(),
                new Finding(
                    ScriptModules.RULE,
                    file,
                    it.line(),
                    it.column(),
                    "'%s' is imported, and %s %s"
                        .formatted(it.specifier(), source, PackedCode.left(image, source)),
                    it.specifier())))
        : Optional.empty();
  }

  /** All files that are loaded where entries are, by their paths in the tree. */
  Set<String> reached(Set<String> entries, boolean atLoad) {
    var there =
        entries.stream()
            .flatMap(it -> held.getOrDefault(it, List.of()).stream())
            .map(it -> it.substring(1))
            .toList();
    Set<String> all =
        packed.toSources(atLoad ? packed.modules().loaded(there) : packed.modules().reached(there));
    all.addAll(atLoad ? tree.modules().loaded(entries) : tree.modules().reached(entries));
    return all;
  }
}
