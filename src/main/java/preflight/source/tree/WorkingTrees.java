package preflight.source.tree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The trees of one run, each listed once, whoever asks. */
public final class WorkingTrees {

  private final Map<Path, SourceTree> listed = new HashMap<>();

  /**
   * The tree of a directory.
   *
   * @throws IOException as {@link WorkingTree#of} does
   */
  public synchronized SourceTree of(Path directory) throws IOException {
    Path root = directory.toRealPath();
    @Nullable SourceTree known = listed.get(root);
    if (known == null) {
      known = WorkingTree.of(root);
      listed.put(root, known);
    }
    return known;
  }
}
