package preflight.probe.terraform;

import java.util.List;

/** Reads what Terraform says that there is. */
public interface TerraformShow {

  /**
   * The document of a path.
   *
   * @param path as the profile says it, relative to where the process runs
   */
  Reading read(String path);

  /** What is in a file. */
  sealed interface Reading {

    /** The JSON of {@code terraform show -json}. */
    record Document(boolean plan, List<Managed> resources) implements Reading {
      public Document {
        resources = List.copyOf(resources);
      }
    }

    /** A directory of Terraform's own files, which say less. */
    record Directory() implements Reading {}

    /**
     * It cannot be read as one.
     *
     * @param why ends a sentence that begins with the path
     */
    record Unfit(String why) implements Reading {}
  }
}
