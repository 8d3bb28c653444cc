package preflight.profile.planning;

import java.util.ArrayList;
import java.util.List;
import preflight.check.plan.Plan;
import preflight.profile.Declared;
import preflight.resource.Environment;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.field.Keys;
import preflight.resource.network.PoolMode;
import preflight.resource.network.TlsProof;

/** Says what is given up with a way to a store that its author may well want. */
public final class TradeOffs {

  private final Declared declared;
  private final List<Plan.Notice> found = new ArrayList<>();

  private TradeOffs(Declared declared) {
    this.declared = declared;
  }

  public static List<Plan.Notice> in(Declared declared, Environment environment) {
    var all = new TradeOffs(declared);
    environment.redis().values().forEach(all::redis);
    environment.postgres().values().forEach(all::postgres);
    environment.services().values().forEach(all::service);
    return List.copyOf(all.found);
  }

  private void redis(Redis redis) {
    if (redis.tls() && redis.verify() == TlsProof.NONE) {
      unverified(redis.name());
    }
  }

  private void service(Service service) {
    if (service.verify() == TlsProof.NONE) {
      unverified(service.name());
    }
  }

  private void unverified(ResourceName name) {
    add(
        name,
        "with verify: none, whoever stands between reads and changes everything, credentials"
            + " included, and nobody notices; verify: authority with ca prevents it");
  }

  private void postgres(Postgres postgres) {
    postgres
        .poolMode()
        .filter(it -> it != PoolMode.SESSION)
        .ifPresent(it ->
            add(
                postgres.name(),
                "with pool-mode: %s, a client gets another connection each time: %s"
                    .formatted(Keys.of(it), String.join("; ", lost(postgres, it)))));
  }

  /** What relies on a connection of its own (PgBouncer, "Features"). */
  private static List<String> lost(Postgres postgres, PoolMode mode) {
    List<String> lost = new ArrayList<>();
    lost.add(
        "prepared statements are lost, unless PgBouncer has max_prepared_statements or the driver"
            + " prepares none (prepareThreshold=0, statement_cache_size=0)");
    if (postgres.schema().isPresent()) {
      lost.add("SET search_path is lost: set it for the role (ALTER ROLE … SET search_path)");
    }
    if (postgres.migrations().isPresent()) {
      lost.add(
          "migrations lock each other out with advisory locks, which a connection holds: run them"
              + " against Postgres itself");
    }
    if (mode == PoolMode.STATEMENT) {
      lost.add("transactions of several statements are refused");
    }
    return lost;
  }

  private void add(ResourceName name, String words) {
    found.add(new Plan.Notice(name + ": " + words, declared.placeOf(name)));
  }
}
