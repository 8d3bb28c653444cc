package preflight.source.tree;

/** The parts of a path with slashes. */
public final class TreePath {

  private TreePath() {}

  /** What it lies in: {@code app/api} of {@code app/api/main.py}; empty at the root. */
  public static String folder(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** Its last part: {@code main.py}. */
  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
