package preflight.resource;

import java.util.List;
import java.util.Map;

/** A thing that an environment consists of. */
public sealed interface Resource
    permits Secret, Connector, Redis, Postgres, Service, Endpoint, Source {

  ResourceName name();

  /** Values for the placeholders of commands, by name; never anything confidential. */
  Map<String, String> facts();

  /**
   * The placeholders whose values the profile does not know, and the name of the secret that holds
   * each.
   */
  default Map<String, String> held() {
    return Map.of();
  }

  /** What its declaration asks less than a check would by itself, in words, each a clause. */
  default List<String> concessions(Environment environment) {
    return List.of();
  }
}
