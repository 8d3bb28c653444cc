package preflight.probe.instance;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.probe.PeerJson;
import preflight.probe.PeerText;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.GoogleRest;
import preflight.probe.google.Lookup;
import preflight.probe.vpc.NetworkName;

/** Memorystore for Redis v1, {@code projects.locations.instances.get}. */
public final class Memorystore implements RedisInstances {

  private final Lookup<InstanceName, RedisInstanceState> instances;

  public Memorystore(GoogleRest rest) {
    this.instances =
        new Lookup<>(
            rest,
            Api.MEMORYSTORE,
            it -> "Memorystore instance " + it.id(),
            Memorystore::path,
            Memorystore::read);
  }

  @Override
  public ApiAnswer<RedisInstanceState> find(InstanceName name) throws InterruptedException {
    return instances.get(name);
  }

  /** Without a region it is looked for in none, which the API refuses. */
  private static List<String> path(InstanceName name) {
    String region = name.region().orElse("-");
    return List.of("v1", "projects", name.project(), "locations", region, "instances", name.id());
  }

  private static RedisInstanceState read(PeerJson json) {
    return new RedisInstanceState(
        json.path("state").string(),
        json.path("statusMessage").string(),
        Stream.concat(
                endpoint(json, "host", "port"), endpoint(json, "readEndpoint", "readEndpointPort"))
            .toList(),
        json.path("authEnabled").text().is("true"),
        encrypted(json.path("transitEncryptionMode").string()),
        NetworkName.of(json.path("authorizedNetwork").string()));
  }

  private static Stream<RedisInstanceState.Endpoint> endpoint(
      PeerJson json, String host, String port) {
    return address(json.path(host).string()).stream()
        .map(it ->
            new RedisInstanceState.Endpoint(
                it,
                json.path(port).text().numbers().stream().findFirst().map(BigInteger::intValue)));
  }

  private static Optional<Boolean> encrypted(PeerText mode) {
    return mode.is("SERVER_AUTHENTICATION")
        ? Optional.of(true)
        : mode.is("DISABLED") ? Optional.of(false) : Optional.empty();
  }

  /** Nothing but an address: an API that answers with a name is asked for no address. */
  static Optional<InetAddress> address(PeerText text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(text.raw()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
