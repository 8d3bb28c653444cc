package preflight.resource;

import java.util.Map;

/** A thing that an environment consists of. */
public sealed interface Resource
    permits Secret, Connector, Redis, Postgres, Service, Endpoint, Source {

  ResourceName name();

  /** Values for the placeholders of commands, by name; never anything confidential. */
  Map<String, String> facts();
}
