package preflight.deployment.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.check.Place;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.SourceText;
import preflight.profile.reading.Suggestions;
import preflight.profile.reading.Yaml;
import preflight.profile.reading.YamlParser;

/**
 * The words of a gcloud command as gcloud groups them: flags are never abbreviated, and what
 * follows {@code --container} belongs to that container.
 *
 * @param positionals the words that are no flags, such as {@code run}, {@code deploy} and a name
 * @param containers flags of each {@code --container}; empty where none is named
 */
record Arguments(List<String> positionals, Flags flags, Map<String, Flags> containers) {

  Arguments {
    positionals = List.copyOf(positionals);
    containers = Collections.unmodifiableMap(new LinkedHashMap<>(containers));
  }

  /**
   * Reads the words behind {@code gcloud}.
   *
   * @param command where mistakes stand: the file is the command, the column the number of a word
   * @param directory to which files are relative
   */
  static Arguments read(List<String> words, Place command, Path directory, Mistakes mistakes)
      throws Unread {
    var reading = new Reader(command, directory, mistakes);
    reading.read(words);
    return new Arguments(reading.positionals, reading.own, reading.containers);
  }

  private static final class Reader {

    private final Place command;
    private final Path directory;
    private final Mistakes mistakes;
    private final List<String> positionals = new ArrayList<>();
    private final Map<String, Flags> containers = new LinkedHashMap<>();
    private final Flags own;
    private Flags current;

    Reader(Place command, Path directory, Mistakes mistakes) {
      this.command = command;
      this.directory = directory;
      this.mistakes = mistakes;
      this.own = new Flags(mistakes);
      this.current = own;
    }

    void read(List<String> words) throws Unread {
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        Place place = new Place(command.file(), command.line(), command.column() + i + 1);
        if (word.equals("-q")) {
          current.add("quiet", "", place);
          continue;
        }
        if (!word.startsWith("-") || word.equals("-")) {
          positionals.add(word);
          continue;
        }
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        if (!name.startsWith("--") || name.equals("--") || Open.is(name)) {
          throw new Unread(
              "gcloud is given %s, which Preflight does not know".formatted(named(name)));
        }
        String bare = name.substring(2);
        if (current != own && !bare.equals("container") && !GcloudFlags.isOfContainer(bare)) {
          mistakes.add(
              place,
              "%s stands behind --container, and is no flag of a container".formatted(named(name)));
        }
        boolean takesValue = GcloudFlags.takesValue(bare);
        if (equals >= 0 && takesValue) {
          value(bare, word.substring(equals + 1), place, List.of());
        } else if (takesValue) {
          if (i + 1 == words.size()
              || (words.get(i + 1).startsWith("-") && words.get(i + 1).length() > 1)) {
            mistakes.add(place, name + " needs a value");
          } else {
            value(bare, words.get(++i), place, List.of());
          }
        } else if (GcloudFlags.isSwitch(bare) && equals < 0) {
          current.add(bare, "", place);
        } else if (GcloudFlags.isSwitch(bare)) {
          mistakes.add(place, name + " takes no value");
        } else {
          throw new Unread(
              "gcloud is given %s, which Preflight does not know".formatted(named(name)));
        }
      }
      if (!containers.isEmpty()) {
        own.places()
            .forEach((name, place) -> {
              if (GcloudFlags.isOfContainer(name)) {
                mistakes.add(
                    place, "--%s must follow the --container that it is for".formatted(name));
              }
            });
      }
    }

    /** A word that may hold anything, shortened to what a flag can be. */
    private static String named(String name) {
      return name.matches("--?[a-z0-9-]{1,40}") ? name : "a word that is no flag";
    }

    private void value(String name, String value, Place place, List<Path> within) {
      switch (name) {
        case "container" -> current = containers.computeIfAbsent(value, _ -> new Flags(mistakes));
        case "flags-file" -> flagsFile(value, place, within);
        default -> current.add(name, value, place);
      }
    }

    /** A file of flags stands for its flags; see {@code gcloud topic flags-file}. */
    private void flagsFile(String name, Place place, List<Path> within) {
      Path file = directory.resolve(name).normalize();
      if (within.contains(file)) {
        mistakes.add(place, "--flags-file refers to itself");
        return;
      }
      List<Path> inside = new ArrayList<>(within);
      inside.add(file);
      SourceText.read(file, place, mistakes)
          .flatMap(it -> YamlParser.parse(it.file(), it.text(), mistakes))
          .ifPresent(root -> root.entries().forEach((flag, entry) -> flag(flag, entry, inside)));
    }

    private void flag(String flag, Yaml.Entry entry, List<Path> within) {
      String bare = flag.startsWith("--") ? flag.substring(2) : flag;
      boolean takesValue = GcloudFlags.takesValue(bare);
      if (!flag.startsWith("--") || (!takesValue && !GcloudFlags.isSwitch(bare))) {
        mistakes.add(
            entry.place(),
            "unknown flag '%s'%s".formatted(flag, Suggestions.sentence(flag, Set.of())));
        return;
      }
      switch (entry.value()) {
        case Yaml.Scalar scalar when takesValue ->
            value(bare, scalar.text(), entry.place(), within);
        case Yaml.Scalar _ -> current.add(bare, "", entry.place());
        case Yaml.Sequence list when bare.equals("flags-file") ->
            list.items().stream()
                .flatMap(it -> text(it).stream())
                .forEach(it -> flagsFile(it, entry.place(), within));
        case Yaml.Sequence list ->
            current.add(
                bare,
                joined(list.items().stream().flatMap(it -> text(it).stream()).toList()),
                entry.place());
        case Yaml.Mapping map ->
            current.add(
                bare,
                joined(
                    map.entries().entrySet().stream()
                        .flatMap(it ->
                            text(it.getValue().value())
                                .map(value -> it.getKey() + "=" + value)
                                .stream())
                        .toList()),
                entry.place());
      }
    }

    /** A list with a delimiter that none of its values holds. */
    private static String joined(List<String> values) {
      return values.isEmpty() ? "" : "^\u001f^" + String.join("\u001f", values);
    }

    private Optional<String> text(Yaml node) {
      return node instanceof Yaml.Scalar scalar
          ? Optional.of(scalar.text())
          : mistakes.add(node.place(), "expected a single value, found " + node.words());
    }
  }
}
