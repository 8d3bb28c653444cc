package preflight.source.image.requirement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import preflight.source.image.Bases;
import preflight.source.image.Fate;
import preflight.source.image.ImageContents;
import preflight.source.image.Languages;
import preflight.source.image.ShellCommand;
import preflight.source.image.Step;
import preflight.source.image.Unknown;
import preflight.source.image.ignore.CleanPath;
import preflight.source.tree.SourceText;
import preflight.source.tree.SourceTree;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows the steps of an image to the files that they install, and reads these. */
public final class InstallReader {

  /** Flags of pip and uv whose next word is a value that does not matter. */
  private static final Set<String> VALUED =
      Set.of(
          "-t",
          "--target",
          "--prefix",
          "-i",
          "--index-url",
          "--extra-index-url",
          "-f",
          "--find-links",
          "-w",
          "--wheel-dir",
          "--python",
          "-p",
          "--root",
          "--trusted-host",
          "--timeout",
          "--default-timeout",
          "--cache-dir",
          "--platform",
          "--only-binary",
          "--no-binary",
          "--progress-bar",
          "-c",
          "--constraint",
          "--src",
          "--upgrade-strategy",
          "--retries",
          "-d",
          "--dest",
          "--config-settings",
          "--index",
          "--index-strategy",
          "--default-index",
          "--link-mode",
          "--python-version",
          "--build-option",
          "--global-option",
          "--torch-backend",
          "-o",
          "--output-file",
          "--format");

  private static final Set<String> SYSTEM = Set.of("apt-get", "apt", "apk", "dnf", "yum");

  /** Programs that may install what nobody can tell from here. */
  private static final Set<String> OPAQUE =
      Set.of(
          "make", "just", "task", "tox", "nox", "hatch", "rye", "invoke", "bazel", "pants", "nix",
          "nix-env", "pixi");

  private static final Pattern NAMES_REQUIREMENTS =
      Pattern.compile(
          ".*requirements[^/]*\\.(txt|in)|(?:.*/)?requirements/[^/]+\\.txt|(?:.*/)?(Pipfile|poetry\\.lock|uv\\.lock|environment\\.ya?ml)");

  private final SourceTree tree;
  private final ImageContents image;
  private final Optional<String> python;
  private final SortedMap<String, Distribution> all = new TreeMap<>();
  private final List<Unknown> open = new ArrayList<>();
  private final Set<String> projects = new LinkedHashSet<>();
  private final List<Requirements.Module> modules = new ArrayList<>();
  private final Set<String> read = new HashSet<>();

  /** Files of the image that a step makes of a lock. */
  private final Set<String> made = new HashSet<>();

  private InstallReader(SourceTree tree, ImageContents image) {
    this.tree = tree;
    this.image = image;
    python = Languages.python(image);
  }

  public static Requirements read(SourceTree tree, ImageContents image) {
    return new InstallReader(tree, image).all();
  }

  private Requirements all() {
    bases();
    image.steps().forEach(it -> new InStep(it).all());
    List<String> notInstalled =
        tree.files().keySet().stream()
            .filter(it -> NAMES_REQUIREMENTS.matcher(it).matches())
            .filter(it -> !read.contains(it))
            .filter(it -> !(image.left().get(it) instanceof Fate.OutsideContext))
            .toList();
    return new Requirements(all, List.copyOf(open), projects, List.copyOf(modules), notInstalled);
  }

  private void bases() {
    String dockerfile = image.build().dockerfile();
    for (String base : image.bases()) {
      Optional<Bases.Base> known = Bases.of(base);
      if (known.isEmpty() || known.get().row().installed().contains("*")) {
        // A builder of an earlier stage may be anything, too.
        open.add(
            new Unknown(dockerfile, 1, "the base image %s may bring packages".formatted(base)));
        continue;
      }
      for (String spec : known.get().row().installed()) {
        Wanted.of(spec)
            .ifPresent(it -> {
              add(
                  new Distribution(
                      it.name(), Optional.empty(), it.extras(), false, false, dockerfile, 1));
            });
      }
      if (known.get().language().filter("python"::equals).isPresent()) {
        tool("pip");
        boolean without =
            known.get().version().filter(it -> it.matches("3\\.(1[2-9]|[2-9]\\d)")).isPresent();
        if (!without) {
          tool("setuptools");
          tool("wheel");
        }
      }
    }
  }

  private void tool(String name) {
    add(
        new Distribution(
            name, Optional.empty(), Set.of(), false, false, image.build().dockerfile(), 1));
  }

  private void add(Distribution distribution) {
    all.merge(
        distribution.name(),
        distribution,
        (first, second) -> {
          Distribution kept = first.direct() || !second.direct() ? first : second;
          Set<String> extras = new HashSet<>(first.extras());
          extras.addAll(second.extras());
          return new Distribution(
              kept.name(),
              kept.version().or(second::version),
              extras,
              kept.direct(),
              first.settled() || second.settled(),
              kept.file(),
              kept.line());
        });
  }

  /** One RUN. */
  private final class InStep {

    private final Step step;
    private String cwd;
    private String before = "/";

    InStep(Step step) {
      this.step = step;
      cwd = step.directory();
    }

    void all() {
      for (ShellCommand command : ShellCommand.of(step.text())) {
        one(command);
      }
    }

    private void one(ShellCommand command) {
      String name = command.name();
      List<String> words = command.arguments();
      if ((name.equals("cd") || name.equals("pushd")) && !words.isEmpty()) {
        before = cwd;
        cwd = CleanPath.in(cwd, words.getFirst());
      } else if (name.equals("popd")) {
        cwd = before;
      } else if (name.matches("pip[\\d.]*") || name.equals("pip-sync")) {
        pip(name.equals("pip-sync") ? List.of("install") : List.of(), words);
      } else if (name.matches("python[\\d.]*")) {
        module(words);
      } else if (name.equals("uv")) {
        uv(command);
      } else if (name.equals("flit")) {
        project(cwd, Set.of());
      } else if (name.equals("poetry")) {
        poetry(command);
      } else if (name.equals("pdm")) {
        pdm(command);
      } else if (name.equals("pipenv")) {
        pipenv(command);
      } else if (name.matches("conda|mamba|micromamba")) {
        conda(command);
      } else if (SYSTEM.contains(name)) {
        system(command);
      } else if (name.matches("npm|yarn|pnpm|bun")) {
        node(command);
      } else if (name.equals("go")) {
        go();
      } else if (OPAQUE.contains(name)
          || (name.matches("sh|bash") && !command.operands().isEmpty() && !words.contains("-s"))
          || name.endsWith(".sh")) {
        unknown("'%s' may install anything".formatted(command));
      }
    }

    private void unknown(String what) {
      open.add(new Unknown(image.build().dockerfile(), step.line(), what));
    }

    private Optional<String> source(String path) {
      return Optional.ofNullable(step.manifests().get(CleanPath.in(cwd, path)));
    }

    private Optional<String> text(String source) {
      read.add(source);
      return switch (SourceText.of(tree, source)) {
        case SourceText.Text(String text) -> Optional.of(text);
        case SourceText.Missing _ -> Optional.empty();
        case SourceText.Unread(String why) -> {
          unknown("%s %s".formatted(source, why));
          yield Optional.empty();
        }
      };
    }

    private void module(List<String> words) {
      int at = words.indexOf("-m");
      if (at < 0 || at + 1 >= words.size()) {
        if (!words.isEmpty()
            && words.getFirst().endsWith("setup.py")
            && words.contains("install")) {
          project(cwd, Set.of());
        }
        return;
      }
      List<String> rest = words.subList(at + 2, words.size());
      switch (words.get(at + 1)) {
        case "pip" -> pip(List.of(), rest);
        case "uv" -> one(new ShellCommand(concat("uv", rest), List.of()));
        case "poetry" -> one(new ShellCommand(concat("poetry", rest), List.of()));
        case "pipenv" -> one(new ShellCommand(concat("pipenv", rest), List.of()));
        case "build" -> project(cwd, Set.of());
        case "spacy" -> unknown("a model of spaCy is a package, too");
        default -> {}
      }
    }

    private static List<String> concat(String first, List<String> rest) {
      List<String> all = new ArrayList<>(List.of(first));
      all.addAll(rest);
      return all;
    }

    private void pip(List<String> before, List<String> given) {
      List<String> words = new ArrayList<>(before);
      words.addAll(given);
      int verb = 0;
      while (verb < words.size()
          && !Set.of("install", "wheel", "download", "sync").contains(words.get(verb))) {
        verb++;
      }
      boolean sync = !before.isEmpty() || (verb < words.size() && words.get(verb).equals("sync"));
      boolean alone = words.contains("--no-deps");
      for (int i = verb + 1; i < words.size(); i++) {
        String word = words.get(i);
        String next = i + 1 < words.size() ? words.get(i + 1) : "";
        if (word.equals("-r") || word.equals("--requirement") || word.equals("--requirements")) {
          file(next, alone);
          i++;
        } else if (word.startsWith("--requirement=")) {
          file(word.substring(word.indexOf('=') + 1), alone);
        } else if (word.startsWith("-r") && word.length() > 2) {
          file(word.substring(2), alone);
        } else if (word.equals("-e") || word.equals("--editable")) {
          local(next);
          i++;
        } else if (VALUED.contains(word)) {
          i++;
        } else if (!word.startsWith("-")) {
          if (sync) {
            file(word, true);
          } else {
            argument(word, alone);
          }
        }
      }
    }

    private boolean isName(String word) {
      return word.matches("[A-Za-z0-9_][A-Za-z0-9._-]*(\\[[^]]*\\])?\\s*([=<>!~@;].*)?")
          && !step.manifests().containsKey(CleanPath.in(cwd, word + "/pyproject.toml"));
    }

    private void argument(String word, boolean alone) {
      if (word.contains("$")) {
        unknown("pip installs '%s'".formatted(word));
      } else if (word.contains("://") || isName(word)) {
        Wanted.of(word)
            .ifPresentOrElse(
                it -> asked(it, image.build().dockerfile(), step.line(), alone),
                () -> unknown("pip installs '%s'".formatted(word)));
      } else if (word.contains("*")) {
        // Wheels that a step made, which counts as installing.
        return;
      } else {
        local(word);
      }
    }

    private void asked(Wanted wanted, String file, int line, boolean complete) {
      if (!wanted.isExcluded(python)) {
        Distribution asked = wanted.at(file, line);
        add(complete ? asked.locked() : asked);
      }
    }

    private void file(String path, boolean alone) {
      String at = CleanPath.in(cwd, path);
      Optional<String> source = source(path);
      if (source.isEmpty()) {
        if (!made.contains(at)) {
          unknown("installs '%s', which does not come from the tree".formatted(path));
        }
        return;
      }
      requirements(source.get(), alone, new HashSet<>());
    }

    private void requirements(String source, boolean alone, Set<String> seen) {
      if (!seen.add(source)) {
        return;
      }
      Optional<String> text = text(source);
      if (text.isEmpty()) {
        return;
      }
      if (source.endsWith(".toml")) {
        Project.pyproject(source, text.get()).ifPresent(it -> plain(it, Set.of(Project.MAIN)));
        return;
      }
      RequirementsText file = RequirementsText.of(text.get());
      String directory = source.contains("/") ? source.substring(0, source.lastIndexOf('/')) : "";
      for (RequirementsText.Line line : file.lines()) {
        switch (line) {
          case RequirementsText.Line.Asks(int number, String spec) ->
              Wanted.of(spec)
                  .ifPresentOrElse(
                      it -> asked(it, source, number, alone || file.complete()),
                      () -> unknown("%s:%d asks for '%s'".formatted(source, number, spec)));
          case RequirementsText.Line.Includes(_, String other) ->
              requirements(CleanPath.below(directory + "/" + other), alone, seen);
          case RequirementsText.Line.Installs(_, String path, List<String> extras) -> {
            Set<String> parts = new LinkedHashSet<>(Set.of(Project.MAIN));
            extras.forEach(it -> parts.add("extra:" + Distribution.normalised(it)));
            String below = CleanPath.below(directory + "/" + path);
            if (!projectIn(below, parts)) {
              // pip takes it from where it runs.
              local(path);
            }
          }
        }
      }
    }

    /** A project that is named by its path in the image. */
    private void local(String written) {
      int bracket = written.indexOf('[');
      Set<String> parts = new LinkedHashSet<>(Set.of(Project.MAIN));
      if (bracket >= 0 && written.endsWith("]")) {
        for (String extra : written.substring(bracket + 1, written.length() - 1).split(",", -1)) {
          parts.add("extra:" + Distribution.normalised(extra.strip()));
        }
      }
      String path = bracket < 0 ? written : written.substring(0, bracket);
      project(CleanPath.in(cwd, path), parts);
    }

    private void project(String directory, Set<String> parts) {
      for (String name : List.of("pyproject.toml", "setup.cfg", "setup.py")) {
        String source = step.manifests().get(CleanPath.in(directory, name));
        if (source != null) {
          String below = source.contains("/") ? source.substring(0, source.lastIndexOf('/')) : "";
          projectIn(below, parts.isEmpty() ? Set.of(Project.MAIN) : parts);
          return;
        }
      }
      unknown(
          "installs the project in '%s', which does not come from the tree".formatted(directory));
    }

    /** A project by its directory in the tree; false where there is none. */
    private boolean projectIn(String directory, Set<String> parts) {
      String prefix = directory.isEmpty() ? "" : directory + "/";
      boolean found = false;
      Optional<Project> toml =
          tree.file(prefix + "pyproject.toml").isPresent()
              ? text(prefix + "pyproject.toml")
                  .flatMap(it -> Project.pyproject(prefix + "pyproject.toml", it))
              : Optional.empty();
      if (toml.isPresent()) {
        found = true;
        plain(toml.get(), parts);
        toml.get()
            .files()
            .forEach(it -> requirements(CleanPath.below(prefix + it), false, new HashSet<>()));
      }
      if (tree.file(prefix + "setup.cfg").isPresent()) {
        found = true;
        text(prefix + "setup.cfg")
            .ifPresent(it -> plain(Project.setupCfg(prefix + "setup.cfg", it), parts));
      }
      if (tree.file(prefix + "setup.py").isPresent()) {
        found = true;
        text(prefix + "setup.py")
            .ifPresent(it -> plain(Project.setupPy(prefix + "setup.py", it), parts));
      }
      if (found) {
        projects.add(directory);
      }
      return found;
    }

    /** A project without a lock. */
    private void plain(Project project, Set<String> parts) {
      List<Distribution> chosen = project.chosen(parts);
      chosen.forEach(InstallReader.this::add);
      project.open().ifPresent(it -> unknown(it + ": " + project.name()));
    }

    private void uv(ShellCommand command) {
      List<String> words = command.arguments();
      List<String> operands = command.operands();
      String verb = operands.isEmpty() ? "" : operands.getFirst();
      switch (verb) {
        case "pip" -> {
          if (operands.size() > 1 && operands.get(1).equals("compile")) {
            operands.stream()
                .skip(2)
                .filter(it -> source(it).isPresent())
                .forEach(it -> file(it, false));
            madeBy(command);
          } else {
            pip(List.of(), words.subList(words.indexOf("pip") + 1, words.size()));
          }
        }
        case "build" -> project(cwd, Set.of());
        case "sync", "run", "export" -> {
          Optional<String> directory =
              value(words, "--project").or(() -> value(words, "--directory"));
          boolean noDev =
              words.contains("--no-dev")
                  || words.contains("--no-default-groups")
                  || Set.of("1", "true").contains(step.environment().getOrDefault("UV_NO_DEV", ""));
          locked(
              CleanPath.in(cwd, directory.orElse(".")),
              "uv.lock",
              words,
              !noDev,
              !words.contains("--no-install-project") && !verb.equals("export"));
          madeBy(command);
        }
        case "add" -> operands.stream().skip(1).forEach(it -> argument(it, false));
        default -> {}
      }
    }

    private void madeBy(ShellCommand command) {
      command.writes().forEach(it -> made.add(CleanPath.in(cwd, it)));
      for (String flag : List.of("-o", "--output-file", "--output")) {
        value(command.arguments(), flag).ifPresent(it -> made.add(CleanPath.in(cwd, it)));
      }
    }

    private static Optional<String> value(List<String> words, String flag) {
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).equals(flag) && i + 1 < words.size()) {
          return Optional.of(words.get(i + 1));
        }
        if (words.get(i).startsWith(flag + "=")) {
          return Optional.of(words.get(i).substring(flag.length() + 1));
        }
      }
      return Optional.empty();
    }

    private static Set<String> values(List<String> words, String... flags) {
      Set<String> values = new LinkedHashSet<>();
      for (int i = 0; i < words.size(); i++) {
        for (String flag : flags) {
          String given =
              words.get(i).equals(flag) && i + 1 < words.size()
                  ? words.get(i + 1)
                  : words.get(i).startsWith(flag + "=")
                      ? words.get(i).substring(flag.length() + 1)
                      : "";
          for (String each : given.split("[, ]", -1)) {
            if (!each.isEmpty()) {
              values.add(each);
            }
          }
        }
      }
      return values;
    }

    private void poetry(ShellCommand command) {
      List<String> words = command.arguments();
      String verb = command.operands().isEmpty() ? "" : command.operands().getFirst();
      if (verb.equals("build")) {
        project(cwd, Set.of());
      } else if (Set.of("install", "sync", "export").contains(verb)) {
        boolean noDev = words.contains("--no-dev") || verb.equals("export");
        String directory = value(words, "--directory").or(() -> value(words, "-C")).orElse(".");
        locked(
            CleanPath.in(cwd, directory),
            "poetry.lock",
            words,
            !noDev,
            !words.contains("--no-root") && !verb.equals("export"));
        madeBy(command);
      } else if (verb.equals("add")) {
        command.operands().stream()
            .skip(1)
            .forEach(it -> argument(it.replaceFirst("@.*", ""), false));
      }
    }

    private void pdm(ShellCommand command) {
      if (!command.operands().isEmpty()
          && Set.of("install", "sync", "export").contains(command.operands().getFirst())) {
        List<String> words = command.arguments();
        boolean dev =
            !words.contains("--prod")
                && !words.contains("--production")
                && !words.contains("--no-dev");
        locked(cwd, "pdm.lock", words, dev, !words.contains("--no-self"));
        madeBy(command);
      }
    }

    /** A project with a lock beside it. */
    private void locked(
        String directory, String lockName, List<String> words, boolean dev, boolean self) {
      String source = step.manifests().get(CleanPath.in(directory, "pyproject.toml"));
      String lockSource = step.manifests().get(CleanPath.in(directory, lockName));
      if (source == null) {
        unknown(
            "installs the project in '%s', whose pyproject.toml does not come from the tree"
                .formatted(directory));
        return;
      }
      Optional<Project> read = text(source).flatMap(it -> Project.pyproject(source, it));
      if (read.isEmpty()) {
        unknown("%s is no TOML".formatted(source));
        return;
      }
      Project project = read.get();
      if (self) {
        projects.add(source.contains("/") ? source.substring(0, source.lastIndexOf('/')) : "");
      }
      Set<String> parts = parts(project, words, dev, lockName.equals("poetry.lock"));
      Optional<Lock> lock =
          lockSource == null
              ? Optional.empty()
              : text(lockSource).flatMap(it -> Lock.toml(lockSource, it, project.name()));
      if (lock.isEmpty() || words.contains("--all-packages") || words.contains("--package")) {
        plain(project, parts);
        if (words.contains("--all-packages") || words.contains("--package")) {
          unknown("installs members of a workspace");
        }
        return;
      }
      List<Distribution> direct = project.chosen(parts);
      direct.forEach(it -> add(it.locked()));
      Set<String> roots = new LinkedHashSet<>();
      direct.forEach(it -> roots.add(it.name()));
      // Extras of Poetry name what the table of dependencies describes.
      Lock known = lock.get();
      for (String name : known.reached(roots)) {
        Lock.Entry entry = known.entries().get(name);
        if (entry != null) {
          add(
              new Distribution(
                  name,
                  Optional.of(entry.version()).filter(it -> !it.isEmpty()),
                  Set.of(),
                  false,
                  true,
                  known.file(),
                  entry.line()));
        }
      }
      project.open().ifPresent(it -> unknown(it + ": " + project.name()));
    }

    private Set<String> parts(Project project, List<String> words, boolean dev, boolean poetry) {
      Set<String> parts = new LinkedHashSet<>(Set.of(Project.MAIN));
      Set<String> only = values(words, "--only", "--only-group");
      if (!only.isEmpty()) {
        parts.clear();
        only.forEach(it -> parts.add(it.equals("main") ? Project.MAIN : "group:" + it));
      } else if (poetry && dev) {
        project.groups().stream()
            .filter(it -> !project.optional().contains(it))
            .forEach(it -> parts.add("group:" + it));
      } else if (dev) {
        parts.add("group:dev");
      }
      values(words, "--without", "--no-group").forEach(it -> parts.remove("group:" + it));
      values(words, "--with", "--group", "-G").forEach(it -> parts.add("group:" + it));
      values(words, "--extra", "--extras", "-E")
          .forEach(it -> parts.add("extra:" + Distribution.normalised(it)));
      if (words.contains("--all-extras")) {
        project.extras().forEach(it -> parts.add("extra:" + it));
      }
      if (words.contains("--all-groups")) {
        project.groups().forEach(it -> parts.add("group:" + it));
      }
      return parts;
    }

    private void pipenv(ShellCommand command) {
      List<String> words = command.arguments();
      String verb = command.operands().isEmpty() ? "" : command.operands().getFirst();
      if (!Set.of("install", "sync", "requirements", "lock").contains(verb)) {
        return;
      }
      boolean dev = words.contains("--dev") || words.contains("-d");
      Optional<String> lockSource = source("Pipfile.lock");
      Optional<String> pipfile = source("Pipfile");
      Optional<Toml> toml = pipfile.flatMap(this::text).flatMap(Toml::of);
      if (toml.isPresent()) {
        for (String group : dev ? List.of("packages", "dev-packages") : List.of("packages")) {
          toml.get()
              .at(group)
              .propertyStream()
              .forEach(it ->
                  add(
                      new Distribution(
                          it.getKey(),
                          Optional.empty(),
                          Set.copyOf(Toml.strings(it.getValue().path("extras")).toList()),
                          true,
                          false,
                          pipfile.orElseThrow(),
                          toml.get().line(it.getKey()))));
        }
      }
      Optional<Lock> lock =
          lockSource.flatMap(source -> text(source).flatMap(it -> Lock.pipfile(source, it)));
      if (lock.isPresent()) {
        lock.get()
            .entries()
            .forEach((name, entry) -> {
              if (dev || entry.group().equals("default")) {
                add(
                    new Distribution(
                        name,
                        Optional.of(entry.version()).filter(it -> !it.isEmpty()),
                        Set.of(),
                        toml.isEmpty(),
                        true,
                        lock.get().file(),
                        entry.line()));
              }
            });
      } else if (toml.isEmpty()) {
        unknown("installs a Pipfile that does not come from the tree");
      }
      command.operands().stream()
          .skip(1)
          .filter(_ -> verb.equals("install"))
          .forEach(it -> argument(it, false));
      madeBy(command);
    }

    private void conda(ShellCommand command) {
      List<String> words = command.arguments();
      values(words, "-f", "--file", "-n").stream()
          .filter(it -> it.endsWith(".yml") || it.endsWith(".yaml"))
          .forEach(this::environment);
      List<String> operands = command.operands();
      if (!operands.isEmpty() && Set.of("install", "create").contains(operands.getFirst())) {
        operands.stream()
            .skip(1)
            .filter(it -> !it.contains("/") && !it.endsWith("yml") && !it.startsWith("python"))
            .forEach(it ->
                Wanted.of(it.replaceFirst("=", "=="))
                    .ifPresent(
                        wanted -> asked(wanted, image.build().dockerfile(), step.line(), false)));
      }
    }

    private void environment(String path) {
      Optional<String> source = source(path);
      Optional<String> text = source.flatMap(this::text);
      if (text.isEmpty()) {
        unknown("installs '%s', which does not come from the tree".formatted(path));
        return;
      }
      try {
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(text.get());
        if (loaded instanceof Map<?, ?> map && map.get("dependencies") instanceof List<?> list) {
          list.forEach(it -> dependency(it, source.orElseThrow(), text.get()));
        }
      } catch (YamlEngineException _) {
        unknown("%s is no YAML".formatted(path));
      }
    }

    private void dependency(Object item, String source, String text) {
      switch (item) {
        case String spec ->
            Wanted.of(spec.replaceFirst("^[^:]*::", "").replaceFirst("(?<![=<>!~])=(?!=).*", ""))
                .filter(it -> !it.name().equals("python"))
                .ifPresent(it -> add(it.at(source, Toml.lineOf(text, it.name()))));
        case Map<?, ?> map when map.get("pip") instanceof List<?> list ->
            list.forEach(it -> {
              if (it instanceof String spec) {
                Wanted.of(spec)
                    .ifPresent(wanted -> add(wanted.at(source, Toml.lineOf(text, wanted.name()))));
              }
            });
        default -> {}
      }
    }

    private void system(ShellCommand command) {
      for (String word : command.operands()) {
        String name = word.replaceFirst("[=<>~:].*", "");
        if (name.matches("(python3|py3)-.+")
            && !name.matches(
                "python3-(pip|venv|dev|distutils|full|minimal|setuptools|wheel)|py3-(pip|setuptools|wheel)")) {
          add(
              new Distribution(
                  name.substring(name.indexOf('-') + 1),
                  Optional.empty(),
                  Set.of(),
                  true,
                  false,
                  image.build().dockerfile(),
                  step.line()));
        }
      }
    }

    private void node(ShellCommand command) {
      List<String> operands = command.operands();
      String verb = operands.isEmpty() ? "install" : operands.getFirst();
      if (!Set.of("ci", "install", "i", "add").contains(verb)) {
        return;
      }
      source("package.json")
          .ifPresent(
              source -> text(source).ifPresent(it -> packages(source, it, isProduction(command))));
    }

    private boolean isProduction(ShellCommand command) {
      return command.arguments().stream()
              .anyMatch(
                  Set.of("--omit=dev", "--production", "--prod", "-P", "--only=production")
                      ::contains)
          || step.environment().getOrDefault("NODE_ENV", "").equals("production");
    }

    private void packages(String source, String text, boolean production) {
      try {
        JsonNode root = new JsonMapper().readTree(text);
        List<String> tables =
            new ArrayList<>(List.of("dependencies", "optionalDependencies", "peerDependencies"));
        if (!production) {
          tables.add("devDependencies");
        }
        for (String table : tables) {
          root.path(table)
              .propertyStream()
              .forEach(it ->
                  modules.add(
                      new Requirements.Module(
                          "node",
                          it.getKey(),
                          Toml.string(it.getValue()),
                          source,
                          Toml.lineOf(text, "\"" + it.getKey() + "\""))));
        }
      } catch (JacksonException _) {
        unknown("%s is no JSON".formatted(source));
      }
    }

    private void go() {
      Optional<String> source = source("go.mod");
      if (source.isEmpty() || read.contains(source.get())) {
        return;
      }
      int number = 0;
      boolean inside = false;
      for (String line : text(source.get()).orElse("").lines().toList()) {
        number++;
        String bare = line.strip();
        if (bare.startsWith("require (")) {
          inside = true;
        } else if (bare.equals(")")) {
          inside = false;
        } else if (inside || bare.startsWith("require ")) {
          String[] words = bare.replaceFirst("^require ", "").split("\\s+", -1);
          if (words.length > 1) {
            modules.add(new Requirements.Module("go", words[0], words[1], source.get(), number));
          }
        }
      }
    }
  }
}
