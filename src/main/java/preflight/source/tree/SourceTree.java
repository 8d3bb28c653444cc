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

  /** All regular files, by path. What could not be looked at is in {@link #gaps()}. */
  SortedMap<String, SourceFile> files();

  /**
   * Paths of which nothing below is known: directories that cannot be read, submodules, symbolic
   * links; with the reason as a clause ({@code "is a submodule"}).
   */
  SortedMap<String, String> gaps();

  /** What a file says now. */
  Content read(SourceFile file);

  /** What tells it from each tree that says something else; empty where nobody can tell. */
  default Optional<TreeState> state() {
    return Optional.empty();
  }

  default Optional<SourceFile> file(String path) {
    return Optional.ofNullable(files().get(path));
  }

  /** Whether a path is that of a folder with a file in it. */
  default boolean isFolder(String path) {
    String inside = path + "/";
    return files().tailMap(inside).keySet().stream()
        .findFirst()
        .filter(it -> it.startsWith(inside))
        .isPresent();
  }

  /** The content of a file, or why there is none. */
  sealed interface Content {

    /** All of it. */
    @SuppressWarnings("ArrayRecordComponent") // a whole file; nobody compares two
    record Bytes(byte[] bytes) implements Content {}

    /**
     * Nothing of it.
     *
     * @param why as a clause: {@code "is larger than 16 MiB"}
     */
    record Unread(String why) implements Content {}
  }
}
