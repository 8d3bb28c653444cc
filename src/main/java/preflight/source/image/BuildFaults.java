package preflight.source.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import preflight.source.Finding;
import preflight.source.tree.SourceText;
import preflight.source.tree.SourceTree;
import preflight.source.tree.TreePath;

/**
 * What ends the build of an image for certain.
 *
 * @param certain what a builder refuses, and what it is told to copy and cannot find
 * @param made paths that are copied and not in the tree, since something makes them before the
 *     build: what Git ignores, what is called like the output of a compiler, what a script names
 */
public record BuildFaults(List<Finding> certain, List<String> made) {

  public static final String RULE = "image-builds";

  /** Where build tools put what they make. */
  private static final Set<String> OUTPUTS =
      Set.of(
          "target",
          "build",
          "dist",
          "out",
          "output",
          "publish",
          "release",
          "artifacts",
          "artifact",
          "node_modules",
          "vendor",
          "coverage",
          "generated",
          "tmp",
          "wheels",
          "dependencies");

  /** Files that say what happens before a build. */
  private static final Pattern SCRIPTS =
      Pattern.compile(
          "(?:.*/)?(?:\\.github/workflows/[^/]+|\\.circleci/[^/]+|\\.gitlab-ci\\.ya?ml|cloudbuild[^/]*\\.ya?ml"
              + "|azure-pipelines[^/]*\\.ya?ml|bitbucket-pipelines\\.yml|skaffold[^/]*\\.ya?ml|Jenkinsfile[^/]*|[Mm]akefile"
              + "|GNUmakefile|[^/]+\\.mk|[Jj]ustfile|Taskfile\\.ya?ml|noxfile\\.py|package\\.json|[^/]+\\.sh)");

  public BuildFaults {
    certain = List.copyOf(certain);
    made = List.copyOf(made);
  }

  public static BuildFaults of(SourceTree tree, ImageContents image) {
    List<Finding> certain = new ArrayList<>();
    List<String> made = new ArrayList<>();
    image
        .mistakes()
        .forEach(it ->
            certain.add(
                new Finding(RULE, it.file(), it.line(), 1, "the build fails: " + it.why(), "")));
    for (MissingSource missing : image.missing()) {
      if (!missing.leftOut() && isMade(tree, missing.path())) {
        made.add(missing.path());
      } else {
        certain.add(
            new Finding(
                RULE,
                missing.file(),
                missing.line(),
                1,
                "the build fails: it copies '%s', which %s"
                    .formatted(missing.source(), missing.why()),
                missing.path()));
      }
    }
    return new BuildFaults(certain.stream().sorted().toList(), made);
  }

  private static boolean isMade(SourceTree tree, String path) {
    for (int end = 0; end <= path.length(); end++) {
      if (end == path.length() || path.charAt(end) == '/') {
        String folder = path.substring(0, end);
        String name = TreePath.name(folder).toLowerCase(Locale.ROOT);
        // One that the tree has was written by somebody.
        if (OUTPUTS.contains(name) && !tree.isFolder(folder)) {
          return true;
        }
      }
    }
    return isIgnored(tree, path) || isNamed(tree, TreePath.name(path));
  }

  /** By the files of the folders above it; the last rule that speaks of it decides. */
  private static boolean isIgnored(SourceTree tree, String path) {
    boolean ignored = false;
    for (int slash = -1; ; slash = path.indexOf('/', slash + 1)) {
      String folder = path.substring(0, slash + 1);
      if (SourceText.of(tree, folder + ".gitignore") instanceof SourceText.Text(String text)) {
        for (String line : text.lines().toList()) {
          ignored = ignored(line, path.substring(slash + 1), ignored);
        }
      }
      if (path.indexOf('/', slash + 1) < 0) {
        return ignored;
      }
    }
  }

  private static boolean ignored(String line, String path, boolean before) {
    if (line.isBlank() || line.startsWith("#")) {
      return before;
    }
    var rule = new FastIgnoreRule(line);
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (rule.isMatch(path.substring(0, slash), true, true)) {
        return rule.getResult();
      }
    }
    // What is not there may have been a file or a folder.
    boolean speaks = rule.isMatch(path, false, true) || rule.isMatch(path, true, true);
    return speaks ? rule.getResult() : before;
  }

  private static boolean isNamed(SourceTree tree, String name) {
    var word = Pattern.compile("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w-])");
    return tree.files().keySet().stream()
        .filter(it -> SCRIPTS.matcher(it).matches())
        .anyMatch(it ->
            SourceText.of(tree, it) instanceof SourceText.Text(String text)
                && word.matcher(text).find());
  }
}
