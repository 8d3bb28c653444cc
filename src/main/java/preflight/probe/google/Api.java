package preflight.probe.google;

import java.net.URI;

/** An API that is asked for evidence. */
public enum Api {
  SECRET_MANAGER("secretmanager"),
  RUN("run"),
  ARTIFACT_REGISTRY("artifactregistry"),
  LOGGING("logging"),
  VPC_ACCESS("vpcaccess"),
  MEMORYSTORE("redis"),
  SQL_ADMIN("sqladmin"),
  SERVICE_USAGE("serviceusage");

  private final String key;

  Api(String key) {
    this.key = key;
  }

  /** Its short name, as under {@code gcp.endpoints}. */
  public String key() {
    return key;
  }

  /** Its name in Service Usage, which is its host as well. */
  public String serviceName() {
    return key + ".googleapis.com";
  }

  /** The endpoint of a location, as Secret Manager has them for regional secrets. */
  URI home(String location) {
    return URI.create("https://%s.%s.rep.googleapis.com".formatted(key, location));
  }

  URI home() {
    return URI.create("https://" + serviceName());
  }
}
