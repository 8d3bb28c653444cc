package preflight.probe.vpc;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.resource.Gcp;

/** The full name of a connector. */
public record ConnectorName(String project, String region, String id) {

  private static final Pattern FULL =
      Pattern.compile(
          "projects/(?<project>[^/]+)/locations/(?<region>[^/]+)/connectors/(?<id>[^/]+)");

  /** As Cloud Run tells it; a short name is one of the environment's own project and region. */
  public static Optional<ConnectorName> of(String text, Gcp gcp) {
    Matcher full = FULL.matcher(text);
    if (full.matches()) {
      return Optional.of(
          new ConnectorName(
              Objects.requireNonNull(full.group("project")),
              Objects.requireNonNull(full.group("region")),
              Objects.requireNonNull(full.group("id"))));
    }
    return gcp.project()
        .filter(_ -> !text.contains("/"))
        .flatMap(project -> gcp.region().map(region -> new ConnectorName(project, region, text)));
  }

  List<String> path() {
    return List.of("v1", "projects", project, "locations", region, "connectors", id);
  }
}
