package preflight.probe.secret;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import preflight.probe.google.ApiTrouble;

/**
 * What became of reading a secret.
 *
 * @param <T> what was read
 */
public sealed interface Reading<T> {

  record Known<T>(T value) implements Reading<T> {}

  /**
   * It is proven that there is no such thing.
   *
   * @param what does not exist, in words
   * @param hint what may have been meant
   */
  record Missing<T>(String what, Optional<String> hint) implements Reading<T> {}

  /**
   * The secret exists, and the version that is used gives no value.
   *
   * @param version its number; empty where the caller may not see what {@code latest} stands for
   * @param destroyed when it is going to be destroyed
   */
  record Inactive<T>(Optional<String> version, State state, Optional<Instant> destroyed)
      implements Reading<T> {}

  record Unanswered<T>(ApiTrouble trouble) implements Reading<T> {}

  /** The state of a version that gives no value. */
  enum State {
    DISABLED,
    DESTROYED,
    /** The caller may not see which. */
    ONE_OF_BOTH
  }

  /** The same reading of something derived from the value. */
  default <R> Reading<R> map(Function<? super T, ? extends R> to) {
    return switch (this) {
      case Known<T>(T value) -> new Known<>(to.apply(value));
      case Missing<T>(String what, Optional<String> hint) -> new Missing<>(what, hint);
      case Inactive<T>(Optional<String> version, State state, Optional<Instant> at) ->
          new Inactive<>(version, state, at);
      case Unanswered<T>(ApiTrouble trouble) -> new Unanswered<>(trouble);
    };
  }

  /** Whether asking again is of no use in this run. */
  default boolean lasting() {
    return !(this instanceof Unanswered<T>(ApiTrouble trouble) && trouble.passing());
  }

  /** The value, where there is one. */
  default Optional<T> known() {
    return this instanceof Known<T>(T value) ? Optional.of(value) : Optional.empty();
  }
}
