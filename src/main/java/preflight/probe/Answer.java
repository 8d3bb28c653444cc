package preflight.probe;

import preflight.probe.network.Ladder;

/**
 * What a store said, or why it said nothing.
 *
 * @param <V> the answer where there is one
 * @param <E> the store's own errors
 */
public sealed interface Answer<V, E> {

  record Given<V, E>(V value, Ladder ladder) implements Answer<V, E> {}

  record NotGiven<V, E>(Trouble<E> trouble) implements Answer<V, E> {}
}
