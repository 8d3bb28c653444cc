package preflight.diagnosis;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import preflight.check.Signal;
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
      case SECRETS -> ofSecret(resource, signal);
      case CONNECTORS -> EnumSet.of(Cause.NETWORK_PATH);
      case REDIS, POSTGRES -> ofStore(signal);
      case SERVICES, ENDPOINTS -> ofService(signal);
      case SOURCE -> EnumSet.noneOf(Cause.class);
    };
  }

  private Set<Cause> ofSecret(ResourceName secret, Signal signal) {
    return switch (signal) {
      case SECRET_NOT_FOUND,
          SECRET_DISABLED,
          SECRET_DESTROYED,
          SECRET_NOT_MAPPED,
          SECRET_ACCESS_DENIED -> {
        Set<Cause> causes = EnumSet.of(Cause.ABSENT_VALUE);
        if (roleOf(secret) == Cause.SIGNING_VALUE) {
          causes.add(Cause.SIGNING_VALUE);
        }
        yield causes;
      }
      case SECRET_UNCLEAN,
          SECRET_PLACEHOLDER,
          SECRET_MISMATCH,
          SECRET_MALFORMED,
          SECRET_EMPTY,
          SECRET_CORRUPT,
          SECRET_DIFFERS,
          SECRET_STALE ->
          EnumSet.of(roleOf(secret));
      // Weak, shared or committed values open a door; they do not break one.
      default -> EnumSet.noneOf(Cause.class);
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
    if (setting instanceof Setting.FromSecret<?>(ResourceName secret)) {
      put(roles, secret, leads);
    }
  }

  private static void put(Map<ResourceName, Cause> roles, ResourceName secret, boolean leads) {
    roles.merge(
        secret,
        leads ? Cause.HOST_VALUE : Cause.PASSWORD_VALUE,
        (one, other) -> one == Cause.HOST_VALUE ? one : other);
  }

  private static Set<Cause> ofStore(Signal signal) {
    return switch (signal) {
      case LATENCY_OVER_BUDGET -> EnumSet.of(Cause.SLOW);
      case REDIS_WRONG_VERSION,
          REDIS_NOT_PERSISTENT,
          REDIS_EVICTS,
          REDIS_REJECTS_CLIENTS,
          POSTGRES_WRONG_VERSION,
          POSTGRES_POOLS_TOO_LARGE,
          POSTGRES_MIGRATIONS_UNKNOWN,
          POSTGRES_MIGRATIONS_FORKED,
          TLS_EXPIRES_SOON ->
          EnumSet.noneOf(Cause.class);
      default -> EnumSet.of(Cause.STORE);
    };
  }

  private static Set<Cause> ofService(Signal signal) {
    return switch (signal) {
      case RUN_CONTAINER_MEMORY -> EnumSet.of(Cause.MEMORY, Cause.SERVICE_DOWN);
      case CLOCK_SKEW -> EnumSet.of(Cause.CLOCK);
      case ENV_MISSING -> EnumSet.of(Cause.ABSENT_VALUE);
      case ENV_LOCALHOST -> EnumSet.of(Cause.HOST_VALUE);
      // An answer that somebody else did not expect breaks nothing by itself.
      case HTTP_UNEXPECTED_STATUS -> EnumSet.noneOf(Cause.class);
      case LATENCY_OVER_BUDGET, HTTP_TOO_SLOW -> EnumSet.of(Cause.SLOW);
      case RUN_SERVICE_NOT_FOUND,
          RUN_IMAGE_MISSING,
          RUN_IMAGE_DENIED,
          RUN_SECRETS_DENIED,
          RUN_ENCRYPTION_KEY,
          RUN_NETWORK_NOT_FOUND,
          RUN_CONTAINER_EXITED,
          RUN_CONTAINER_VARIABLE,
          RUN_CONTAINER_DEPENDENCY,
          RUN_PORT_NOT_BOUND,
          RUN_PLATFORM_ERROR,
          RUN_REVISION_FAILED ->
          EnumSet.of(Cause.SERVICE_DOWN);
      default ->
          Symptom.of(signal)
                  .filter(it ->
                      switch (it) {
                        case RESOLVE, TCP_TIMEOUT, TCP_REFUSED, TLS, STARTUP, RUNTIME -> true;
                        case AUTH, LATENCY, APP_DENIED, APP_NOT_FOUND, WEBSOCKET, SSE -> false;
                      })
                  .isPresent()
              ? EnumSet.of(Cause.SERVICE_DOWN)
              : EnumSet.noneOf(Cause.class);
    };
  }
}
