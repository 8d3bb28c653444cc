package preflight.probe;

import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;

/**
 * Remembers the answers to expensive questions, so that checks which need the same one ask it once,
 * even when they ask at the same time.
 */
public final class Memo<K, V> {

  private final ConcurrentMap<K, FutureTask<V>> asked = new ConcurrentHashMap<>();
  private final Predicate<V> worthKeeping;

  public Memo(Predicate<V> worthKeeping) {
    this.worthKeeping = worthKeeping;
  }

  public V ask(K key, Callable<V> question) throws InterruptedException {
    while (true) {
      var mine = new FutureTask<>(question);
      FutureTask<V> theirs = asked.putIfAbsent(key, mine);
      FutureTask<V> task = theirs == null ? mine : theirs;
      if (theirs == null) {
        mine.run();
      }
      try {
        V answer = task.get();
        if (!worthKeeping.test(answer)) {
          asked.remove(key, task);
        }
        return answer;
      } catch (ExecutionException e) {
        asked.remove(key, task);
        if (!(e.getCause() instanceof InterruptedException)) {
          throw new IllegalStateException("A question could not be asked", e.getCause());
        }
        if (theirs == null) {
          throw new InterruptedException("Interrupted while asking");
        }
        // Whoever asked was interrupted, not whoever waited: it is for one of these to ask.
      }
    }
  }
}
