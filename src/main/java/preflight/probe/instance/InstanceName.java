package preflight.probe.instance;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import preflight.resource.Gcp;
import preflight.resource.Postgres;
import preflight.resource.Redis;

/**
 * An instance of a managed store.
 *
 * @param region empty where nobody said it, which Cloud SQL can do without
 */
public record InstanceName(String project, Optional<String> region, String id) {

  private static final Pattern FULL =
      Pattern.compile(
          "projects/(?<project>[^/]+)/(?:locations/(?<region>[^/]+)/)?instances/(?<id>[^/]+)");

  /** {@code PROJECT:REGION:INSTANCE}, where the project may be one of a domain. */
  private static final Pattern CONNECTION =
      Pattern.compile(
          "(?:/cloudsql/)?(?<project>(?:[a-z0-9.-]+:)?[a-z0-9-]+):(?<region>[a-z0-9-]+):(?<id>[a-z0-9-]+)");

  /** Empty where none is declared, and where nobody says its project or region. */
  public static Optional<InstanceName> of(Redis redis, Gcp gcp) {
    return redis.instance().flatMap(it -> of(it, gcp)).filter(it -> it.region().isPresent());
  }

  /** By its own field, or by a socket of Cloud SQL. */
  public static Optional<InstanceName> of(Postgres postgres, Gcp gcp) {
    return named(postgres).flatMap(it -> of(it, gcp));
  }

  /** Whether the profile says of which instance it speaks. */
  public static boolean isNamed(Postgres postgres) {
    return named(postgres).isPresent();
  }

  private static Optional<String> named(Postgres postgres) {
    return postgres
        .instance()
        .or(() ->
            sockets(postgres).stream().filter(it -> CONNECTION.matcher(it).matches()).findFirst());
  }

  /** The directories in which the profile says that a socket is. */
  public static List<String> sockets(Postgres postgres) {
    return Stream.concat(postgres.socket().stream(), postgres.host().literal().stream())
        .filter(it -> it.startsWith("/"))
        .toList();
  }

  /** As a profile names it: short, in full, or by the connection name of Cloud SQL. */
  static Optional<InstanceName> of(String text, Gcp gcp) {
    for (Pattern pattern : List.of(FULL, CONNECTION)) {
      Matcher full = pattern.matcher(text);
      if (full.matches()) {
        return Optional.of(
            new InstanceName(
                Objects.requireNonNull(full.group("project")),
                Optional.ofNullable(full.group("region")),
                Objects.requireNonNull(full.group("id"))));
      }
    }
    return gcp.project()
        .filter(_ -> !text.contains("/") && !text.contains(":"))
        .map(project -> new InstanceName(project, gcp.region(), text));
  }
}
