package preflight.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/** The environment as it is now: the one place that changes. What it gives out never does. */
final class World {

  private final Clock clock;
  private final Registry registry;
  private final Ports ports;
  private final Blueprint.SecretManagerAccess allowed;
  private final SequencedMap<String, StoredSecret> secrets = new LinkedHashMap<>();
  private final SequencedMap<String, Deployed> services = new LinkedHashMap<>();

  private Managed managed;

  private World(Blueprint blueprint, Clock clock) {
    this.managed = blueprint.managed();
    this.clock = clock;
    this.registry = Registry.of(blueprint);
    this.ports = blueprint.ports();
    this.allowed = blueprint.allowed();
  }

  /** As the blueprint has it, with every service rolled out. */
  static World of(Blueprint blueprint, Clock clock) {
    var world = new World(blueprint, clock);
    blueprint.secrets().forEach(it -> world.secrets.put(it.id(), StoredSecret.of(it)));
    for (Service service : blueprint.services()) {
      Deployed deployed = Deployed.of(service, it -> Rollout.of(world, it));
      for (Redeployment change : service.changes()) {
        deployed = change.over(deployed, blueprint.now(), it -> Rollout.of(world, it));
      }
      world.services.put(service.cloudRun(), deployed);
    }
    return world;
  }

  Instant now() {
    return clock.instant();
  }

  Registry registry() {
    return registry;
  }

  Ports ports() {
    return ports;
  }

  synchronized Managed managed() {
    return managed;
  }

  synchronized void manage(UnaryOperator<Managed> change) {
    managed = change.apply(managed);
  }

  /** Whether Secret Manager lets its caller do what needs this permission. */
  boolean allowed(String permission) {
    return switch (allowed) {
      case ALL -> true;
      case METADATA -> SecretManager.VIEWING.contains(permission);
      case NOTHING -> false;
    };
  }

  synchronized List<StoredSecret> secrets() {
    secrets.values().removeIf(it -> it.expired(now()));
    return List.copyOf(secrets.values());
  }

  synchronized Optional<StoredSecret> secret(String id) {
    return Optional.ofNullable(secrets.get(id)).filter(it -> !it.expired(now()));
  }

  /** False where there is one of that name. */
  synchronized boolean create(StoredSecret secret) {
    return secrets.putIfAbsent(secret.id(), secret) == null;
  }

  /** What became of it; empty where there is none. */
  synchronized Optional<StoredSecret> change(String id, UnaryOperator<StoredSecret> change) {
    Optional<StoredSecret> changed = secret(id).map(change);
    changed.ifPresent(it -> secrets.put(id, it));
    return changed;
  }

  synchronized boolean deleteSecret(String id) {
    return secrets.remove(id) != null;
  }

  synchronized List<Deployed> services() {
    return List.copyOf(services.values());
  }

  synchronized Optional<Deployed> service(String name) {
    return Optional.ofNullable(services.get(name));
  }

  synchronized boolean create(Deployed service) {
    return services.putIfAbsent(service.name(), service) == null;
  }

  /** What became of it; empty where there is none. */
  synchronized Optional<Deployed> redeploy(String name, UnaryOperator<Deployed> change) {
    Optional<Deployed> changed = service(name).map(change);
    changed.ifPresent(it -> services.put(name, it));
    return changed;
  }

  synchronized Optional<Deployed> deleteService(String name) {
    return Optional.ofNullable(services.remove(name));
  }
}
