package preflight.source.tree;

import java.util.Optional;

/**
 * A file of a source tree.
 *
 * @param path below the root, with {@code /}, never with {@code ..}
 * @param size in bytes, as the file system tells
 * @param blob what Git calls this content, 40 hexadecimal digits; empty where Git has not seen the
 *     file as it is now
 */
public record SourceFile(String path, long size, Optional<String> blob)
    implements Comparable<SourceFile> {

  /** The part after the last {@code /}. */
  public String name() {
    return TreePath.name(path);
  }

  @Override
  public int compareTo(SourceFile other) {
    return path.compareTo(other.path);
  }
}
