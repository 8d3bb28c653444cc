package preflight.diagnosis.attribution;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import preflight.check.signal.Effect;
import preflight.check.signal.Signal;
import preflight.diagnosis.Failure;
import preflight.resource.Environment;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Setting;

/** Which rows of the compatibility matrix a failure stands in. */
final class Causes {

  private final Map<ResourceName, Cause> roles;
  private final IdentityHashMap<Failure, Set<Cause>> known = new IdentityHashMap<>();

  Causes(Environment environment) {
    this.roles = roles(environment);
  }

  Set<Cause> of(Failure failure) {
    return known.computeIfAbsent(failure, this::find);
  }

  private Set<Cause> find(Failure failure) {
    return of(failure.resource().name(), failure.signal());
  }

  /** What a failure of a resource with a signal can do to those above. */
  Set<Cause> of(ResourceName resource, Signal signal) {
    return switch (resource.kind()) {
      case SECRETS -> ofSecret(resource, signal.effect());
      case CONNECTORS ->
          signal == Signal.VPC_CONNECTOR_DIFFERS
              ? EnumSet.noneOf(Cause.class)
              : EnumSet.of(Cause.NETWORK_PATH);
      case REDIS, POSTGRES -> ofStore(signal.effect());
      case SERVICES, ENDPOINTS -> ofService(signal.effect());
      case JOBS, SOURCE -> EnumSet.noneOf(Cause.class);
    };
  }

  private Set<Cause> ofSecret(ResourceName secret, Effect effect) {
    return switch (effect) {
      case ABSENT_VALUE -> {
        Set<Cause> causes = EnumSet.of(Cause.ABSENT_VALUE);
        if (roleOf(secret) == Cause.SIGNING_VALUE) {
          causes.add(Cause.SIGNING_VALUE);
        }
        yield causes;
      }
      case WRONG_VALUE -> EnumSet.of(roleOf(secret));
      // Weak, shared or committed values open a door; they do not break one.
      case NOTHING, DOWN, SLOW, STALLS, WRONG_HOST, NO_PATH, NOT_SERVING, MEMORY, CLOCK ->
          EnumSet.noneOf(Cause.class);
    };
  }

  private Cause roleOf(ResourceName secret) {
    return roles.getOrDefault(secret, Cause.SIGNING_VALUE);
  }

  /** Secrets that lead to a store or open it; where a secret does both, it leads. */
  private static Map<ResourceName, Cause> roles(Environment environment) {
    Map<ResourceName, Cause> roles = new HashMap<>();
    for (Secret secret : environment.secrets().values()) {
      secret
          .matches()
          .map(it -> it.field().equals("host") || it.field().equals("port"))
          .ifPresent(it -> put(roles, secret.name(), it));
    }
    for (Redis it : environment.redis().values()) {
      Stream.of(it.host(), it.port()).forEach(at -> put(roles, at, true));
      it.user().ifPresent(at -> put(roles, at, false));
      it.password().ifPresent(at -> put(roles, at, false));
    }
    for (Postgres it : environment.postgres().values()) {
      Stream.of(it.host(), it.port()).forEach(at -> put(roles, at, true));
      Stream.of(it.user(), it.database()).forEach(at -> put(roles, at, false));
      it.password().ifPresent(at -> put(roles, at, false));
    }
    return roles;
  }

  private static void put(Map<ResourceName, Cause> roles, Setting<?> setting, boolean leads) {
    setting.heldBy().ifPresent(it -> put(roles, it, leads));
  }

  private static void put(Map<ResourceName, Cause> roles, ResourceName secret, boolean leads) {
    roles.merge(
        secret,
        leads ? Cause.HOST_VALUE : Cause.PASSWORD_VALUE,
        (one, other) -> one == Cause.HOST_VALUE ? one : other);
  }

  private static Set<Cause> ofStore(Effect effect) {
    return switch (effect) {
      case NOTHING -> EnumSet.noneOf(Cause.class);
      case SLOW -> EnumSet.of(Cause.SLOW);
      case NOT_SERVING -> EnumSet.of(Cause.STORE, Cause.INSTANCE);
      // Who is led elsewhere, or insists on what is not offered, fails on any rung.
      case WRONG_HOST -> EnumSet.of(Cause.STORE, Cause.HOST_VALUE, Cause.PASSWORD_VALUE);
      case DOWN, STALLS, ABSENT_VALUE, WRONG_VALUE, NO_PATH, MEMORY, CLOCK ->
          EnumSet.of(Cause.STORE);
    };
  }

  private static Set<Cause> ofService(Effect effect) {
    return switch (effect) {
      case NOTHING, STALLS, WRONG_VALUE, NOT_SERVING -> EnumSet.noneOf(Cause.class);
      case NO_PATH -> EnumSet.of(Cause.NETWORK_PATH);
      case DOWN -> EnumSet.of(Cause.SERVICE_DOWN);
      case SLOW -> EnumSet.of(Cause.SLOW);
      case ABSENT_VALUE -> EnumSet.of(Cause.ABSENT_VALUE);
      case WRONG_HOST -> EnumSet.of(Cause.HOST_VALUE);
      case MEMORY -> EnumSet.of(Cause.MEMORY, Cause.SERVICE_DOWN);
      case CLOCK -> EnumSet.of(Cause.CLOCK);
    };
  }
}
