package preflight.init.found;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.probe.run.DeclaredService.Access;
import preflight.probe.run.DeclaredService.HealthProbe;

/**
 * A service.
 *
 * @param name what its source calls it
 * @param onCloudRun whether that is its name on Cloud Run
 * @param url where it is reached
 * @param variables what it is given, by name
 * @param files secrets that it sees as files
 * @param account the service account that it runs as
 * @param network how it reaches private addresses
 * @param cloudSql connection names of the Cloud SQL instances that it is attached to
 * @param health what is asked to see whether it is well
 * @param image how its image is built
 * @param needs names of others of its source that it waits for
 */
public record FoundService(
    String name,
    boolean onCloudRun,
    Optional<String> url,
    Map<String, Given> variables,
    List<SecretFile> files,
    Optional<String> account,
    Network network,
    List<String> cloudSql,
    Optional<HealthProbe> health,
    Access access,
    Optional<Build> image,
    Set<String> needs) {

  public FoundService {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    files = List.copyOf(files);
    cloudSql = List.copyOf(cloudSql);
    needs = Set.copyOf(needs);
  }

  /** A secret as a file. */
  public record SecretFile(String id, String version, String path) {}

  /** A connector, or the network that a service is in by itself; short names. */
  public record Network(Optional<String> connector, Optional<String> direct) {

    public static final Network NONE = new Network(Optional.empty(), Optional.empty());
  }

  /**
   * A build from a Dockerfile; paths begin at the folder of the source.
   *
   * @param guessed whether only its place says that it is of this service
   */
  public record Build(
      String context, String dockerfile, Optional<String> target, boolean guessed) {}

  /** This service, where nobody says how it is built, with such a build. */
  public FoundService builtBy(Build build) {
    return new FoundService(
        name,
        onCloudRun,
        url,
        variables,
        files,
        account,
        network,
        cloudSql,
        health,
        access,
        image.or(() -> Optional.of(build)),
        needs);
  }

  /** This service, with what only the other source of it knows. */
  FoundService or(FoundService other) {
    Map<String, Given> all = new LinkedHashMap<>(other.variables);
    all.putAll(variables);
    return new FoundService(
        name,
        onCloudRun,
        url.or(other::url),
        all,
        files.isEmpty() ? other.files : files,
        account.or(other::account),
        network.equals(Network.NONE) ? other.network : network,
        cloudSql.isEmpty() ? other.cloudSql : cloudSql,
        health.or(other::health),
        access == Access.UNKNOWN ? other.access : access,
        image.or(other::image),
        needs.isEmpty() ? other.needs : needs);
  }
}
