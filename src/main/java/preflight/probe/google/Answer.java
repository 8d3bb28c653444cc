package preflight.probe.google;

import java.util.function.Function;

/**
 * What an API said.
 *
 * @param <T> what was asked for
 */
public sealed interface Answer<T> {

  record Got<T>(T value) implements Answer<T> {}

  /** There is no such thing. */
  record Absent<T>(String what) implements Answer<T> {}

  /** The thing is there, in a state that forbids the call. */
  record Unfit<T>() implements Answer<T> {}

  /** The API takes the name for malformed. */
  record Malformed<T>() implements Answer<T> {}

  record Refused<T>(Trouble trouble) implements Answer<T> {}

  /** Whether asking again is of no use in this run. */
  default boolean lasting() {
    return !(this instanceof Refused<T>(Trouble trouble) && trouble.passing());
  }

  /** The same answer about something derived from the value. */
  default <R> Answer<R> map(Function<? super T, ? extends R> to) {
    return switch (this) {
      case Got<T>(T value) -> new Got<>(to.apply(value));
      case Absent<T>(String what) -> new Absent<>(what);
      case Unfit<T>() -> new Unfit<>();
      case Malformed<T>() -> new Malformed<>();
      case Refused<T>(Trouble trouble) -> new Refused<>(trouble);
    };
  }
}
