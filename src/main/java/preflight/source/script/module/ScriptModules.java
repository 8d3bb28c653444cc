package preflight.source.script.module;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import preflight.source.Finding;
import preflight.source.script.facts.ScriptExport;
import preflight.source.script.facts.ScriptFile;
import preflight.source.script.facts.ScriptImport;
import preflight.source.script.module.Resolution.Found;
import preflight.source.tree.TreePath;

/** The modules of a tree, joined by their imports. */
public final class ScriptModules {

  /** What findings here are about. */
  public static final String RULE = "image-imports";

  private final ScriptResolver resolver;
  private final Map<String, ScriptFile> files;
  private final Map<String, Optional<Set<String>>> exports = new HashMap<>();

  /**
   * Modules.
   *
   * @param files what each file says, by its path
   */
  public ScriptModules(ScriptResolver resolver, Map<String, ScriptFile> files) {
    this.resolver = resolver;
    this.files = Map.copyOf(files);
  }

  /**
   * How a file runs.
   *
   * @param withoutDevelopment whether packages for development are not installed, and no bundler
   *     has put them into what runs
   * @param plainNode whether Node.js loads the file, or what the compiler makes of each file on its
   *     own, without a bundler or a loader
   */
  public record Manner(boolean withoutDevelopment, boolean plainNode) {}

  /** What fails of the imports of a file. */
  public List<ImportFault> faults(String file, Manner manner) {
    var faults = new ArrayList<ImportFault>();
    @Nullable ScriptFile facts = files.get(file);
    if (facts == null) {
      return faults;
    }
    for (ScriptImport it : facts.imports()) {
      if (!it.typeOnly() && !it.guarded()) {
        fault(file, it, manner).ifPresent(faults::add);
        noExports(file, it, faults);
      }
    }
    return faults;
  }

  private Optional<ImportFault> fault(String file, ScriptImport it, Manner manner) {
    String name = it.specifier();
    return switch (resolver.resolve(file, name)) {
      case Resolution.Missing missing ->
          fault(
              ImportFault.Kind.MISSING,
              file,
              it,
              "'%s' is imported, and there is no file at %s".formatted(name, missing.path()));
      case Resolution.OtherCase other ->
          fault(
              ImportFault.Kind.OTHER_CASE,
              file,
              it,
              ("'%s' is imported, and the file is %s: Linux tells upper case and lower case"
                      + " apart")
                  .formatted(name, other.path()));
      case Resolution.Undeclared undeclared ->
          fault(
              ImportFault.Kind.UNDECLARED,
              file,
              it,
              "'%s' is imported, and neither %s nor a lock file names the package"
                  .formatted(name, undeclared.nearest()));
      case Resolution.ForDevelopment development ->
          manner.withoutDevelopment()
                  && it.atLoad()
                  && resolver.onlyForDevelopment(file, development.name())
              ? fault(
                  ImportFault.Kind.FOR_DEVELOPMENT,
                  file,
                  it,
                  ("'%s' is imported, and the image is installed without the development"
                          + " dependencies of %s, to which it belongs")
                      .formatted(name, development.by()))
              : Optional.empty();
      case Found found -> manner.plainNode() ? byNode(file, it, found) : Optional.empty();
      case Resolution.Installed _, Resolution.Open _ -> Optional.empty();
    };
  }

  /** What resolves for compilers and bundlers, and not for Node.js. */
  private Optional<ImportFault> byNode(String file, ScriptImport it, Found found) {
    String name = it.specifier();
    boolean relative = name.startsWith(".");
    if (!relative && resolver.isAlias(file, name)) {
      return fault(
          ImportFault.Kind.ALIAS,
          file,
          it,
          ("'%s' is an alias of tsconfig.json, which the compiler leaves as it is and Node.js does"
                  + " not know")
              .formatted(name));
    }
    boolean esm = it.form() != ScriptImport.Form.REQUIRE && resolver.isModule(file);
    String last = TreePath.name(name);
    return relative && esm && !last.matches(".*\\.(js|mjs|cjs|json|node|ts|mts|cts|wasm)")
        ? fault(
            ImportFault.Kind.NO_EXTENSION,
            file,
            it,
            ("'%s' is imported from an ES module, for which Node.js needs the whole name of the"
                    + " file (%s)")
                .formatted(name, found.path()))
        : Optional.empty();
  }

  private static Optional<ImportFault> fault(
      ImportFault.Kind kind, String file, ScriptImport it, String message) {
    var finding = new Finding(RULE, file, it.line(), it.column(), message, it.specifier());
    return Optional.of(new ImportFault(kind, it.atLoad(), finding));
  }

  private void noExports(String file, ScriptImport it, List<ImportFault> faults) {
    if (it.names().isEmpty()
        || it.specifier().indexOf('?') >= 0
        || !(resolver.resolve(file, it.specifier()) instanceof Found found)) {
      return;
    }
    Optional<Set<String>> offered = exports(found.path());
    if (offered.isEmpty()) {
      return;
    }
    for (ScriptImport.Name name : it.names()) {
      if (!name.typeOnly() && !offered.get().contains(name.name())) {
        String what =
            name.name().equals(ScriptExport.DEFAULT)
                ? "has no default export"
                : "does not export '%s'".formatted(name.name());
        faults.add(
            new ImportFault(
                ImportFault.Kind.NO_EXPORT,
                it.atLoad(),
                new Finding(
                    RULE,
                    file,
                    name.line(),
                    name.column(),
                    "%s %s".formatted(found.path(), what),
                    it.specifier() + "#" + name.name())));
      }
    }
  }

  /** All names that a module exports; empty where it may export more than can be read. */
  public Optional<Set<String>> exports(String path) {
    return exports.computeIfAbsent(path, this::collect);
  }

  private Optional<Set<String>> collect(String path) {
    var names = new HashSet<String>();
    var seen = new HashSet<String>();
    var waiting = new ArrayDeque<String>(List.of(path));
    while (!waiting.isEmpty()) {
      String at = waiting.remove();
      @Nullable ScriptFile facts = files.get(at);
      if (facts == null || facts.open() || at.contains(".d.")) {
        return Optional.empty();
      }
      if (!seen.add(at)) {
        continue;
      }
      for (ScriptExport it : facts.exports()) {
        if (!it.name().equals(ScriptExport.ALL)) {
          boolean hidden = it.name().equals(ScriptExport.DEFAULT) && !at.equals(path);
          if (!hidden) {
            names.add(it.name());
          }
        } else if (resolver.resolve(at, it.from()) instanceof Found found) {
          waiting.add(found.path());
        } else {
          return Optional.empty();
        }
      }
    }
    return Optional.of(names);
  }

  /** The files that are loaded, at once or later, where these are; in the order of finding them. */
  public Set<String> reached(Collection<String> entries) {
    return reached(entries, false);
  }

  /** The files that are loaded at once where these are, and that end them where they fail. */
  public Set<String> loaded(Collection<String> entries) {
    return reached(entries, true);
  }

  private Set<String> reached(Collection<String> entries, boolean atLoad) {
    var reached = new LinkedHashSet<String>();
    var waiting = new ArrayDeque<String>(entries);
    while (!waiting.isEmpty()) {
      String at = waiting.remove();
      @Nullable ScriptFile facts = files.get(at);
      if (facts == null || !reached.add(at)) {
        continue;
      }
      for (ScriptImport it : facts.imports()) {
        if (!it.typeOnly()
            && (!atLoad || (it.atLoad() && !it.guarded()))
            && resolver.resolve(at, it.specifier()) instanceof Found found) {
          waiting.add(found.path());
        }
      }
    }
    return reached;
  }
}
