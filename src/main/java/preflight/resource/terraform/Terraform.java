package preflight.resource.terraform;

import java.util.List;
import java.util.Optional;

/**
 * What a team's Terraform says of services and secrets, as far as their names stand there.
 *
 * @param directory as the profile says it, relative to where the process runs
 */
public record Terraform(String directory, List<Block> blocks) {

  public Terraform {
    blocks = List.copyOf(blocks);
  }

  /**
   * A resource whose name at Google is written out.
   *
   * @param type {@code google_cloud_run_v2_service}
   * @param label what Terraform calls it, {@code backend}
   * @param named its name at Google
   * @param file in the directory
   */
  public record Block(String type, String label, String named, String file, int line) {

    public String address() {
      return type + "." + label;
    }
  }

  /** The only resource of a kind that has a name at Google; several are nobody's guess. */
  public Optional<Block> find(String typePrefix, String typeSuffix, String named) {
    List<Block> found =
        blocks.stream()
            .filter(it -> it.type().startsWith(typePrefix) && it.type().endsWith(typeSuffix))
            .filter(it -> it.named().equals(named))
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }
}
