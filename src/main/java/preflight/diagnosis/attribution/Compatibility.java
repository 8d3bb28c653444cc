package preflight.diagnosis.attribution;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import preflight.check.signal.Clue;
import preflight.check.signal.Effect;
import preflight.check.signal.Signal;
import preflight.check.signal.Symptom;
import preflight.diagnosis.Failure;
import preflight.resource.Endpoint;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Service;

/** Whether one failure can be the cause of another, by the graph and the matrix. */
public final class Compatibility {

  /** Signals that name their own kind of cause, more narrowly than their symptom does. */
  private static final Map<Signal, Set<Cause>> NARROWED =
      Map.of(
          Signal.VPC_NETWORK_DIFFERS,
          EnumSet.of(Cause.NETWORK_PATH),
          Signal.RUN_SECRETS_DENIED,
          EnumSet.of(Cause.ABSENT_VALUE),
          Signal.RUN_CONTAINER_VARIABLE,
          EnumSet.of(Cause.ABSENT_VALUE, Cause.SIGNING_VALUE),
          Signal.RUN_CONTAINER_DENIED,
          EnumSet.of(Cause.ABSENT_VALUE),
          Signal.RUN_CONTAINER_SCHEMA,
          EnumSet.of(Cause.STORE),
          Signal.RUN_CONTAINER_DEPENDENCY,
          EnumSet.of(
              Cause.STORE,
              Cause.HOST_VALUE,
              Cause.PASSWORD_VALUE,
              Cause.NETWORK_PATH,
              Cause.SERVICE_DOWN));

  /** Failures of one secret that have one origin, the most telling first. */
  private static final List<Signal> ONE_ORIGIN =
      List.of(
          Signal.SECRET_MISMATCH,
          Signal.SECRET_EMPTY,
          Signal.SECRET_UNCLEAN,
          Signal.SECRET_PLACEHOLDER,
          Signal.SECRET_MALFORMED,
          Signal.SECRET_WEAK);

  private static final Set<Signal> UNUSABLE =
      EnumSet.of(Signal.SECRET_MALFORMED, Signal.INSTANCE_DIFFERS);

  /** What a store says of itself while it does not serve, when Google says so too. */
  private static final Set<Signal> NOT_SERVING =
      EnumSet.of(
          Signal.REDIS_LOADING,
          Signal.REDIS_READ_ONLY,
          Signal.REDIS_MASTER_DOWN,
          Signal.REDIS_UNEXPECTED_ROLE,
          Signal.POSTGRES_STARTING,
          Signal.POSTGRES_READ_ONLY,
          Signal.POSTGRES_SUSPENDED,
          Signal.POSTGRES_NO_BACKEND);

  /** What all endpoints of a service meet alike: its name, route, certificate and verifier. */
  private static final Set<Symptom> SHARED =
      EnumSet.of(
          Symptom.RESOLVE,
          Symptom.CONNECT_TIMEOUT,
          Symptom.CONNECT_REFUSED,
          Symptom.TLS,
          Symptom.STARTUP,
          Symptom.APP_DENIED);

  /** What ends an attempt to connect, whoever makes it. */
  private static final Set<Symptom> CONNECTING =
      EnumSet.of(Symptom.RESOLVE, Symptom.CONNECT_TIMEOUT, Symptom.CONNECT_REFUSED, Symptom.TLS);

  /** The platform's own word that no revision answers, not even an older one. */
  private static final Set<Signal> NO_INSTANCE =
      EnumSet.of(Signal.HTTP_FRONT_UNAVAILABLE, Signal.HTTP_FRONT_NO_INSTANCE);

  private final Causes causes;
  private final Observations observations;
  private final AbsentValues absent;
  private final Map<Signal, Set<Cause>> explainers = new EnumMap<>(Signal.class);

  Compatibility(Causes causes, Observations observations, AbsentValues absent) {
    this.causes = causes;
    this.observations = observations;
    this.absent = absent;
  }

  /** For a cause on the same resource, on a sibling endpoint, or on something below. */
  boolean canExplain(Failure cause, Failure effect) {
    if (cause.id().equals(effect.id())
        || olderServes(cause, effect)
        || cause.failed().clues().contains(Clue.BY_DEPLOYMENT)) {
      return false;
    }
    if (SpokenOf.explains(cause, effect) || AbsentValues.isPromised(cause, effect)) {
      return true;
    }
    if (isUnreachable(cause, effect)) {
      return true;
    }
    ResourceName above = effect.resource().name();
    ResourceName below = cause.resource().name();
    if (above.equals(below)) {
      return sameResource(cause, effect) || absent.explain(cause, effect);
    }
    if (absent.explain(cause, effect)) {
      return true;
    }
    if (isUnusable(cause, effect)) {
      return true;
    }
    Optional<Symptom> symptom = effect.signal().symptom();
    if (symptom.isEmpty()) {
      return false;
    }
    if (siblings(cause, effect)) {
      return cause.position() < effect.position() && sharedTrouble(cause, effect);
    }
    return !healthPassesDespite(effect)
        && concerns(below, cause.signal(), effect)
        && (byKind(cause, effect) || ownService(cause, effect));
  }

  /**
   * Whether the service that a program was asked about is not to be reached: then the program
   * reaches it no better.
   */
  private static boolean isUnreachable(Failure cause, Failure effect) {
    return effect.signal() == Signal.EXEC_FAILED
        && effect.resource() instanceof Service service
        && Observations.owner(cause.resource()).equals(service.name())
        && cause.signal().symptom().filter(CONNECTING::contains).isPresent();
  }

  /** Whether a store cannot use what a secret holds, or is not where the secret says. */
  static boolean isUnusable(Failure effect) {
    return UNUSABLE.contains(effect.signal())
        && effect.failed().facts().containsKey("id")
        && !(effect.resource() instanceof Secret);
  }

  /** A store that cannot use a value says of which secret; what is wrong with that explains it. */
  private static boolean isUnusable(Failure cause, Failure effect) {
    return isUnusable(effect)
        && cause.resource() instanceof Secret secret
        && cause.signal().effect() == Effect.WRONG_VALUE
        && secret.storedId().equals(effect.failed().facts().get("id"));
  }

  /** What could make a failure look like this; nothing for one that explains itself. */
  Set<Cause> explainers(Signal effect) {
    return explainers.computeIfAbsent(
        effect,
        _ -> {
          Set<Cause> found = EnumSet.noneOf(Cause.class);
          effect
              .symptom()
              .ifPresent(symptom ->
                  Arrays.stream(Cause.values())
                      .filter(it -> allowed(it, effect, symptom))
                      .forEach(found::add));
          return found;
        });
  }

  /** A token bears the time of whoever probes; only the clock of the service it goes to matters. */
  boolean concerns(ResourceName below, Signal signal, Failure effect) {
    return signal != Signal.CLOCK_SKEW
        || effect.resource().name().equals(below)
        || (effect.resource() instanceof Endpoint endpoint && endpoint.service().equals(below));
  }

  private boolean byKind(Failure cause, Failure effect) {
    return !Collections.disjoint(causes.of(cause), explainers(effect.signal()));
  }

  /** For documentation. */
  public static Map<Signal, Set<Cause>> narrowed() {
    return new TreeMap<>(NARROWED);
  }

  /** For documentation. */
  public static List<Signal> oneOrigin() {
    return ONE_ORIGIN;
  }

  public static boolean allowed(Cause cause, Signal effect, Symptom symptom) {
    Set<Cause> narrowed = NARROWED.get(effect);
    return narrowed == null ? cause.explains(symptom) : narrowed.contains(cause);
  }

  private boolean sameResource(Failure cause, Failure effect) {
    int first = ONE_ORIGIN.indexOf(cause.signal());
    int second = ONE_ORIGIN.indexOf(effect.signal());
    if (first >= 0 && second >= 0) {
      return first < second;
    }
    if (cause.signal().effect() == Effect.NOT_SERVING && NOT_SERVING.contains(effect.signal())) {
      return true;
    }
    boolean earlier = cause.position() < effect.position();
    Optional<Symptom> symptom = effect.signal().symptom();
    return (earlier && symptom.isPresent() && cause.signal().symptom().equals(symptom))
        || (byKind(cause, effect) && (earlier || !byKind(effect, cause)));
  }

  /** What an older revision answers is its own, whatever keeps the newest from starting. */
  private static boolean olderServes(Failure cause, Failure effect) {
    return cause.failed().clues().contains(Clue.OLDER_SERVES)
        && !NO_INSTANCE.contains(effect.signal());
  }

  private static boolean siblings(Failure cause, Failure effect) {
    return cause.resource() instanceof Endpoint one
        && effect.resource() instanceof Endpoint other
        && one.service().equals(other.service());
  }

  /** Endpoints fail together for one reason, unless each answers something of its own. */
  private static boolean sharedTrouble(Failure cause, Failure effect) {
    Optional<Symptom> below = cause.signal().symptom();
    Optional<Symptom> above = effect.signal().symptom();
    if (below.isEmpty() || above.isEmpty()) {
      return false;
    }
    return switch (below.get()) {
      case STARTUP -> Cause.SERVICE_DOWN.explains(above.get());
      case RUNTIME ->
          cause.signal() == effect.signal() && cause.signal() != Signal.HTTP_UNEXPECTED_STATUS;
      case RESOLVE, CONNECT_TIMEOUT, CONNECT_REFUSED, TLS, APP_DENIED -> below.equals(above);
      case AUTH, LATENCY, APP_NOT_FOUND, WEBSOCKET, SSE -> false;
    };
  }

  /** The certificate, name or missing routes of a service are those of its endpoints. */
  private static boolean ownService(Failure cause, Failure effect) {
    Optional<Symptom> symptom = effect.signal().symptom();
    return effect.resource() instanceof Endpoint endpoint
        && endpoint.service().equals(cause.resource().name())
        && (symptom.filter(SHARED::contains).isPresent()
            || cause.signal() == Signal.HTTP_ROUTE_MISSING)
        && cause.signal().symptom().equals(symptom);
  }

  /** A handler that throws while the application says that it is well is the application's. */
  private boolean healthPassesDespite(Failure effect) {
    return effect.signal() == Signal.WS_CLOSED_BY_APP
        && effect.resource() instanceof Endpoint endpoint
        && observations.healthy(endpoint.service());
  }
}
