package preflight.probe.google;

import java.util.function.Function;

/**
 * What an API said.
 *
 * @param <T> what was asked for
 */
public sealed interface ApiAnswer<T> {

  record Got<T>(T value) implements ApiAnswer<T> {}

  /** There is no such thing. */
  record Absent<T>(String what) implements ApiAnswer<T> {}

  /** The thing is there, in a state that forbids the call. */
  record Unfit<T>() implements ApiAnswer<T> {}

  /** The API takes the name for malformed. */
  record Malformed<T>() implements ApiAnswer<T> {}

  record Refused<T>(ApiTrouble trouble) implements ApiAnswer<T> {}

  /** Whether asking again is of no use in this run. */
  default boolean lasting() {
    return !(this instanceof Refused<T>(ApiTrouble trouble) && trouble.passing());
  }

  /** The same answer about something derived from the value. */
  default <R> ApiAnswer<R> map(Function<? super T, ? extends R> to) {
    return switch (this) {
      case Got<T>(T value) -> new Got<>(to.apply(value));
      case Absent<T>(String what) -> new Absent<>(what);
      case Unfit<T>() -> new Unfit<>();
      case Malformed<T>() -> new Malformed<>();
      case Refused<T>(ApiTrouble trouble) -> new Refused<>(trouble);
    };
  }
}
