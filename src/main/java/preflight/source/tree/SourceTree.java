package preflight.source.tree;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A source tree at one moment: what Git tracks and what it neither tracks nor ignores, with the
 * content of the working tree, since that is what a build packs. A plain directory is a tree of all
 * its files.
 */
public interface SourceTree {

  Path root();

  /** All regular files, by path. What could not be read is in {@link #unreadable()}. */
  SortedMap<String, SourceFile> files();

  /** Directories and files that could not be looked at, with the reason in words. */
  SortedMap<String, String> unreadable();

  /** What a file says now. */
  Content read(SourceFile file);

  default Optional<SourceFile> file(String path) {
    return Optional.ofNullable(files().get(path));
  }

  /** The content of a file, or why there is none. */
  sealed interface Content {

    /** All of it. */
    record Bytes(byte[] bytes) implements Content {}

    /**
     * Nothing of it.
     *
     * @param why as a clause: {@code "is larger than 8 MiB"}
     */
    record Unread(String why) implements Content {}
  }
}
