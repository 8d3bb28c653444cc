package preflight.probe.postgres.migration;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the migrations that a repository holds. */
public interface MigrationScripts {

  /**
   * One file.
   *
   * @param path below the directory, with slashes
   */
  record Script(String path, String text) {

    /** Without its folders. */
    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /**
   * What the tool that owns the migrations looks at.
   *
   * @param deep whether it looks into folders of the directory
   * @param whole whether what it reads may stand anywhere in a file, not only at its beginning
   * @param files by their paths
   */
  record Wanted(boolean deep, boolean whole, Pattern files) {}

  /** The files of a directory in the order of their paths; empty where they cannot be read. */
  Optional<List<Script>> in(String directory, Wanted wanted);
}
