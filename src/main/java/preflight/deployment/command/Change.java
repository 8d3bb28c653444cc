package preflight.deployment.command;

import java.util.Optional;

/** One of the changes that a deployment makes, in the order in which gcloud makes them. */
@FunctionalInterface
interface Change {

  /** Changes a draft; a predicate for the service where gcloud refuses that. */
  Optional<String> apply(Draft draft);

  /** A change that is never refused. */
  static Change of(java.util.function.Consumer<Draft> change) {
    return draft -> {
      change.accept(draft);
      return Optional.empty();
    };
  }
}
