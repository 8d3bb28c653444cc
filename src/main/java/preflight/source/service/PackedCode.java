package preflight.source.service;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import preflight.source.image.Change;
import preflight.source.image.Fate;
import preflight.source.image.ImageContents;
import preflight.source.image.ignore.Verdict;
import preflight.source.tree.SourceTree;

/**
 * The files of a tree that an image holds, by their paths there: those that it copies, and those of
 * the projects that it installs.
 *
 * @param files paths in the image, and in the tree
 * @param installed directories of the image that hold installed projects
 */
record PackedCode(SortedMap<String, String> files, List<String> installed) {

  /** Where {@code pip} puts what it installs; which directory that is does not matter here. */
  private static final String SITE = "/site-packages";

  /** What only makes JavaScript, pictures and permissions makes no module of Python. */
  private static final Pattern NO_MODULES =
      Pattern.compile(
          "(?s)\\s*(?:\\S*/)?(npm|npx|yarn|pnpm|bun|node|corepack|vite|rm|chmod|chown|mkdir|touch|"
              + "apt-get|apt|apk|addgroup|adduser|groupadd|useradd|curl|wget|ln|collectstatic)\\b.*");

  static PackedCode of(SourceTree tree, ImageContents image, Set<String> projects) {
    SortedMap<String, String> files = new TreeMap<>();
    image.packed().forEach((path, origin) -> origin.source().ifPresent(it -> files.put(path, it)));
    Set<String> copied = new LinkedHashSet<>(files.values());
    List<String> installed = new ArrayList<>();
    for (String project : projects) {
      String from = base(tree, project);
      String to = SITE + installed.size();
      int before = files.size();
      for (String path : tree.files().tailMap(from).keySet()) {
        if (!path.startsWith(from)) {
          break;
        }
        if (path.endsWith(".py") && !copied.contains(path) && !ignored(image, path)) {
          files.put(to + "/" + path.substring(from.length()), path);
        }
      }
      if (files.size() > before) {
        installed.add(to);
      }
    }
    return new PackedCode(files, installed);
  }

  /** {@code src} where a project keeps its modules there. */
  private static String base(SourceTree tree, String project) {
    String own = project.isEmpty() ? "" : project + "/";
    String layout = own + "src/";
    boolean there =
        tree.files().tailMap(layout).keySet().stream()
            .takeWhile(it -> it.startsWith(layout))
            .anyMatch(it -> it.endsWith("/__init__.py"));
    return there ? layout : own;
  }

  private static boolean ignored(ImageContents image, String path) {
    return image.left().get(path) instanceof Fate.Ignored;
  }

  /** Whether a step of the build may have made a path. */
  static Predicate<String> mayAppear(ImageContents image) {
    List<Change> changes =
        image.changes().stream().filter(it -> !NO_MODULES.matcher(it.command()).matches()).toList();
    return path -> changes.stream().anyMatch(it -> it.covers(path));
  }

  /** Why a file of the tree is not in an image. */
  static String left(ImageContents image, String path) {
    return switch (image.fate(path).orElse(null)) {
      case Fate.Ignored(Verdict.Ignored by) ->
          "is left out by %s:%d (%s)".formatted(by.file(), by.line(), by.pattern());
      case Fate.OtherStage(String stage, int line) ->
          "is only in the stage %s, by line %d of the Dockerfile".formatted(stage, line);
      case Fate.OutsideContext _ -> "lies outside of the build context";
      case Fate.NotCopied _ -> "is not copied by any instruction of the Dockerfile";
      case Fate.Packed(List<String> paths, var _) -> "lies at " + String.join(", ", paths);
      case null -> "is not in the image";
    };
  }
}
