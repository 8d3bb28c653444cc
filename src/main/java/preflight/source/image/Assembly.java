package preflight.source.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import preflight.source.image.Sources.Match;
import preflight.source.image.dockerfile.CommandForm;
import preflight.source.image.dockerfile.Dockerfile;
import preflight.source.image.dockerfile.DockerfileReader;
import preflight.source.image.dockerfile.Heredoc;
import preflight.source.image.dockerfile.Instruction;
import preflight.source.image.dockerfile.Mistake;
import preflight.source.image.dockerfile.Stage;
import preflight.source.image.dockerfile.Variables;
import preflight.source.image.ignore.CleanPath;
import preflight.source.image.ignore.DockerIgnore;
import preflight.source.image.ignore.Glob;
import preflight.source.image.ignore.Verdict;
import preflight.source.tree.TreePath;

/** Follows the instructions of a Dockerfile, stage by stage, as a builder would. */
final class Assembly {

  private static final Pattern ARCHIVE =
      Pattern.compile(".*\\.(tar|tar\\.gz|tgz|tar\\.bz2|tbz2?|tar\\.xz|txz|tar\\.zst)");

  private static final Pattern REMOTE =
      Pattern.compile("(https?|ftp|git|ssh)://.*|git@.*|github\\.com/.*");

  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)\\})");

  /** Files by which tools know what to install. */
  private static final Pattern MANIFEST =
      Pattern.compile(
          ".*/(.*requirements.*|.*constraints.*|[^/]*\\.(txt|in|lock)|pyproject\\.toml|setup\\.(py|cfg)"
              + "|Pipfile|Pipfile\\.lock|environment[^/]*\\.ya?ml|package\\.json|go\\.mod"
              + "|package-lock\\.json)");

  private final Build build;
  private final Dockerfile file;
  private final Sources context;
  private final SortedMap<String, Verdict.Ignored> ignored;
  private final SortedMap<String, String> gaps;
  private final Map<Integer, StageState> done = new HashMap<>();
  private final Set<MissingSource> missing = new LinkedHashSet<>();
  private final Set<Unknown> unknowns = new LinkedHashSet<>();
  private final List<Mistake> mistakes = new ArrayList<>();

  /**
   * Prepares a build.
   *
   * @param context files that are sent
   * @param ignored files of the context that are not, by their path below it
   * @param gaps what of the context nobody could look at, with the reason
   */
  Assembly(
      Build build,
      Dockerfile file,
      Sources context,
      SortedMap<String, Verdict.Ignored> ignored,
      SortedMap<String, String> gaps) {
    this.build = build;
    this.file = file;
    this.context = context;
    this.ignored = ignored;
    this.gaps = gaps;
    mistakes.addAll(file.mistakes());
  }

  Set<MissingSource> missing() {
    return missing;
  }

  Set<Unknown> unknowns() {
    return unknowns;
  }

  List<Mistake> mistakes() {
    return mistakes;
  }

  /** The stage that becomes the image. */
  Optional<StageState> image() {
    if (file.stages().isEmpty()) {
      return Optional.empty();
    }
    if (build.target().isEmpty()) {
      return Optional.of(state(file.stages().getLast()));
    }
    Optional<Stage> target = file.stage(build.target().get(), file.stages().size());
    if (target.isEmpty()) {
      mistakes.add(
          new Mistake(file.path(), 1, "no stage is called '%s'".formatted(build.target().get())));
    }
    return target.map(this::state);
  }

  /** Stages that the image needs nothing of, each with what it copies from the context. */
  Map<String, Filesystem> others() {
    // What these lack or do not know concerns nobody.
    List<MissingSource> missed = List.copyOf(missing);
    List<Unknown> unknown = List.copyOf(unknowns);
    Map<String, Filesystem> others = new TreeMap<>();
    for (Stage stage : file.stages()) {
      StageState state = state(stage);
      others.put(state.name, state.filesystem);
    }
    missing.retainAll(Set.copyOf(missed));
    unknowns.retainAll(Set.copyOf(unknown));
    return others;
  }

  private StageState state(Stage stage) {
    StageState known = done.get(stage.index());
    if (known != null) {
      return known;
    }
    StageState state = begin(stage);
    for (String trigger : List.copyOf(state.triggers)) {
      DockerfileReader.read(file.path(), "FROM scratch\n" + trigger).stages().stream()
          .flatMap(it -> it.instructions().stream())
          .forEach(it -> follow(it, stage, state));
    }
    state.triggers.clear();
    // CMD of the stage below ends where this one has an entry point of its own.
    boolean ownCommand = false;
    for (Instruction each : stage.instructions()) {
      if (each instanceof Instruction.Cmd) {
        ownCommand = true;
      }
      if (each instanceof Instruction.Entrypoint && !ownCommand) {
        state.cmd = Optional.empty();
      }
      follow(each, stage, state);
    }
    done.put(stage.index(), state);
    return state;
  }

  private StageState begin(Stage stage) {
    String name = stage.name().orElse(Integer.toString(stage.index()));
    Variables globals = globals();
    PLATFORM_NAMES.forEach(it -> globals.argument(it, Variables.platform(it)));
    Variables.Word image = globals.word(stage.from().image());
    image.open().ifPresent(it -> unknown(stage.from().line(), "the base image: " + it));
    Optional<Stage> below = file.stage(image.text(), stage.index());
    if (below.isPresent()) {
      StageState parent = state(below.get());
      StageState state = parent.above(name);
      state.triggers.addAll(parent.triggers);
      return state;
    }
    StageState state = new StageState(name, new Variables(file.escape()));
    state.base = image.text();
    state.bases.add(image.text());
    Optional<Bases.Base> known = Bases.of(image.text());
    known
        .map(it -> it.row().directory())
        .filter(it -> !it.isEmpty())
        .ifPresent(it -> {
          state.directory = it;
          state.filesystem.directory(it);
        });
    known
        .map(it -> it.row().pythonPath())
        .filter(it -> !it.isEmpty())
        .ifPresent(it ->
            state.variables.environment("PYTHONPATH", new Variables.Word(it, Optional.empty())));
    if (image.text().endsWith("onbuild")) {
      unknown(stage.from().line(), "the base image copies files by itself (ONBUILD)");
    }
    return state;
  }

  private static final Set<String> PLATFORM_NAMES =
      Set.of("TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT");

  /** What ARG says before the first FROM. */
  private Variables globals() {
    Variables globals = new Variables(file.escape());
    for (Instruction.Arg arg : file.globals()) {
      arg.arguments().forEach(it -> globals.argument(it.name(), value(it, globals)));
    }
    return globals;
  }

  private Optional<String> value(Instruction.Argument argument, Variables variables) {
    String given = build.arguments().get(argument.name());
    if (given != null) {
      return Optional.of(given);
    }
    if (argument.value().isPresent()) {
      return variables.word(argument.value().get()).known();
    }
    return Variables.platform(argument.name());
  }

  private void follow(Instruction instruction, Stage stage, StageState state) {
    int line = instruction.line();
    switch (instruction) {
      case Instruction.From _ -> {}
      case Instruction.Arg arg -> arg.arguments().forEach(it -> declare(it, state));
      case Instruction.Env env -> {
        // All values are those of before the line.
        Variables before = state.variables.copy();
        env.assignments()
            .forEach(it -> state.variables.environment(it.name(), before.word(it.value())));
      }
      case Instruction.Workdir workdir -> {
        Variables.Word path = state.variables.word(workdir.path());
        path.open().ifPresent(it -> unknown(line, "WORKDIR: " + it));
        state.directory = CleanPath.in(state.directory, path.text());
        state.filesystem.directory(state.directory);
      }
      case Instruction.Copy copy -> copy(copy, stage, state);
      case Instruction.Run run -> run(run, stage, state);
      case Instruction.Entrypoint entrypoint -> state.entrypoint = form(entrypoint.command());
      case Instruction.Cmd cmd -> state.cmd = form(cmd.command());
      case Instruction.Expose expose ->
          expose.ports().forEach(it -> state.exposed.add(state.variables.word(it).text()));
      case Instruction.User user ->
          state.user = Optional.of(state.variables.word(user.user()).text());
      case Instruction.Onbuild onbuild -> state.triggers.add(onbuild.trigger());
      case Instruction.Shell shell -> state.shell = shell.words();
      case Instruction.Other _ -> {}
    }
  }

  private static Optional<CommandForm> form(CommandForm form) {
    return Optional.of(form).filter(it -> !it.words().isEmpty());
  }

  private void declare(Instruction.Argument argument, StageState state) {
    Optional<String> value = value(argument, state.variables);
    if (argument.value().isEmpty() && !build.arguments().containsKey(argument.name())) {
      // One from before the first FROM lends its value.
      Optional<String> global = globals().word("${" + argument.name() + "}").known();
      value = global.filter(it -> !it.isEmpty()).or(() -> value(argument, state.variables));
    }
    state.variables.argument(argument.name(), value);
  }

  private void run(Instruction.Run run, Stage stage, StageState state) {
    String text = substituted(run.text(), state.variables);
    SortedMap<String, String> manifests = manifests(state);
    run.mounts().forEach(it -> mount(it, stage, state, manifests));
    state.steps.put(
        run.line(),
        new Step(
            run.line(),
            text,
            state.directory,
            new TreeMap<>(state.variables.environment()),
            manifests));
    state.changes.addAll(RunEffects.of(run.line(), state.directory, text, state.filesystem));
  }

  private static String substituted(String text, Variables variables) {
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.replaceAll(it -> {
      String name = it.group(1) == null ? it.group(2) : it.group(1);
      Optional<String> value =
          name.equals("PATH") ? Optional.empty() : variables.word("${" + name + "}").known();
      // What is not set may be a variable of the script itself.
      return Matcher.quoteReplacement(value.filter(text2 -> !text2.isEmpty()).orElse(it.group()));
    });
  }

  private static SortedMap<String, String> manifests(StageState state) {
    SortedMap<String, String> manifests = new TreeMap<>();
    state
        .filesystem
        .files()
        .forEach((path, origin) ->
            origin
                .source()
                .filter(_ -> MANIFEST.matcher(path).matches())
                .ifPresent(it -> manifests.put(path, it)));
    return manifests;
  }

  /** A bind mount shows files of the context to one step. */
  private void mount(
      String written, Stage stage, StageState state, SortedMap<String, String> manifests) {
    Map<String, String> options = new HashMap<>();
    for (String option : written.split(",", -1)) {
      String[] halves = option.split("=", 2);
      options.put(halves[0].toLowerCase(Locale.ROOT), halves.length < 2 ? "" : halves[1]);
    }
    Optional.ofNullable(options.get("from"))
        .flatMap(it -> file.stage(state.variables.word(it).text(), stage.index()))
        .ifPresent(it -> takeFrom(state(it), state));
    String target =
        options.getOrDefault(
            "target", options.getOrDefault("dst", options.getOrDefault("destination", "")));
    if (!options.getOrDefault("type", "bind").equals("bind")
        || options.containsKey("from")
        || target.isEmpty()) {
      return;
    }
    String source = options.getOrDefault("source", options.getOrDefault("src", "."));
    String at = CleanPath.in(state.directory, state.variables.word(target).text());
    for (Match match : context.named(state.variables.word(source).text())) {
      for (String path : match.files()) {
        String to =
            match.isFile()
                ? at
                : CleanPath.in(
                    at, path.substring(match.root().isEmpty() ? 0 : match.root().length() + 1));
        Origin origin = context.files().get(path);
        if (origin != null && MANIFEST.matcher(to).matches()) {
          origin.source().ifPresent(it -> manifests.put(to, it));
        }
      }
    }
  }

  private void copy(Instruction.Copy copy, Stage stage, StageState state) {
    Variables.Word written = state.variables.word(copy.destination());
    if (written.open().isPresent()) {
      unknown(
          copy.line(),
          "the destination '%s': %s".formatted(copy.destination(), written.open().get()));
      state.changes.add(new Change(copy.line(), "/", "COPY to " + copy.destination()));
      return;
    }
    String raw = written.text();
    String destination = CleanPath.in(state.directory, raw);
    boolean directory =
        raw.endsWith("/") || raw.equals(".") || raw.endsWith("/.") || raw.endsWith("..");
    var target =
        new Destination(
            destination, directory || copy.sources().size() + copy.heredocs().size() > 1);
    for (Heredoc heredoc : copy.heredocs()) {
      put(
          state,
          target.file(heredoc.name(), state.filesystem),
          new Origin(Optional.empty(), copy.line(), Verdict.PACKED));
    }
    for (String source : copy.sources()) {
      Variables.Word word = state.variables.word(source);
      if (word.open().isPresent()) {
        unknown(copy.line(), "the source '%s': %s".formatted(source, word.open().get()));
        state.changes.add(new Change(copy.line(), destination, "COPY " + source));
      } else {
        copy(copy, word.text(), target, stage, state);
      }
    }
  }

  /**
   * Where files go.
   *
   * @param directory whether it is one by its own words
   */
  private record Destination(String path, boolean directory) {

    String file(String name, Filesystem filesystem) {
      return directory || filesystem.isDirectory(path) ? CleanPath.in(path, name) : path;
    }
  }

  private static void put(StageState state, String path, Origin origin) {
    state.filesystem.put(path, origin);
  }

  private void copy(
      Instruction.Copy copy, String source, Destination target, Stage stage, StageState state) {
    if (copy.add() && REMOTE.matcher(source).matches()) {
      unknown(copy.line(), "ADD downloads '%s'".formatted(source));
      state.changes.add(new Change(copy.line(), target.path(), "ADD " + source));
      return;
    }
    if (copy.from().isPresent()) {
      fromElsewhere(copy, copy.from().get(), source, target, stage, state);
      return;
    }
    if (copy.add() && ARCHIVE.matcher(source).matches()) {
      unknown(copy.line(), "ADD unpacks '%s'".formatted(source));
      state.changes.add(new Change(copy.line(), target.path(), "ADD " + source));
      return;
    }
    String path = CleanPath.below(source);
    Optional<String> gap =
        gaps.keySet().stream()
            .filter(it ->
                path.equals(it)
                    || path.startsWith(it + "/")
                    || it.startsWith(path.isEmpty() ? "" : path + "/"))
            .findFirst();
    gap.ifPresent(it -> {
      unknown(copy.line(), "copies '%s', which %s".formatted(it, gaps.get(it)));
      state.changes.add(
          new Change(
              copy.line(),
              path.length() < it.length()
                  ? CleanPath.in(
                      target.path(), it.substring(path.isEmpty() ? 0 : path.length() + 1))
                  : target.path(),
              "COPY " + source));
    });
    if (!place(copy, context, source, target, state) && !Glob.isWild(source) && gap.isEmpty()) {
      missing.add(missing(copy.line(), source));
    }
  }

  private MissingSource missing(int line, String source) {
    String path = CleanPath.below(source);
    Optional<Verdict.Ignored> by =
        ignored.entrySet().stream()
            .filter(it ->
                path.isEmpty() || it.getKey().equals(path) || it.getKey().startsWith(path + "/"))
            .map(Map.Entry::getValue)
            .findFirst();
    return new MissingSource(
        file.path(),
        line,
        source,
        CleanPath.below(build.context() + "/" + path),
        by.map(it -> "%s:%d leaves out (%s)".formatted(it.file(), it.line(), it.pattern()))
            .orElse("the tree does not have below the context"),
        by.isPresent());
  }

  private void fromElsewhere(
      Instruction.Copy copy,
      String from,
      String source,
      Destination target,
      Stage stage,
      StageState state) {
    Variables.Word name = state.variables.word(from);
    if (name.open().isPresent()) {
      unknown(copy.line(), "--from: " + name.open().get());
    }
    Optional<Stage> other =
        name.open().isPresent() ? Optional.empty() : file.stage(name.text(), stage.index());
    if (other.isEmpty()) {
      // An image, or a context with a name.
      state.changes.add(new Change(copy.line(), target.path(), "COPY --from=" + name.text()));
      return;
    }
    StageState taken = state(other.get());
    takeFrom(taken, state);
    var files =
        Sources.of(
            taken.filesystem.files().entrySet().stream()
                .map(it -> Map.entry(it.getKey().substring(1), it.getValue())));
    boolean placed = place(copy, files, source, target, state);
    String root = CleanPath.in("/", source);
    boolean file = placed && taken.filesystem.files().containsKey(root);
    for (Change change : taken.changes) {
      if (change.covers(root) || file) {
        if (change.covers(root)) {
          state.changes.add(new Change(change.line(), target.path(), change.command()));
        }
      } else if (root.equals("/") || change.path().startsWith(root + "/")) {
        state.changes.add(
            new Change(
                change.line(),
                CleanPath.in(
                    target.path(),
                    change.path().substring(root.equals("/") ? 1 : root.length() + 1)),
                change.command()));
      }
    }
    if (!placed) {
      state.changes.add(
          new Change(
              copy.line(), target.path(), "COPY --from=%s %s".formatted(name.text(), source)));
    }
  }

  /** What was installed there may be in what is taken. */
  private static void takeFrom(StageState taken, StageState state) {
    taken.steps.forEach(state.steps::putIfAbsent);
    taken.bases.stream().filter(it -> !state.bases.contains(it)).forEach(state.bases::add);
  }

  /** Copies what a source names; false where it names nothing. */
  private boolean place(
      Instruction.Copy copy, Sources from, String source, Destination target, StageState state) {
    DockerIgnore excluded = DockerIgnore.read("--exclude", String.join("\n", copy.excludes()));
    mistakes.addAll(
        excluded.mistakes().stream()
            .map(it -> new Mistake(file.path(), copy.line(), it.why()))
            .toList());
    if (copy.parents()) {
      return withParents(copy, from, source, target, excluded, state);
    }
    List<Match> matches = from.named(source);
    for (Match match : matches) {
      for (String path : match.files()) {
        if (Sources.isExcluded(excluded, match, path)) {
          continue;
        }
        String to;
        if (match.isFile()) {
          to =
              new Destination(target.path(), target.directory() || matches.size() > 1)
                  .file(TreePath.name(path), state.filesystem);
        } else {
          to =
              CleanPath.in(
                  target.path(),
                  path.substring(match.root().isEmpty() ? 0 : match.root().length() + 1));
        }
        put(state, to, origin(from, path, copy.line()));
      }
      if (!match.isFile()) {
        state.filesystem.directory(target.path());
      }
    }
    return !matches.isEmpty();
  }

  private static Origin origin(Sources from, String path, int line) {
    Origin known =
        from.files().getOrDefault(path, new Origin(Optional.empty(), line, Verdict.PACKED));
    return known.line() > 0 ? known : new Origin(known.source(), line, known.verdict());
  }

  /** Keeps the directories of the source, or those behind {@code /./}. */
  private boolean withParents(
      Instruction.Copy copy,
      Sources from,
      String source,
      Destination target,
      DockerIgnore excluded,
      StageState state) {
    int pivot = source.indexOf("/./", source.startsWith("./") ? 1 : 0);
    String cut = pivot < 0 ? "" : CleanPath.below(source.substring(0, pivot));
    List<String> paths =
        source.contains("**")
            ? from.deep(source)
            : from.named(source).stream().flatMap(it -> it.files().stream()).toList();
    for (String path : paths) {
      String below = cut.isEmpty() ? path : path.substring(cut.length() + 1);
      if (!(excluded.of(below) instanceof Verdict.Ignored)) {
        put(state, CleanPath.in(target.path(), below), origin(from, path, copy.line()));
      }
    }
    return !paths.isEmpty();
  }

  private void unknown(int line, String what) {
    unknowns.add(new Unknown(file.path(), line, what));
  }

  /** Paths of the tree that a stage has. */
  static Set<String> sources(Filesystem filesystem) {
    return filesystem.files().values().stream()
        .flatMap(it -> it.source().stream())
        .collect(Collectors.toSet());
  }
}
