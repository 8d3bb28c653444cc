package preflight.probe.redaction;

import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import preflight.resource.Environment;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.Setting;

/** Names and ids of an environment's resources, and hosts, as its profile writes them. */
public final class EnvironmentNames {

  private final Set<String> names = new HashSet<>();

  private EnvironmentNames() {}

  public static Set<String> of(Environment environment) {
    var all = new EnvironmentNames();
    all.names.add(environment.name());
    all.add(environment.gcp().project());
    all.add(environment.gcp().region());
    all.add(environment.gcp().impersonate());
    environment.secrets().values().forEach(all::secret);
    environment.connectors().keySet().forEach(all.names::add);
    environment.redis().values().forEach(all::redis);
    environment.postgres().values().forEach(all::postgres);
    environment.services().values().forEach(all::service);
    return Set.copyOf(all.names);
  }

  private void add(Optional<String> name) {
    name.ifPresent(names::add);
  }

  private void secret(Secret it) {
    names.addAll(it.variables());
    names.add(it.storedId());
  }

  private void redis(Redis it) {
    names.add(it.name().name());
    literal(it.host());
    add(it.instance());
  }

  private void postgres(Postgres it) {
    names.add(it.name().name());
    literal(it.host());
    add(it.instance());
  }

  private void service(Service it) {
    names.add(it.name().name());
    names.addAll(it.endpoints().keySet());
    add(it.cloudRun());
    add(it.account());
    it.url().flatMap(EnvironmentNames::host).ifPresent(names::add);
  }

  private void literal(Setting<?> host) {
    if (host instanceof Setting.Literal<?>(Object value)) {
      names.add(String.valueOf(value));
    }
  }

  private static Optional<String> host(URI url) {
    return Optional.ofNullable(url.getHost());
  }
}
