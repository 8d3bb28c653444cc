package preflight.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Everything that a sandbox consists of, before any of it runs; a scenario changes this.
 *
 * @param allowed what Secret Manager lets its caller do
 * @param source the tree that the services are built from: what each file says, by its path
 * @param managed what Google's control plane says of network, stores and project
 */
public record Blueprint(
    Instant now,
    Ports ports,
    List<Secret> secrets,
    SecretManagerAccess allowed,
    Redis redis,
    Postgres postgres,
    List<Service> services,
    SortedMap<String, String> source,
    Managed managed) {

  /** The project's id in every emulated API. */
  public static final String PROJECT = "sandbox";

  /** The project's number, which Secret Manager puts into the names that it returns. */
  public static final String PROJECT_NUMBER = "100000000001";

  public static final String REGION = "us-central1";

  /** What a caller may do in Secret Manager. */
  public enum SecretManagerAccess {
    ALL,
    /** What roles/secretmanager.viewer allows: to see everything but the payloads. */
    METADATA,
    NOTHING
  }

  /** The Redis server, and the password that it really demands. */
  public record Redis(Redis.Mode mode, Payload password) {

    /** What answers at its port. */
    public enum Mode {
      RUNNING,
      /** Nothing, from the beginning. */
      STOPPED,
      /** Nothing any more. */
      SHUT_DOWN,
      /** Something that accepts and never says a word. */
      SILENT,
      WEB_SERVER,
      /** Holds more than its memory allows, and may not evict. */
      FULL,
      /** A steady replica of a primary elsewhere. */
      REPLICA
    }

    public Redis in(Redis.Mode changed) {
      return new Redis(changed, password);
    }

    public Redis demanding(Payload changed) {
      return new Redis(mode, changed);
    }
  }

  /** The Postgres server, and the role that its applications really have. */
  public record Postgres(Postgres.Mode mode, String database, String user, Payload password) {

    /** What answers at its port. */
    public enum Mode {
      RUNNING,
      STOPPED,
      /** Something that accepts and never says a word. */
      SILENT,
      MYSQL,
      /** Every connection that applications may have is taken. */
      EXHAUSTED,
      /** Every connection waits for the same timer before the server hears of it. */
      DELAYED,
      TABLE_DROPPED,
      MIGRATION_PENDING
    }

    public Postgres in(Postgres.Mode changed) {
      return new Postgres(changed, database, user, password);
    }
  }

  public Blueprint {
    secrets = List.copyOf(secrets);
    services = List.copyOf(services);
    source = Collections.unmodifiableSortedMap(new TreeMap<>(source));
  }

  /** The commits that the services can be built of. */
  SourceHistory history() {
    return new SourceHistory(services.getFirst().deployed(), SourceFiles.healthy());
  }

  /** The secret with this id in Secret Manager. */
  public Optional<Secret> secret(String id) {
    return secrets.stream().filter(secret -> secret.id().equals(id)).findFirst();
  }

  /** The service with this name in Cloud Run. */
  public Optional<Service> service(String cloudRun) {
    return services.stream().filter(service -> service.cloudRun().equals(cloudRun)).findFirst();
  }

  /** Without the secret that applications know by this name. */
  public Blueprint withoutSecret(String name) {
    return withSecrets(secrets.stream().filter(s -> !s.name().equals(name)).toList());
  }

  /** With the secret of this name changed. */
  public Blueprint withSecret(String name, UnaryOperator<Secret> change) {
    var changed = new ArrayList<>(secrets);
    changed.replaceAll(secret -> secret.name().equals(name) ? change.apply(secret) : secret);
    return withSecrets(changed);
  }

  /** With the service of this name in the profile changed. */
  public Blueprint withService(String name, UnaryOperator<Service> change) {
    var changed = new ArrayList<>(services);
    changed.replaceAll(service -> service.name().equals(name) ? change.apply(service) : service);
    return new Blueprint(now, ports, secrets, allowed, redis, postgres, changed, source, managed);
  }

  public Blueprint withRedis(Redis changed) {
    return new Blueprint(
        now, ports, secrets, allowed, changed, postgres, services, source, managed);
  }

  public Blueprint withPostgres(Postgres changed) {
    return new Blueprint(now, ports, secrets, allowed, redis, changed, services, source, managed);
  }

  public Blueprint withSecrets(List<Secret> changed) {
    return new Blueprint(now, ports, changed, allowed, redis, postgres, services, source, managed);
  }

  /** With so many more secrets of two versions, which the backend receives: EXTRA_1_SECRET … */
  public Blueprint withFurtherSecrets(int count) {
    var values = new Values();
    var all = new ArrayList<>(secrets);
    Blueprint receiving = this;
    for (int i = 1; i <= count; i++) {
      String name = "EXTRA_" + i + "_SECRET";
      String id = "extra-" + i + "-" + PROJECT;
      all.add(
          Secret.of(
              name, id, now.minus(Duration.ofDays(90)), List.of(values.hex(32), values.hex(32))));
      receiving =
          receiving.withService(
              "backend", it -> it.withSecret(name, new Service.SecretReference(id, "latest")));
    }
    return receiving.withSecrets(all);
  }

  /** With a file of the source tree that says something else. */
  public Blueprint withSource(String path, UnaryOperator<String> change) {
    var changed = new TreeMap<>(source);
    changed.compute(path, (_, before) -> change.apply(before == null ? "" : before));
    return new Blueprint(now, ports, secrets, allowed, redis, postgres, services, changed, managed);
  }

  /** With something else that Google's control plane says. */
  public Blueprint withManaged(UnaryOperator<Managed> change) {
    return new Blueprint(
        now, ports, secrets, allowed, redis, postgres, services, source, change.apply(managed));
  }

  public Blueprint withSecretsAllowed(SecretManagerAccess changed) {
    return new Blueprint(now, ports, secrets, changed, redis, postgres, services, source, managed);
  }
}
