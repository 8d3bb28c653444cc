package preflight.source.python;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import preflight.source.python.ModuleFiles.Found;
import preflight.source.python.Problem.Kind;
import preflight.source.tree.TreePath;

/**
 * Finds the modules that imports ask for, as Python's import system does: along the search path, by
 * files. It says that an import fails only where nothing that is not known could make it work.
 */
public final class ImportResolver {

  private final Setting setting;
  private final StandardLibrary library;

  // The same few names are asked for by every file, and a search path may have hundreds of places.
  private final Map<String, List<String>> onPath = new ConcurrentHashMap<>();
  private final Map<String, Beyond> beyond = new ConcurrentHashMap<>();
  private final Map<String, Distributions.Answer> brought = new ConcurrentHashMap<>();

  /**
   * What is known of the place where modules run.
   *
   * @param image the files of the image
   * @param tree all files of the source, by the same paths that they would have in the image
   *     ({@code left out} files lie where their neighbours lie)
   * @param source the same files by their paths in the tree, each behind a {@code /}
   * @param path directories of the search path that hold code of the tree
   * @param pathKnown whether there are no others
   * @param facts what a file of the tree says, by its path there
   * @param mayAppear whether a step of the build may have made a path of the image
   * @param left why a file of the tree is not in the image, as a clause
   */
  public record Setting(
      ModuleFiles image,
      ModuleFiles tree,
      ModuleFiles source,
      List<String> path,
      boolean pathKnown,
      Optional<PythonVersion> version,
      Distributions distributions,
      Function<String, Optional<PythonFile>> facts,
      Predicate<String> mayAppear,
      Function<String, String> left) {

    public Setting {
      path = List.copyOf(path);
    }
  }

  public ImportResolver(Setting setting, StandardLibrary library) {
    this.setting = setting;
    this.library = library;
  }

  /**
   * Where an import leads.
   *
   * @param modules image paths of the files that are run for it, parents first
   * @param problems what fails; of one statement at most one for each name
   */
  public record Resolution(List<String> modules, List<Problem> problems) {

    public Resolution {
      modules = List.copyOf(modules);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Follows an import of a file of the image.
   *
   * @param file its image path
   */
  public Resolution resolve(String file, Import statement) {
    var walk = new Walk(file, statement);
    walk.follow();
    return new Resolution(new ArrayList<>(walk.modules), walk.problems);
  }

  private final class Walk {
    private final String file;
    private final String source;
    private final Import statement;
    private final Set<String> modules = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    Walk(String file, Import statement) {
      this.file = file;
      this.source = setting.image().source(file).orElse(file);
      this.statement = statement;
    }

    void follow() {
      Optional<Found> found = statement.level() > 0 ? relative() : absolute();
      if (found.isEmpty()) {
        return;
      }
      if (statement.star()) {
        return;
      }
      for (Import.Name name : statement.names()) {
        name(found.get(), name);
      }
    }

    private Optional<Found> relative() {
      String directory = ModuleFiles.folder(file);
      for (int i = 1; i < statement.level(); i++) {
        directory = ModuleFiles.folder(directory);
      }
      if (statement.module().isEmpty()) {
        String init = directory + "/__init__.py";
        if (setting.image().source(init).isPresent()) {
          modules.add(init);
          return Optional.of(new Found.Source(init, true));
        }
        return Optional.of(new Found.Namespace(directory));
      }
      return down(directory, statement.module().split("\\.", -1), "", 0);
    }

    private Optional<Found> absolute() {
      String[] parts = statement.module().split("\\.", -1);
      var namespaces = new ArrayList<String>();
      for (String directory : onPath(parts[0])) {
        Optional<Found> top = setting.image().in(directory, parts[0]);
        if (top.filter(it -> !(it instanceof Found.Namespace)).isPresent()) {
          return down(directory, parts, "", 0);
        }
        top.ifPresent(_ -> namespaces.add(directory));
      }
      if (library.has(parts[0])) {
        return standard(parts);
      }
      if (brings(statement.module()) == Distributions.Answer.INSTALLED) {
        return Optional.empty();
      }
      if (namespaces.size() == 1) {
        return down(namespaces.getFirst(), parts, "", 0);
      }
      if (namespaces.isEmpty()) {
        nowhere(parts);
      }
      return Optional.empty();
    }

    private Optional<Found> standard(String[] parts) {
      Optional<PythonVersion> version = setting.version();
      String module = String.join(".", parts);
      boolean otherBrings =
          brings(statement.module()) != Distributions.Answer.NOBODY && parts[0].equals("distutils");
      if (version.isEmpty() || otherBrings) {
        return Optional.empty();
      }
      Optional<StandardLibrary.Span> lacking =
          library.lacks(version.get(), parts[0]).or(() -> library.lacks(version.get(), module));
      if (lacking.isPresent()) {
        // A module that was removed has successors of the same name (standard-imghdr, cgi).
        if (lacking.get().until().isEmpty()
            || brings(statement.module()) == Distributions.Answer.NOBODY) {
          problem(
              Kind.OTHER_VERSION,
              statement.line(),
              statement.column(),
              module,
              "",
              "imports %s, which Python %s does not have: %s"
                  .formatted(module, version.get(), lacking.get().words()));
        }
        return Optional.empty();
      }
      for (Import.Name name : statement.names()) {
        library
            .lacks(version.get(), module, name.name())
            .ifPresent(span ->
                problem(
                    Kind.OTHER_VERSION,
                    name.line(),
                    name.column(),
                    module,
                    name.name(),
                    "imports %s from %s, which Python %s does not have: %s"
                        .formatted(name.name(), module, version.get(), span.words())));
      }
      return Optional.empty();
    }

    /** From a directory down the parts of a dotted name. */
    private Optional<Found> down(String from, String[] parts, String above, int first) {
      String directory = from;
      Optional<Found> found = Optional.empty();
      var name = new StringBuilder(above);
      for (int i = first; i < parts.length; i++) {
        name.append(name.isEmpty() ? "" : ".").append(parts[i]);
        Optional<Found> next = setting.image().in(directory, parts[i]);
        if (next.isEmpty()) {
          boolean last = found.isPresent() && openPackage(found.get());
          if (!last) {
            missing(directory, parts[i], name.toString(), found.isPresent() || above.isEmpty());
          }
          return Optional.empty();
        }
        found = next;
        switch (next.get()) {
          case Found.Source(String path, boolean isPackage) -> {
            modules.add(path);
            if (!isPackage && i + 1 < parts.length) {
              if (!altered(path)) {
                problem(
                    Kind.NO_MODULE,
                    statement.line(),
                    statement.column(),
                    dotted(name, parts, i + 1),
                    "",
                    "imports %s, but %s is a module and no package"
                        .formatted(dotted(name, parts, i + 1), name));
              }
              return Optional.empty();
            }
          }
          case Found.Compiled _ -> {
            return Optional.empty();
          }
          case Found.Namespace _ -> {}
        }
        directory = directory.equals("/") ? "/" + parts[i] : directory + "/" + parts[i];
      }
      return found;
    }

    private static String dotted(StringBuilder name, String[] parts, int next) {
      return name + "." + parts[next];
    }

    /** A package that may hold modules which no file of it is. */
    private boolean openPackage(Found found) {
      return found instanceof Found.Source(String path, boolean _) && altered(path);
    }

    private boolean altered(String path) {
      return setting
          .image()
          .source(path)
          .flatMap(setting.facts())
          .map(PythonFile::altersModules)
          .orElse(true);
    }

    private void missing(String directory, String part, String module, boolean own) {
      String path = directory.equals("/") ? "/" + part : directory + "/" + part;
      if (setting.mayAppear().test(path) || setting.mayAppear().test(path + ".py")) {
        return;
      }
      String shown = shown(module);
      Optional<Found> elsewhere = setting.tree().in(directory, part);
      if (elsewhere.isPresent()) {
        String there = elsewhere.get() instanceof Found.Source(String at, boolean _) ? at : path;
        String name = setting.tree().source(there).orElse(there);
        problem(
            Kind.NOT_PACKED,
            statement.line(),
            statement.column(),
            module,
            "",
            "imports %s, which is not in the image: %s %s"
                .formatted(shown, name, setting.left().apply(name)));
      } else if (own) {
        problem(
            Kind.NO_MODULE,
            statement.line(),
            statement.column(),
            module,
            "",
            "imports %s, which does not exist".formatted(shown));
      }
    }

    /** As written, where the import is relative. */
    private String shown(String module) {
      return statement.level() > 0 ? ".".repeat(statement.level()) + module : module;
    }

    private void nowhere(String[] parts) {
      String top = parts[0];
      String module = String.join(".", parts);
      switch (beyond(top)) {
        case Beyond.Made _ -> {
          return;
        }
        case Beyond.Left(String directory) -> {
          missing(directory, top, top, true);
          return;
        }
        case Beyond.Nothing _ -> {}
      }
      List<String> elsewhere = setting.image().holding(top);
      Optional<String> unpacked = unpacked(parts);
      if (unpacked.isPresent()) {
        problem(
            Kind.NOT_PACKED,
            statement.line(),
            statement.column(),
            module,
            "",
            "imports %s, which is not in the image: %s %s"
                .formatted(module, unpacked.get(), setting.left().apply(unpacked.get())));
        return;
      }
      boolean nobody = brings(module) == Distributions.Answer.NOBODY;
      if (!elsewhere.isEmpty()) {
        if (setting.pathKnown() && nobody) {
          problem(
              Kind.NOT_ON_PATH,
              statement.line(),
              statement.column(),
              top,
              "",
              "imports %s, which lies in %s, where Python does not look; it looks in %s"
                  .formatted(module, elsewhere.getFirst(), String.join(", ", setting.path())));
        }
        return;
      }
      boolean certain = nobody && setting.pathKnown();
      problem(
          certain ? Kind.NOT_INSTALLED : Kind.NOT_DECLARED,
          statement.line(),
          statement.column(),
          top,
          "",
          certain
              ? "imports %s, which no requirement of the image brings".formatted(module)
              : "imports %s, which no requirement of the image names".formatted(module));
    }

    /** The file of the tree that is this whole module, wherever it lies there. */
    private Optional<String> unpacked(String[] parts) {
      for (String directory : setting.source().holding(parts[0])) {
        String at = directory;
        Optional<Found> found = Optional.empty();
        for (String part : parts) {
          found = setting.source().in(at, part);
          if (found.isEmpty()) {
            break;
          }
          at = at.equals("/") ? "/" + part : at + "/" + part;
        }
        if (found.orElse(null) instanceof Found.Source(String path, boolean _)) {
          return setting.source().source(path).filter(it -> !packed(it));
        }
      }
      return Optional.empty();
    }

    private boolean packed(String source) {
      return setting.image().sources().contains(source);
    }

    private void name(Found module, Import.Name name) {
      String directory =
          switch (module) {
            case Found.Source(String path, boolean isPackage) ->
                isPackage ? ModuleFiles.folder(path) : "";
            case Found.Namespace(String path) -> path;
            case Found.Compiled _ -> "";
          };
      Optional<Found> below =
          directory.isEmpty() ? Optional.empty() : setting.image().in(directory, name.name());
      if (module instanceof Found.Source(String path, boolean _)) {
        if (exports(path, name.name(), new HashSet<>())) {
          below.filter(Found.Source.class::isInstance).ifPresent(this::runs);
          return;
        }
      }
      if (below.isPresent()) {
        runs(below.get());
        return;
      }
      String written = statement.written();
      String own = directory.isEmpty() ? "" : directory + "/" + name.name();
      if (!own.isEmpty()
          && (setting.mayAppear().test(own) || setting.mayAppear().test(own + ".py"))) {
        return;
      }
      if (!directory.isEmpty() && setting.tree().in(directory, name.name()).isPresent()) {
        missing(
            directory,
            name.name(),
            statement.module().isEmpty() ? name.name() : statement.module() + "." + name.name(),
            true);
        return;
      }
      String at =
          module instanceof Found.Source(String path, boolean _)
              ? setting.image().source(path).orElse(path)
              : written;
      problem(
          Kind.NO_NAME,
          name.line(),
          name.column(),
          statement.module(),
          name.name(),
          "imports %s from %s, and %s has no such name".formatted(name.name(), written, at));
    }

    private void runs(Found found) {
      if (found instanceof Found.Source(String path, boolean _)) {
        modules.add(path);
      }
    }

    private void problem(
        Kind kind, int line, int column, String module, String name, String words) {
      problems.add(new Problem(kind, source, statement, line, column, module, name, words));
    }
  }

  /** What the search path may hold of a name that no file of the image has. */
  private sealed interface Beyond {

    /** A step of the build may make it. */
    record Made() implements Beyond {}

    /** The tree has it beside what is in the directory. */
    record Left(String directory) implements Beyond {}

    record Nothing() implements Beyond {}
  }

  private Beyond beyond(String top) {
    return beyond.computeIfAbsent(
        top,
        _ -> {
          Set<String> holding = Set.copyOf(setting.tree().holding(top));
          for (String directory : setting.path()) {
            if (setting.mayAppear().test(directory + "/" + top)
                || setting.mayAppear().test(directory + "/" + top + ".py")) {
              return new Beyond.Made();
            }
            if (holding.contains(directory)) {
              return new Beyond.Left(directory);
            }
          }
          return new Beyond.Nothing();
        });
  }

  /** The directories of the search path that hold something of a name. */
  private List<String> onPath(String top) {
    return onPath.computeIfAbsent(
        top,
        _ -> {
          Set<String> holding = Set.copyOf(setting.image().holding(top));
          return setting.path().stream().filter(holding::contains).toList();
        });
  }

  private Distributions.Answer brings(String module) {
    return brought.computeIfAbsent(module, setting.distributions()::of);
  }

  /** Whether a module has a name, or may have it. */
  private boolean exports(String path, String name, Collection<String> seen) {
    Optional<PythonFile> facts = setting.image().source(path).flatMap(setting.facts());
    if (facts.isEmpty() || facts.get().open()) {
      return true;
    }
    if (facts.get().binds(name) || BORN_WITH.contains(name)) {
      return true;
    }
    if (!seen.add(path)) {
      return false;
    }
    return starsMayBring(path, facts.get(), name, seen);
  }

  /**
   * Whether the star imports of a module may bind a name in it.
   *
   * @param file image path of the module
   */
  public boolean starsMayBring(String file, PythonFile facts, String name) {
    Set<String> seen = new HashSet<>();
    seen.add(file);
    return starsMayBring(file, facts, name, seen);
  }

  private boolean starsMayBring(
      String file, PythonFile facts, String name, Collection<String> seen) {
    return facts.imports().stream()
        .anyMatch(it -> it.star() && it.function().isEmpty() && starBrings(file, it, name, seen));
  }

  private static final Set<String> BORN_WITH =
      Set.of(
          "__name__",
          "__doc__",
          "__file__",
          "__path__",
          "__package__",
          "__spec__",
          "__loader__",
          "__dict__",
          "__all__",
          "__builtins__",
          "__cached__");

  private boolean starBrings(String path, Import star, String name, Collection<String> seen) {
    var walk = new Walk(path, star);
    Optional<Found> module = star.level() > 0 ? walk.relative() : walk.absolute();
    if (module.isEmpty()) {
      // Somebody else's module, or none: it may bring anything.
      return true;
    }
    return switch (module.get()) {
      case Found.Source(String at, boolean _) -> {
        Optional<PythonFile> facts = setting.image().source(at).flatMap(setting.facts());
        yield facts.isEmpty() || (facts.get().handsOut(name) && exports(at, name, seen));
      }
      case Found.Compiled _ -> true;
      case Found.Namespace _ -> false;
    };
  }

  /** Where files of the image would lie if all of the tree were packed beside its neighbours. */
  public static SortedMap<String, String> beside(
      SortedMap<String, String> packed, Collection<String> tree) {
    // From the directory of each packed file, and of those above it, to where it lies in the image.
    SortedMap<String, String> placed = new TreeMap<>();
    packed.forEach((path, source) -> {
      String image = path;
      String origin = "/" + source;
      while (!image.equals("/") && TreePath.name(image).equals(TreePath.name(origin))) {
        image = ModuleFiles.folder(image);
        origin = ModuleFiles.folder(origin);
        placed.putIfAbsent(origin, image);
        if (origin.equals("/")) {
          break;
        }
      }
    });
    SortedMap<String, String> all = new TreeMap<>(packed);
    for (String source : tree) {
      String below = TreePath.name("/" + source);
      String folder = ModuleFiles.folder("/" + source);
      while (!placed.containsKey(folder) && !folder.equals("/")) {
        below = TreePath.name(folder) + "/" + below;
        folder = ModuleFiles.folder(folder);
      }
      String image = placed.get(folder);
      if (image != null) {
        all.putIfAbsent(image.equals("/") ? "/" + below : image + "/" + below, source);
      }
    }
    return all;
  }
}
