package preflight.diagnosis.attribution;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import preflight.check.signal.Signal;
import preflight.diagnosis.Failure;
import preflight.diagnosis.Sentences;
import preflight.resource.Environment;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Setting;

/** Passing results that show that something suspected is not the cause. */
final class CounterEvidence {

  /** What is wrong with the bytes of a secret; whoever gets in with them refutes it. */
  private static final Set<Signal> OF_BYTES =
      EnumSet.of(
          Signal.SECRET_NOT_FOUND,
          Signal.SECRET_DISABLED,
          Signal.SECRET_DESTROYED,
          Signal.SECRET_EMPTY,
          Signal.SECRET_UNCLEAN,
          Signal.SECRET_PLACEHOLDER,
          Signal.SECRET_MISMATCH,
          Signal.SECRET_MALFORMED,
          Signal.SECRET_CORRUPT);

  private final Map<ResourceName, List<ResourceName>> connectedThrough = new HashMap<>();
  private final Map<ResourceName, List<ResourceName>> openedWith = new HashMap<>();

  CounterEvidence(Environment environment, Observations observations) {
    for (Redis it : environment.redis().values()) {
      note(it.name(), it.reachedThrough(), observations);
      Stream<Setting<?>> settings =
          Stream.concat(Stream.of(it.host(), it.port()), it.user().stream());
      note(it.name(), settings, it.password(), observations);
    }
    for (Postgres it : environment.postgres().values()) {
      note(it.name(), it.reachedThrough(), observations);
      Stream<Setting<?>> settings = Stream.of(it.host(), it.port(), it.user(), it.database());
      note(it.name(), settings, it.password(), observations);
    }
  }

  private void note(
      ResourceName store, Optional<ResourceName> connector, Observations observations) {
    if (connector.isPresent() && observations.connected(store)) {
      connectedThrough.computeIfAbsent(connector.get(), _ -> new ArrayList<>()).add(store);
    }
  }

  private void note(
      ResourceName store,
      Stream<Setting<?>> settings,
      Optional<ResourceName> password,
      Observations observations) {
    if (observations.reached(store)) {
      Stream<ResourceName> held = settings.flatMap(it -> it.heldBy().stream());
      Stream.concat(held, password.stream())
          .forEach(it -> openedWith.computeIfAbsent(it, _ -> new ArrayList<>()).add(store));
    }
  }

  /** A sentence, where something else gets through what is suspected. */
  Optional<String> against(ResourceName suspect, Signal signal, Failure effect) {
    // A comparison of names is right or wrong, whatever packets come through.
    if (effect.signal() == Signal.VPC_NETWORK_DIFFERS) {
      return Optional.empty();
    }
    return switch (suspect.kind()) {
      case CONNECTORS ->
          other(connectedThrough, suspect, effect)
              .map(it ->
                  "%s is reached through %s too: it is not the cause"
                      .formatted(it, Sentences.subject(suspect)));
      case SECRETS ->
          OF_BYTES.contains(signal)
              ? other(openedWith, suspect, effect)
                  .map(it ->
                      "%s opens with the very bytes of %s: they are not the cause"
                          .formatted(it, Sentences.subject(suspect)))
              : Optional.empty();
      case REDIS, POSTGRES, SERVICES, JOBS, ENDPOINTS, SOURCE -> Optional.empty();
    };
  }

  private static Optional<ResourceName> other(
      Map<ResourceName, List<ResourceName>> through, ResourceName suspect, Failure effect) {
    return through.getOrDefault(suspect, List.of()).stream()
        .filter(it -> !it.equals(effect.resource().name()))
        .findFirst();
  }
}
