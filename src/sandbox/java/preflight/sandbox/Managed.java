package preflight.sandbox;

import java.util.Set;
import java.util.TreeSet;

/**
 * What Google's control plane says of the way to the stores, of the stores and of the project, in
 * the words of its APIs.
 *
 * @param connector the state of the only connector
 * @param network the network that the connector is in
 * @param redis the state of the Memorystore instance
 * @param sql the state of the Cloud SQL instance
 * @param activation when the Cloud SQL instance runs
 * @param postgresHost where services look for Postgres: an address, or the socket of its instance
 * @param disabled APIs that are off, such as {@code vpcaccess.googleapis.com}
 */
public record Managed(
    String connector,
    String network,
    String redis,
    String sql,
    String activation,
    String postgresHost,
    Set<String> disabled) {

  /** What begins like this is played by the address of this machine. */
  static final String SOCKETS = "/cloudsql/";

  static final String SOCKET =
      "%s%s:%s:main-sandbox".formatted(SOCKETS, Blueprint.PROJECT, Blueprint.REGION);

  /** The network of the stores. */
  static final String NETWORK = "sandbox-vpc";

  static final Managed HEALTHY =
      new Managed("READY", NETWORK, "READY", "RUNNABLE", "ALWAYS", "127.0.0.1", Set.of());

  public Managed {
    disabled = Set.copyOf(disabled);
  }

  Managed withConnector(String state) {
    return new Managed(state, network, redis, sql, activation, postgresHost, disabled);
  }

  Managed withNetwork(String name) {
    return new Managed(connector, name, redis, sql, activation, postgresHost, disabled);
  }

  Managed withRedis(String state) {
    return new Managed(connector, network, state, sql, activation, postgresHost, disabled);
  }

  Managed withActivation(String policy) {
    return new Managed(connector, network, redis, sql, policy, postgresHost, disabled);
  }

  /** The socket that Cloud Run mounts into a container, and nobody else has. */
  Managed bySocket() {
    return new Managed(connector, network, redis, sql, activation, SOCKET, disabled);
  }

  Managed without(String api) {
    Set<String> all = new TreeSet<>(disabled);
    all.add(api);
    return new Managed(connector, network, redis, sql, activation, postgresHost, all);
  }

  Managed with(String api) {
    Set<String> all = new TreeSet<>(disabled);
    all.remove(api);
    return new Managed(connector, network, redis, sql, activation, postgresHost, all);
  }
}
