package preflight.cli.image;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import preflight.source.image.Language;
import preflight.text.Listing;
import preflight.text.Plural;

/** What {@code preflight image} says, for people. */
final class ImageListing {

  private final ImageDocument document;
  private final List<String> lines = new ArrayList<>();

  private ImageListing(ImageDocument document) {
    this.document = document;
  }

  static List<String> of(ImageDocument document) {
    return new ImageListing(document).all();
  }

  private List<String> all() {
    fact("dockerfile", document.dockerfile());
    fact("context", document.context());
    fact("base", document.base().orElse("unknown"));
    for (Language language : document.languages()) {
      fact(
          "language",
          "%s %s: %s"
              .formatted(language.name(), language.version().orElse("unknown"), language.why()));
    }
    fact("directory", document.directory());
    fact(
        "command",
        document.command().isEmpty()
            ? "that of the base image"
            : String.join(" ", document.command()));
    document.environment().forEach((name, value) -> fact("variable", name + "=" + value));
    if (!document.exposed().isEmpty()) {
      fact("ports", String.join(", ", document.exposed()));
    }
    packed();
    left();
    installed();
    section(
        "a step may make, move or remove",
        document.changes().stream()
            .filter(it -> isAboutTheApplication(it.path()))
            .map(it -> "%s  line %d: %s".formatted(it.path(), it.line(), it.command()))
            .toList());
    section("the build fails", document.mistakes());
    section("copied, and not there", document.missing());
    section("unknown", document.unknown());
    return lines;
  }

  /**
   * Caches and the system's own files are nobody's application, unless something is packed there.
   */
  private boolean isAboutTheApplication(String path) {
    return !path.matches("/(var|tmp|etc|root|bin|sbin|usr/bin|usr/local/bin|usr/share)(/.*)?")
        || document.packed().stream()
            .anyMatch(it -> it.path().startsWith(path + "/") || it.path().equals(path));
  }

  private void fact(String label, String value) {
    lines.add("%-10s  %s".formatted(label, value));
  }

  private void section(String title, List<String> entries) {
    if (!entries.isEmpty()) {
      lines.add("");
      lines.add(title);
      entries.forEach(it -> lines.add("  " + it));
    }
  }

  private void packed() {
    section(
        "packed: " + Plural.of(document.packed().size(), "file"),
        document.packed().stream()
            .map(it ->
                "%s → %s%s"
                    .formatted(
                        it.source().orElse("a text in the Dockerfile"),
                        it.path(),
                        it.disputed().map("  disputed: "::concat).orElse("")))
            .sorted()
            .toList());
    if (document.packed().isEmpty()) {
      lines.add("");
      lines.add("packed: nothing");
    }
  }

  /** Directories of which no file is packed, for one reason, are one line. */
  private void left() {
    SortedMap<String, String> why = new TreeMap<>();
    document.left().forEach(it -> why.put(it.source(), it.why()));
    TreeSet<String> packed =
        document.packed().stream()
            .flatMap(it -> it.source().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> entries = new ArrayList<>();
    String last = "";
    for (String path : why.keySet()) {
      if (!last.isEmpty() && path.startsWith(last)) {
        continue;
      }
      last = together(path, why, packed);
      if (last.isEmpty()) {
        entries.add("%s  %s".formatted(path, why.get(path)));
      } else {
        entries.add(
            "%s  %s: %s"
                .formatted(
                    last,
                    Plural.of(why.subMap(last, last + "\uffff").size(), "file"),
                    why.get(path)));
      }
    }
    section("not packed: " + Plural.of(document.left().size(), "file"), entries);
  }

  /** The highest directory of a file whose files all have the same reason; empty for none. */
  private static String together(
      String path, SortedMap<String, String> why, NavigableSet<String> packed) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      String directory = path.substring(0, slash + 1);
      boolean alone = packed.subSet(directory, directory + "\uffff").isEmpty();
      if (alone
          && why.subMap(directory, directory + "\uffff").values().stream().distinct().count()
              == 1) {
        return directory;
      }
    }
    return "";
  }

  private void installed() {
    section(
        "installed by name: "
            + Plural.of(
                (int) document.installed().stream().filter(ImageDocument.Installed::direct).count(),
                "package"),
        document.installed().stream()
            .filter(ImageDocument.Installed::direct)
            .map(it ->
                "%s%s  %s"
                    .formatted(it.name(), it.version().map(" "::concat).orElse(""), it.place()))
            .toList());
    long others = document.installed().stream().filter(it -> !it.direct()).count();
    if (!document.installed().isEmpty()) {
      lines.add(
          document.closed()
              ? "  and %d that these need".formatted(others)
              : "  and what these need: no lock says all of it");
    }
    if (!document.projects().isEmpty()) {
      lines.add("  with the modules of " + Listing.line(document.projects(), 8));
    }
    if (!document.notInstalled().isEmpty()) {
      lines.add("  no step reads " + Listing.line(document.notInstalled(), 8));
    }
  }
}
