package preflight.source.python;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import preflight.source.python.Import.Guard;
import preflight.source.python.scope.ScopeFacts.Undefined;

/**
 * The Python code of an image: where it is searched for, what its start imports, and which imports
 * fail.
 */
public final class PythonImage {

  private static final int LONGEST_SCRIPT = 256 << 10;

  private static final Pattern MODULE = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");

  private static final Set<String> PYTHON_2 =
      Set.of(
          "apply",
          "basestring",
          "buffer",
          "cmp",
          "coerce",
          "execfile",
          "file",
          "intern",
          "long",
          "raw_input",
          "reduce",
          "reload",
          "unichr",
          "unicode",
          "xrange");

  /** The version that has the most builtins and evaluates the fewest annotations. */
  private static final int LENIENT = 14;

  private final Contents contents;
  private final ModuleFiles image;
  private final StartCommand start;
  private final List<String> path;
  private final boolean pathKnown;
  private final ImportResolver resolver;

  // Several rules ask, and the first one waits.
  private @Nullable Set<String> reached;
  private @Nullable Failing failing;
  private @Nullable SortedMap<String, String> modules;

  /**
   * What an image holds, as far as Python asks.
   *
   * @param packed paths in the image, and where the file lies in the tree
   * @param tree all files of the tree
   * @param command words of the command; one word with blanks is a shell's line; empty if unknown
   * @param directory where the command runs
   * @param environment of the image
   * @param projects directories of the image whose project is installed, as by {@code pip install
   *     .}
   * @param text what a file of the tree says, for scripts
   * @param program what the project's own programs run
   */
  public record Contents(
      SortedMap<String, String> packed,
      Collection<String> tree,
      List<String> command,
      String directory,
      Map<String, String> environment,
      List<String> projects,
      Optional<PythonVersion> version,
      Distributions distributions,
      Function<String, Optional<PythonFile>> facts,
      Function<String, Optional<String>> text,
      Function<String, Optional<String>> program,
      Predicate<String> mayAppear,
      Function<String, String> left,
      Predicate<String> production) {}

  /**
   * The imports that fail.
   *
   * @param atStart of modules that the start of the service imports, or may import
   * @param later in functions, under conditions, and of modules that its start does not import
   */
  public record Failing(List<Problem> atStart, List<Problem> later) {

    public Failing {
      atStart = List.copyOf(atStart);
      later = List.copyOf(later);
    }
  }

  public PythonImage(Contents contents, StandardLibrary library) {
    this.contents = contents;
    this.image = new ModuleFiles(contents.packed());
    this.start =
        StartCommand.of(
            contents.command(),
            contents.directory(),
            it -> Optional.ofNullable(contents.environment().get(it)),
            this::script,
            contents.program());
    Set<String> folders = new LinkedHashSet<>(start.folders());
    boolean literal = true;
    for (String each : contents.environment().getOrDefault("PYTHONPATH", "").split("[:;]", -1)) {
      literal &= !each.contains("$");
      if (!each.isBlank() && !each.contains("$")) {
        folders.add(Path.of(contents.directory()).resolve(each).normalize().toString());
      }
    }
    for (String project : contents.projects()) {
      folders.add(project);
      folders.add(project.equals("/") ? "/src" : project + "/src");
    }
    this.pathKnown =
        start.understood()
            && literal
            && contents.packed().values().stream()
                .filter(contents.production())
                .noneMatch(
                    it -> contents.facts().apply(it).map(PythonFile::altersPath).orElse(false));
    if (!pathKnown) {
      folders.addAll(plausible());
    }
    this.path = List.copyOf(folders);
    this.resolver =
        new ImportResolver(
            new ImportResolver.Setting(
                image,
                new ModuleFiles(ImportResolver.beside(contents.packed(), contents.tree())),
                new ModuleFiles(production(contents)),
                path,
                pathKnown,
                contents.version(),
                contents.distributions(),
                contents.facts(),
                contents.mayAppear(),
                contents.left()),
            library);
  }

  private static SortedMap<String, String> production(Contents contents) {
    SortedMap<String, String> files = new TreeMap<>();
    contents.tree().stream()
        .filter(it -> it.endsWith(".py") && contents.production().test(it))
        .forEach(it -> files.put("/" + it, it));
    return files;
  }

  public StartCommand start() {
    return start;
  }

  /** Directories of the search path that hold code of the tree. */
  public List<String> path() {
    return path;
  }

  public boolean pathKnown() {
    return pathKnown;
  }

  private Optional<String> script(String path) {
    return image.source(path).flatMap(contents.text()).filter(it -> it.length() < LONGEST_SCRIPT);
  }

  /** Every directory with code that is no package itself: somebody may search it. */
  private Set<String> plausible() {
    Set<String> folders = new LinkedHashSet<>();
    folders.add(contents.directory());
    Set<String> others = new TreeSet<>();
    for (String file : contents.packed().keySet()) {
      if (file.endsWith(".py")) {
        String folder = ModuleFiles.folder(file);
        while (folder.length() > 1 && image.source(folder + "/__init__.py").isPresent()) {
          folder = ModuleFiles.folder(folder);
        }
        others.add(folder);
      }
    }
    folders.addAll(others);
    return folders;
  }

  /**
   * The files that the start of the service imports, by their paths in the image; empty where
   * nobody knows what starts.
   */
  public synchronized Set<String> reached() {
    if (reached == null) {
      reached = reach();
    }
    return reached;
  }

  private Set<String> reach() {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (String script : start.scripts()) {
      if (image.source(script).isPresent()) {
        open.add(script);
      }
    }
    start.modules().forEach(it -> open.addAll(files(it)));
    while (!open.isEmpty()) {
      String file = open.poll();
      if (!reached.add(file)) {
        continue;
      }
      Optional<PythonFile> facts = image.source(file).flatMap(contents.facts());
      if (facts.isEmpty()) {
        continue;
      }
      for (Import statement : facts.get().imports()) {
        boolean runs =
            statement.function().isEmpty()
                && (statement.guard() == Guard.NONE
                    || (statement.guard() == Guard.MAIN && start.scripts().contains(file)));
        if (runs) {
          open.addAll(resolver.resolve(file, statement).modules());
        }
      }
      facts.get().mentions().forEach(it -> open.addAll(mentioned(it)));
    }
    return Collections.unmodifiableSet(reached);
  }

  /** A dotted name is imported whole, or but for its last parts. */
  private List<String> mentioned(String name) {
    String module = name;
    while (module.contains(".")) {
      List<String> files = files(module);
      if (!files.isEmpty()) {
        return files;
      }
      module = module.substring(0, module.lastIndexOf('.'));
    }
    return List.of();
  }

  private List<String> files(String module) {
    for (String folder : path) {
      String directory = folder;
      var files = new ArrayList<String>();
      boolean whole = true;
      for (String part : module.split("\\.", -1)) {
        Optional<ModuleFiles.Found> found = image.in(directory, part);
        whole &= found.isPresent();
        if (found.orElse(null) instanceof ModuleFiles.Found.Source(String at, boolean _)) {
          files.add(at);
        }
        directory = directory.equals("/") ? "/" + part : directory + "/" + part;
      }
      if (whole) {
        return files;
      }
    }
    return List.of();
  }

  /** The imports that fail, of all production code of the image. */
  public synchronized Failing failing() {
    if (failing == null) {
      failing = fail();
    }
    return failing;
  }

  private Failing fail() {
    Set<String> reached = reached();
    boolean startKnown = start.understood() && !reached.isEmpty();
    SortedMap<String, Problem> atStart = new TreeMap<>();
    SortedMap<String, Problem> later = new TreeMap<>();
    production((file, _, facts) -> {
      // Where nobody knows what starts, any module may be it.
      boolean starts = !startKnown || reached.contains(file);
      for (Import statement : facts.imports()) {
        if (judged(statement)) {
          for (Problem problem : resolver.resolve(file, statement).problems()) {
            boolean certain = problem.kind() != Problem.Kind.NOT_DECLARED;
            (starts && statement.atStart() && certain ? atStart : later)
                .putIfAbsent(key(problem), problem);
          }
        }
      }
    });
    later.keySet().removeAll(atStart.keySet());
    return new Failing(new ArrayList<>(atStart.values()), new ArrayList<>(later.values()));
  }

  /**
   * A name that nothing defines.
   *
   * @param path of the file in the tree
   */
  public record UndefinedName(String path, Undefined name) {}

  /** Names that nothing defines: what runs such a line ends with a {@code NameError}. */
  public List<UndefinedName> undefined() {
    int minor = contents.version().map(PythonVersion::minor).orElse(LENIENT);
    Set<String> injected = new TreeSet<>();
    production((_, _, facts) -> injected.addAll(facts.scope().injected()));
    SortedMap<String, UndefinedName> undefined = new TreeMap<>();
    production((file, source, facts) ->
        facts.scope().certain(minor).stream()
            .filter(it -> !injected.contains(it.name()))
            // Where the version is not known, it may be Python 2.
            .filter(it -> contents.version().isPresent() || !PYTHON_2.contains(it.name()))
            .filter(it -> !it.maybeFromStar() || !resolver.starsMayBring(file, facts, it.name()))
            .forEach(it ->
                undefined.putIfAbsent(
                    key(source, it.line(), it.column(), it.name()),
                    new UndefinedName(source, it))));
    return new ArrayList<>(undefined.values());
  }

  /**
   * The dotted name by which the production files of the image are imported, and where each lies in
   * the tree; a file that lies outside of the search path has none.
   */
  public synchronized SortedMap<String, String> modules() {
    if (modules == null) {
      modules = named();
    }
    return modules;
  }

  private SortedMap<String, String> named() {
    SortedMap<String, String> modules = new TreeMap<>();
    production((file, source, _) -> module(file).ifPresent(it -> modules.putIfAbsent(it, source)));
    return Collections.unmodifiableSortedMap(modules);
  }

  private Optional<String> module(String file) {
    for (String folder : path) {
      String prefix = folder.equals("/") ? "/" : folder + "/";
      if (file.startsWith(prefix)) {
        String dotted =
            file.substring(prefix.length())
                .replaceFirst("(/__init__)?\\.py$", "")
                .replace('/', '.');
        return MODULE.matcher(dotted).matches() ? Optional.of(dotted) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The files of {@link #reached}, by their paths in the tree. */
  public Set<String> reachedSources() {
    Set<String> sources = new TreeSet<>();
    reached().forEach(it -> image.source(it).ifPresent(sources::add));
    return sources;
  }

  /** What is done with each production file of the image that was read. */
  private interface Visitor {
    void visit(String file, String source, PythonFile facts);
  }

  private void production(Visitor visitor) {
    contents
        .packed()
        .forEach((file, source) -> {
          // What the start imports is production, whatever its folder is called.
          if (file.endsWith(".py")
              && (contents.production().test(source) || reached().contains(file))) {
            contents.facts().apply(source).ifPresent(it -> visitor.visit(file, source, it));
          }
        });
  }

  private static String key(Problem problem) {
    return key(problem.path(), problem.line(), problem.column(), problem.name());
  }

  private static String key(String path, int line, int column, String name) {
    return "%s:%08d:%08d:%s".formatted(path, line, column, name);
  }

  private static boolean judged(Import statement) {
    return switch (statement.guard()) {
      case NONE -> true;
      // A condition may ask for the very thing that is missing, or for another system.
      case CONDITION, OPTIONAL, FALLBACK, TYPE_CHECKING, MAIN -> false;
    };
  }

  /** What the command starts and the image does not hold, as it is named. */
  public List<String> missingStart() {
    var missing = new ArrayList<String>();
    for (String module : start.modules()) {
      String top = module.replaceFirst("\\..*", "");
      Optional<String> folder =
          path.stream().filter(it -> image.in(it, top).isPresent()).findFirst();
      if (folder.isPresent() && !holds(folder.get(), module)) {
        missing.add(module);
      }
    }
    for (String script : start.scripts()) {
      boolean beside =
          contents.packed().keySet().stream()
              .anyMatch(it -> ModuleFiles.folder(it).equals(ModuleFiles.folder(script)));
      if (beside && image.source(script).isEmpty() && !contents.mayAppear().test(script)) {
        missing.add(script);
      }
    }
    return missing;
  }

  private boolean holds(String folder, String module) {
    String directory = folder;
    for (String part : module.split("\\.", -1)) {
      String at = directory.equals("/") ? "/" + part : directory + "/" + part;
      if (image.in(directory, part).isEmpty()) {
        return contents.mayAppear().test(at) || contents.mayAppear().test(at + ".py");
      }
      directory = at;
    }
    return true;
  }
}
