package preflight.probe.postgres;

import java.util.List;
import java.util.Optional;

/** Reads the migrations that a repository holds. */
public interface MigrationScripts {

  /** One file, by its name without the directory. */
  record Script(String name, String text) {}

  /** How far down the tool that owns the migrations looks for them. */
  enum Depth {
    /** As Alembic, unless {@code recursive_version_locations} is set. */
    DIRECTORY,
    /** As Flyway. */
    TREE
  }

  /** The files of a directory in the order of their paths; empty where it cannot be read. */
  Optional<List<Script>> in(String directory, Depth depth);
}
