package preflight.probe.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One revision of a service.
 *
 * @param variables what its first container is given, by name, in the platform's order
 * @param mounts secrets that it sees as files
 * @param account the service account that it runs as
 * @param connector full name of its VPC connector
 */
public record RevisionState(
    String name,
    List<Condition> conditions,
    Map<String, Variable> variables,
    List<Mount> mounts,
    String account,
    int maxInstances,
    Optional<String> connector,
    String image,
    Optional<Instant> created) {

  public RevisionState {
    conditions = List.copyOf(conditions);
    mounts = List.copyOf(mounts);
  }

  /**
   * A secret as a file.
   *
   * @param secret its id
   * @param version a number or {@code latest}
   */
  public record Mount(String secret, String version, String path) {}
}
