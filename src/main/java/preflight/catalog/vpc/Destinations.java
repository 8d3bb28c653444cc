package preflight.catalog.vpc;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.probe.vpc.StoreHosts;
import preflight.probe.vpc.StoreHosts.StoreHost;
import preflight.resource.Environment;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.Resource;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.Setting;
import preflight.resource.Target;
import preflight.resource.network.Hosts;

/** The stores that a service reaches through a VPC network, and no others. */
final class Destinations {

  private final StoreHosts hosts;

  Destinations(StoreHosts hosts) {
    this.hosts = hosts;
  }

  /**
   * A store.
   *
   * @param through the connector on the way to it, as the profile declares
   */
  record Destination(Resource store, Optional<ResourceName> through, StoreHost host) {

    /** Where the profile names a connector, or the address is private. */
    boolean isPrivate() {
      return through.isPresent() || address().filter(Hosts::isPrivate).isPresent();
    }

    Optional<InetAddress> address() {
      return host instanceof StoreHost.Address(InetAddress address)
          ? Optional.of(address)
          : Optional.empty();
    }
  }

  /** In the order of the profile. */
  List<Destination> of(Target<Service> service) throws InterruptedException {
    var found = new ArrayList<Destination>();
    for (Resource store : stores(service).toList()) {
      Destination destination = destination(store, service.environment());
      if (destination.isPrivate() && !(destination.host() instanceof StoreHost.Socket)) {
        found.add(destination);
      }
    }
    return found;
  }

  private static Stream<Resource> stores(Target<Service> service) {
    return service.resource().uses().stream()
        .flatMap(it -> service.environment().find(it).stream())
        .filter(it -> it instanceof Redis || it instanceof Postgres);
  }

  private Destination destination(Resource store, Environment environment)
      throws InterruptedException {
    return switch (store) {
      case Redis redis -> destination(redis, redis.reachedThrough(), redis.host(), environment);
      case Postgres postgres ->
          destination(postgres, postgres.reachedThrough(), postgres.host(), environment);
      default -> throw new IllegalArgumentException("no store: " + store.name());
    };
  }

  private <R extends Resource> Destination destination(
      R store, Optional<ResourceName> through, Setting<String> host, Environment environment)
      throws InterruptedException {
    return new Destination(store, through, hosts.of(new Target<>(store, environment), host));
  }
}
