package preflight.probe.instance;

import java.util.List;
import java.util.stream.Stream;
import preflight.probe.PeerJson;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.GoogleRest;
import preflight.probe.google.Lookup;
import preflight.probe.vpc.NetworkName;

/** Cloud SQL Admin API v1, {@code instances.get}. */
public final class CloudSql implements SqlInstances {

  private final Lookup<InstanceName, SqlInstanceState> instances;

  public CloudSql(GoogleRest rest) {
    this.instances =
        new Lookup<>(
            rest,
            Api.SQL_ADMIN,
            it -> "Cloud SQL instance " + it.id(),
            it -> List.of("v1", "projects", it.project(), "instances", it.id()),
            CloudSql::read);
  }

  @Override
  public ApiAnswer<SqlInstanceState> find(InstanceName name) throws InterruptedException {
    return instances.get(name);
  }

  private static SqlInstanceState read(PeerJson json) {
    PeerJson settings = json.path("settings");
    PeerJson connections = settings.path("ipConfiguration");
    return new SqlInstanceState(
        json.path("state").string(),
        settings.path("activationPolicy").string(),
        json.path("suspensionReason").elements().stream().map(PeerJson::string).toList(),
        json.path("ipAddresses").elements().stream().flatMap(CloudSql::address).toList(),
        connections.path("pscConfig").path("pscEnabled").text().is("true"),
        json.path("connectionName").string(),
        connections.path("sslMode").string(),
        NetworkName.of(connections.path("privateNetwork").string()));
  }

  /** An {@code OUTGOING} one takes no connections, and one of the first generation is retired. */
  private static Stream<SqlInstanceState.Address> address(PeerJson json) {
    var type = json.path("type").string();
    return type.is("PRIMARY") || type.is("PRIVATE")
        ? Memorystore.address(json.path("ipAddress").string())
            .map(it -> new SqlInstanceState.Address(it, type.is("PRIVATE")))
            .stream()
        : Stream.of();
  }
}
