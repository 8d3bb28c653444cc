package preflight.probe.run;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.probe.PeerText;

/**
 * One revision of a service.
 *
 * @param containers that of the service and its sidecars, in the platform's order
 * @param mounts secrets that it sees as files
 * @param account the service account that it runs as
 * @param connector full name of its VPC connector
 */
public record RevisionState(
    String name,
    List<Condition> conditions,
    List<Container> containers,
    List<Mount> mounts,
    String account,
    int maxInstances,
    Optional<String> connector,
    String image,
    Optional<Instant> created) {

  public RevisionState {
    conditions = List.copyOf(conditions);
    // One that tells nothing is not the same as none, about which nothing could be wrong.
    containers =
        containers.isEmpty()
            ? List.of(new Container(Optional.empty(), Map.of()))
            : List.copyOf(containers);
    mounts = List.copyOf(mounts);
  }

  /** The containers that are given a variable of this name. */
  public List<Container> setting(PeerText name) {
    return setting(name.raw());
  }

  /** The same for a name that the profile says. */
  public List<Container> setting(String name) {
    return containers.stream().filter(it -> it.variables().containsKey(name)).toList();
  }

  /** Ids of the secrets that it is given, as variables or as files. */
  public Set<String> secrets() {
    Stream<String> inVariables =
        containers.stream()
            .flatMap(it -> it.variables().values().stream())
            .flatMap(it ->
                it instanceof Variable.FromSecret(String id, _) ? Stream.of(id) : Stream.of());
    return Stream.concat(inVariables, mounts.stream().map(Mount::secret))
        .collect(Collectors.toSet());
  }

  /**
   * One container.
   *
   * @param name where the revision has several
   * @param variables what it is given, by name, in the platform's order
   */
  public record Container(Optional<String> name, Map<String, Variable> variables) {
    public Container {
      variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }
  }

  /**
   * A secret as a file.
   *
   * @param secret its id
   * @param version a number or {@code latest}
   */
  public record Mount(String secret, String version, String path) {}
}
