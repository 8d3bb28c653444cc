package preflight.source.tree;

/**
 * A file of a source tree.
 *
 * @param path below the root, with {@code /}, never with {@code ..}
 * @param size in bytes, as the file system tells
 * @param blob what Git calls this content, 40 hexadecimal digits; where Git has not seen it as it
 *     is now, of the content itself
 */
public record SourceFile(String path, long size, String blob) implements Comparable<SourceFile> {

  /** The part after the last {@code /}. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** What follows the last dot of the name, in lower case; empty without one. */
  public String extension() {
    String name = name();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public int compareTo(SourceFile other) {
    return path.compareTo(other.path);
  }
}
