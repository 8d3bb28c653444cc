package preflight.source.service;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.source.image.Fate;
import preflight.source.image.ImageContents;
import preflight.source.image.dockerfile.CommandForm;
import preflight.source.script.module.ScriptStart;
import preflight.source.script.module.ScriptStart.Started;
import preflight.source.tree.TreePath;

/**
 * What an image starts.
 *
 * @param folder of the tree, that of the project whose code runs
 * @param entries files of the tree, of which there may be none
 * @param plainNode whether Node.js loads them, or what a compiler makes of each of them
 */
record ScriptStarted(String folder, Set<String> entries, boolean plainNode) {

  static ScriptStarted of(ImageContents image, ScriptLayout packed, ScriptLayout tree) {
    String directory = image.directory().replaceFirst("^/+", "");
    String folder = folder(image, directory, tree);
    List<String> command = image.command().map(ScriptStarted::words).orElse(List.of());
    Started there = ScriptStart.of(packed.tree(), packed.resolver(), directory, command);
    if (there instanceof Started.Sources(List<String> files, boolean plain)) {
      return new ScriptStarted(folder, packed.toSources(files), plain);
    }
    return switch (ScriptStart.of(tree.tree(), tree.resolver(), folder, command)) {
      case Started.Sources(List<String> files, boolean plain) -> {
        Set<String> known =
            files.stream()
                .filter(it -> isMade(image, packed, it) || isThere(packed, directory, folder, it))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        yield new ScriptStarted(folder, known, plain);
      }
      case Started.Framework _, Started.Unknown _ -> new ScriptStarted(folder, Set.of(), false);
    };
  }

  /** Whether a stage has the source of what a compiler makes. */
  private static boolean isMade(ImageContents image, ScriptLayout packed, String source) {
    return source.matches(".*\\.[mc]?tsx?")
        && (packed.sources().containsValue(source)
            || image.left().get(source) instanceof Fate.OtherStage);
  }

  private static boolean isThere(
      ScriptLayout packed, String directory, String folder, String source) {
    String below = folder.isEmpty() ? source : source.substring(folder.length() + 1);
    return source.equals(packed.sources().get(below(directory, below)));
  }

  /** The folder of the tree that lies at a directory of the image, or is built there. */
  private static String folder(ImageContents image, String directory, ScriptLayout tree) {
    Set<String> folders = new TreeSet<>();
    for (Map.Entry<String, String> each :
        image.sources().entrySet().stream()
            .flatMap(it -> it.getValue().stream().map(path -> Map.entry(path, it.getKey())))
            .toList()) {
      String path = each.getKey().substring(1);
      if (directory.isEmpty() || path.startsWith(directory + "/")) {
        String below = directory.isEmpty() ? path : path.substring(directory.length() + 1);
        String source = each.getValue();
        if (below.equals("package.json")) {
          return TreePath.folder(source);
        }
        if (source.equals(below)) {
          folders.add("");
        } else if (source.endsWith("/" + below)) {
          folders.add(source.substring(0, source.length() - below.length() - 1));
        }
      }
    }
    folders.removeIf(it -> !tree.tree().has(below(it, "package.json")));
    if (folders.size() == 1) {
      return folders.iterator().next();
    }
    String dockerfile = image.build().dockerfile();
    String beside = TreePath.folder(dockerfile);
    return tree.tree().has(below(beside, "package.json")) ? beside : image.build().context();
  }

  /** Node.js is the entry point of images that name a file only. */
  private static List<String> words(CommandForm command) {
    if (command.shell()) {
      return List.of("sh", "-c", command.text());
    }
    boolean file =
        Optional.of(command.words())
            .filter(it -> !it.isEmpty() && it.getFirst().matches(".*\\.[mc]?js"))
            .isPresent();
    return file
        ? Stream.concat(Stream.of("node"), command.words().stream()).toList()
        : command.words();
  }

  private static String below(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
