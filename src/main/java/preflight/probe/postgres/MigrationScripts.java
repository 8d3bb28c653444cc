package preflight.probe.postgres;

import java.util.List;
import java.util.Optional;

/** Reads the migrations that a repository holds. */
public interface MigrationScripts {

  /** One file, by its name without the directory. */
  record Script(String name, String text) {}

  /** The files of a directory in the order of their names; empty where it cannot be read. */
  Optional<List<Script>> in(String directory);
}
