package preflight.resource;

import java.util.List;
import java.util.Map;

/** A thing that an environment consists of. */
public sealed interface Resource
    permits Secret, Connector, Redis, Postgres, Service, Endpoint, Source {

  ResourceName name();

  /** Values for the placeholders of commands, by name; never anything confidential. */
  Map<String, String> facts();

  /** What its declaration asks less than a check would by itself, in words, each a clause. */
  default List<String> concessions(Environment environment) {
    return List.of();
  }
}
