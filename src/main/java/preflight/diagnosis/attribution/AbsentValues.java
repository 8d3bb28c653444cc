package preflight.diagnosis.attribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.signal.Clue;
import preflight.check.signal.Effect;
import preflight.check.signal.Signal;
import preflight.diagnosis.Failure;
import preflight.resource.Environment;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Service;

/**
 * Values that a service should receive and that are nowhere: what its variables lack because of
 * that is the same fact, and a container or a process of this machine that lacks one may end.
 */
final class AbsentValues {

  private static final Pattern AND = Pattern.compile(" and ");
  private static final Pattern COMMA = Pattern.compile(",");

  private final Environment environment;
  private final Map<ResourceName, List<Secret>> lackedBy = new HashMap<>();
  private final Map<ResourceName, Set<String>> variablesOf = new HashMap<>();

  AbsentValues(List<Failure> failures, Environment environment) {
    this.environment = environment;
    for (Failure failure : failures) {
      if (failure.resource() instanceof Secret secret && isAbsent(failure)) {
        secret
            .usedBy()
            .forEach(it -> {
              lackedBy.computeIfAbsent(it, _ -> new ArrayList<>()).add(secret);
              variablesOf.computeIfAbsent(it, _ -> new HashSet<>()).addAll(secret.variables(it));
            });
      }
    }
  }

  /** Where to look for such a value beside what is below the resource anyway. */
  Stream<ResourceName> behind(Failure effect) {
    return lackedBy.getOrDefault(Observations.owner(effect.resource()), List.of()).stream()
        .map(Secret::name);
  }

  boolean explain(Failure cause, Failure effect) {
    if (!isAbsent(cause)) {
      return false;
    }
    return switch (effect.signal()) {
      case ENV_MISSING -> cause.resource() instanceof Secret secret && isSameFact(secret, effect);
      // An error of the code itself needs no value to be missing.
      case RUN_CONTAINER_EXITED ->
          !effect.failed().clues().contains(Clue.CRASH)
              && receives(Observations.owner(effect.resource()), cause);
      case TCP_REFUSED -> endsWithout(cause, effect);
      default -> false;
    };
  }

  /**
   * Whether code reads what a declaration promises and nobody gives: no fault of the code, also
   * where it is a deployment that brings it about.
   */
  static boolean isPromised(Failure cause, Failure effect) {
    Set<String> read = names(effect, "subjects", COMMA);
    return effect.signal() == Signal.CODE_VARIABLE_NOT_GIVEN
        && (cause.signal() == Signal.ENV_MISSING || cause.signal() == Signal.ENV_UNEXPECTED_VALUE)
        && cause.resource().name().equals(effect.resource().name())
        && !read.isEmpty()
        && names(cause, "variables", AND).containsAll(read);
  }

  private static Set<String> names(Failure failure, String fact, Pattern between) {
    return Optional.ofNullable(failure.failed().facts().get(fact)).stream()
        .flatMap(between::splitAsStream)
        .collect(Collectors.toSet());
  }

  private static boolean isAbsent(Failure failure) {
    return failure.signal().effect() == Effect.ABSENT_VALUE;
  }

  /** A variable that no secret holds is another fact, and tells of all that is missing. */
  private boolean isSameFact(Secret secret, Failure effect) {
    Set<String> held = variablesOf.getOrDefault(Observations.owner(effect.resource()), Set.of());
    Optional<String> missing = Optional.ofNullable(effect.failed().facts().get("variables"));
    return missing.isPresent()
        && AND.splitAsStream(missing.get()).allMatch(held::contains)
        && AND.splitAsStream(missing.get()).anyMatch(secret.variables()::contains);
  }

  /** Cloud Run says itself why it starts no instance; of a process here nobody does. */
  private boolean endsWithout(Failure cause, Failure effect) {
    ResourceName name = Observations.owner(effect.resource());
    Service service = environment.services().get(name.name());
    if (service == null || !service.name().equals(name) || service.cloudRun().isPresent()) {
      return false;
    }
    boolean elsewhere =
        cause.resource() instanceof Secret secret
            && secret.source() instanceof SecretSource.SecretManager;
    return !elsewhere && receives(name, cause);
  }

  /** Whether the value that is absent is one of this service, not of one that it uses. */
  private static boolean receives(ResourceName service, Failure cause) {
    return cause.resource() instanceof Secret secret
        ? secret.usedBy().contains(service)
        : cause.signal() == Signal.ENV_MISSING && cause.resource().name().equals(service);
  }
}
