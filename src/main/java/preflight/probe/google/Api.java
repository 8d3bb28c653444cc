package preflight.probe.google;

import java.net.URI;

/** An API that is asked for evidence. */
public enum Api {
  SECRET_MANAGER("secretmanager"),
  RUN("run"),
  ARTIFACT_REGISTRY("artifactregistry");

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

  URI home() {
    return URI.create("https://" + serviceName());
  }
}
