package preflight.source.tree;

import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/** What Git calls the content of a file, whether it has seen it or not. */
public final class ContentId {

  private ContentId() {}

  /** Forty hexadecimal digits; empty for a file that cannot be read. */
  public static Optional<String> of(SourceTree tree, SourceFile file) {
    if (file.blob().isPresent()) {
      return file.blob();
    }
    if (tree.read(file) instanceof SourceTree.Content.Bytes(byte[] bytes)) {
      try (var formatter = new ObjectInserter.Formatter()) {
        return Optional.of(formatter.idFor(Constants.OBJ_BLOB, bytes).name());
      }
    }
    return Optional.empty();
  }
}
