package preflight.source.image.ignore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import preflight.source.tree.SourceText;
import preflight.source.tree.SourceTree;

/**
 * What {@code gcloud} does not upload: {@code .gcloudignore}, in the syntax of {@code .gitignore},
 * with lines of other files; without one, what Git ignores, and Git itself.
 *
 * @see <a href="https://cloud.google.com/sdk/gcloud/reference/topic/gcloudignore">gcloudignore</a>
 */
public final class GcloudIgnore {

  public static final String NAME = ".gcloudignore";

  private static final String INCLUDE = "#!include:";

  /** What gcloud takes where there is no file. */
  private static final String GENERATED = ".gcloudignore\n.git\n.gitignore\n";

  private final List<Line> lines;

  private GcloudIgnore(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  private record Line(String file, int number, String written, FastIgnoreRule rule) {}

  /**
   * Those of a directory.
   *
   * @param directory what is uploaded, below the root of the tree; empty for all of it
   */
  public static GcloudIgnore of(SourceTree tree, String directory) {
    List<Line> lines = new ArrayList<>();
    String file = at(directory, NAME);
    Optional<String> text = text(tree, file);
    if (text.isPresent()) {
      add(lines, file, text.get(), tree, directory);
    } else {
      add(lines, "gcloud's own rules", GENERATED, tree, directory);
      String git = at(directory, ".gitignore");
      text(tree, git).ifPresent(it -> add(lines, git, it, tree, directory));
    }
    return new GcloudIgnore(lines);
  }

  private static void add(
      List<Line> lines, String file, String text, SourceTree tree, String directory) {
    int number = 0;
    for (String written : text.lines().toList()) {
      number++;
      if (written.startsWith(INCLUDE)) {
        // Included files include no others.
        String other = at(directory, written.substring(INCLUDE.length()).strip());
        text(tree, other)
            .filter(_ -> !other.equals(file))
            .ifPresent(it -> add(lines, other, it.replace(INCLUDE, "#"), tree, directory));
      } else if (!written.isBlank() && !written.startsWith("#")) {
        lines.add(new Line(file, number, written, new FastIgnoreRule(written)));
      }
    }
  }

  private static Optional<String> text(SourceTree tree, String path) {
    return SourceText.of(tree, path) instanceof SourceText.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  private static String at(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  /**
   * Of a file; a directory that is left out cannot be entered again.
   *
   * @param path below the directory that is uploaded
   */
  public Verdict of(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      Verdict above = of(path.substring(0, slash), true);
      if (above instanceof Verdict.Ignored) {
        return above;
      }
    }
    return of(path, false);
  }

  private Verdict of(String path, boolean directory) {
    for (Line line : lines.reversed()) {
      if (line.rule().isMatch(path, directory, true)) {
        return line.rule().getResult()
            ? new Verdict.Ignored(line.file(), line.number(), line.written())
            : Verdict.PACKED;
      }
    }
    return Verdict.PACKED;
  }
}
