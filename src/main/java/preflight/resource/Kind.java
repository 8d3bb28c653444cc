package preflight.resource;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The types of resources, by the keys under which a profile lists them. */
public enum Kind {
  SECRETS(Secret.class),
  CONNECTORS(Connector.class),
  REDIS(Redis.class),
  POSTGRES(Postgres.class),
  SERVICES(Service.class),
  /** Jobs of Cloud Run, which no profile lists: a deployment names them. */
  JOBS(Service.class),
  ENDPOINTS(Endpoint.class),
  SOURCE(Source.class);

  /** Those that a profile lists by name, in the order of a report. */
  public static final List<Kind> LISTED = List.of(SECRETS, CONNECTORS, REDIS, POSTGRES, SERVICES);

  private final Class<? extends Resource> type;

  Kind(Class<? extends Resource> type) {
    this.type = type;
  }

  /** The record that describes resources of this kind. */
  public Class<? extends Resource> type() {
    return type;
  }

  /** The profile's own key, for example {@code redis}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Kind> of(String key) {
    return Arrays.stream(values()).filter(it -> it.key().equals(key)).findFirst();
  }

  /** The kind that a type describes; empty where it describes none. */
  public static Optional<Kind> of(Class<?> type) {
    return Arrays.stream(values()).filter(it -> it.type == type).findFirst();
  }

  @Override
  public String toString() {
    return key();
  }
}
