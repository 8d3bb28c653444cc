package preflight.source.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import preflight.file.PackedTable;

/** Which languages an image can run, and in which version, by its base and by what is installed. */
public final class Languages {

  private static final Map<String, String> SYSTEM_PYTHONS =
      PackedTable.lines(Languages.class, "system-pythons.txt").stream()
          .map(it -> it.split(" ", 2))
          .collect(Collectors.toUnmodifiableMap(it -> it[0], it -> it[1]));

  private static final Pattern VERSIONED = Pattern.compile("python(3\\.\\d+)(?:-.*)?");

  private static final Pattern NUMBER = Pattern.compile("(?:python|cpython)?[=@-]*(3\\.\\d+).*");

  private static final Set<String> INSTALLERS = Set.of("apt-get", "apt", "apk", "dnf", "yum");

  private final ImageContents image;

  /** Versions of Python that steps install, each with what says so. */
  private final Map<String, String> installed = new TreeMap<>();

  private Languages(ImageContents image) {
    this.image = image;
  }

  public static List<Language> of(ImageContents image) {
    return new Languages(image).all();
  }

  /** The version of Python; empty where there is none, or where nobody knows which. */
  public static Optional<String> python(ImageContents image) {
    return of(image).stream()
        .filter(it -> it.name().equals("python"))
        .findFirst()
        .flatMap(Language::version);
  }

  /**
   * Versions of Python of stages that something is taken from and that is not the image's own: a
   * virtual environment that was made with one of them does not work there.
   */
  public static List<Language> others(ImageContents image) {
    Optional<String> own = python(image);
    return image.bases().stream()
        .skip(1)
        .flatMap(it -> Bases.of(it).flatMap(Languages::language).stream())
        .filter(it -> it.name().equals("python"))
        .filter(it -> own.isPresent() && it.version().isPresent() && !it.version().equals(own))
        .distinct()
        .toList();
  }

  private List<Language> all() {
    List<Language> all = new ArrayList<>();
    Optional<Bases.Base> base = image.base().flatMap(Bases::of);
    image.steps().forEach(it -> step(it, base));
    Optional<Language> own = base.flatMap(Languages::language);
    if (own.filter(it -> it.name().equals("python")).isPresent() || !installed.isEmpty()) {
      all.add(python(own.filter(it -> it.name().equals("python"))));
    } else {
      takenPython().ifPresent(all::add);
    }
    own.filter(it -> !it.name().equals("python")).ifPresent(all::add);
    return List.copyOf(all);
  }

  private static Optional<Language> language(Bases.Base base) {
    return base.language()
        .map(it ->
            new Language(
                it,
                base.version(),
                base.version().isPresent()
                    ? "the base image is " + base.image()
                    : "the name of the base image %s does not tell".formatted(base.image())));
  }

  private Language python(Optional<Language> own) {
    Set<String> versions = new TreeSet<>(installed.keySet());
    own.flatMap(Language::version).ifPresent(versions::add);
    if (own.isPresent() && (installed.isEmpty() || versions.size() == 1)) {
      return own.get().version().isPresent() || installed.isEmpty() ? own.get() : single(installed);
    }
    return versions.size() == 1
        ? single(installed)
        : new Language(
            "python", Optional.empty(), "the image has several: " + String.join(", ", versions));
  }

  private static Language single(Map<String, String> installed) {
    Map.Entry<String, String> only = installed.entrySet().iterator().next();
    return new Language("python", Optional.of(only.getKey()), only.getValue());
  }

  /** Where the image has no Python of its own, that of the stage that it takes one from. */
  private Optional<Language> takenPython() {
    List<Language> taken =
        image.bases().stream()
            .skip(1)
            .flatMap(it -> Bases.of(it).flatMap(Languages::language).stream())
            .filter(it -> it.name().equals("python"))
            .distinct()
            .toList();
    return taken.size() == 1 ? Optional.of(taken.getFirst()) : Optional.empty();
  }

  private void step(Step step, Optional<Bases.Base> base) {
    for (ShellCommand command : ShellCommand.of(step.text())) {
      List<String> words = command.operands();
      String verb = words.isEmpty() ? "" : words.getFirst();
      String where = "line %d installs it".formatted(step.line());
      switch (command.name()) {
        case "uv" -> {
          if (words.size() > 2 && verb.equals("python") && words.get(1).equals("install")) {
            words.stream().skip(2).forEach(it -> add(it, where));
          } else if (verb.equals("venv") || verb.equals("sync")) {
            after(command, Set.of("--python", "-p")).ifPresent(it -> add(it, where));
          }
        }
        case "pyenv" -> {
          if (verb.equals("install") || verb.equals("global")) {
            words.stream().skip(1).forEach(it -> add(it, where));
          }
        }
        case "conda", "mamba", "micromamba" ->
            words.stream().filter(it -> it.startsWith("python=")).forEach(it -> add(it, where));
        default -> {
          if (INSTALLERS.contains(command.name())
              && (verb.equals("install") || verb.equals("add"))
              && base.flatMap(Bases.Base::language).filter("python"::equals).isEmpty()) {
            words.forEach(it -> system(it, base, where));
          }
        }
      }
    }
  }

  private void system(String name, Optional<Bases.Base> base, String where) {
    Matcher versioned = VERSIONED.matcher(name);
    if (versioned.matches()) {
      installed.put(versioned.group(1), where);
    } else if (name.equals("python3") || name.equals("python3-pip") || name.equals("py3-pip")) {
      base.flatMap(Bases.Base::system)
          .map(SYSTEM_PYTHONS::get)
          .ifPresent(
              it -> installed.put(it, "%s, from %s".formatted(where, base.orElseThrow().image())));
    }
  }

  private static Optional<String> after(ShellCommand command, Set<String> flags) {
    List<String> words = command.arguments();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (flags.contains(words.get(i))) {
        return Optional.of(words.get(i + 1));
      }
    }
    return Optional.empty();
  }

  private void add(String version, String where) {
    Matcher number = NUMBER.matcher(version);
    if (number.matches()) {
      installed.put(number.group(1), where);
    }
  }
}
