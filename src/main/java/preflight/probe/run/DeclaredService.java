package preflight.probe.run;

import java.util.List;
import java.util.Optional;

/**
 * A service as it was asked of Cloud Run, wherever that is written.
 *
 * @param name its name on Cloud Run
 * @param url where Cloud Run reaches it; absent before it is deployed
 * @param template what its next revision is made of
 * @param cloudSql connection names of the Cloud SQL instances that it is attached to
 * @param health what the platform asks it
 * @param access who may call it
 */
public record DeclaredService(
    String name,
    Optional<String> url,
    RevisionState template,
    List<String> cloudSql,
    Optional<HealthProbe> health,
    Access access) {

  public DeclaredService {
    cloudSql = List.copyOf(cloudSql);
  }

  /** Who may call a service. */
  public enum Access {
    EVERYONE,
    INVOKERS_ONLY,
    UNKNOWN
  }

  /**
   * A probe that asks the port of the service.
   *
   * @param kind {@code startup} or {@code liveness}
   * @param get the path of an HTTP probe; absent for one of gRPC
   * @param grpc the service of a gRPC probe, empty for the whole server
   */
  public record HealthProbe(String kind, Optional<String> get, Optional<String> grpc) {}
}
