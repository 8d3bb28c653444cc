package preflight.probe.google;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Remembers one answer per key and asks for it once, on a thread of its own: an interrupted caller
 * takes nothing away from the others that wait for the same answer.
 */
public final class OncePerKey<K, V> {

  /**
   * Who asks again sooner than this after an answer asked together with the others. An answer that
   * took longer is kept for as long as it took: else many who ask in turn would each start it anew.
   */
  private static final Duration TOGETHER = Duration.ofMillis(150);

  private final Map<K, Asked<V>> tasks = new ConcurrentHashMap<>();
  private final Predicate<V> lasting;
  private final Function<K, V> question;
  private final Semaphore atOnce;

  public OncePerKey(Semaphore atOnce, Function<K, V> question) {
    this(atOnce, question, _ -> true);
  }

  /**
   * Asks again for an answer that need not last, such as one from an API that was away.
   *
   * @param lasting whether an answer is remembered for the whole run
   */
  public OncePerKey(Semaphore atOnce, Function<K, V> question, Predicate<V> lasting) {
    this.question = question;
    this.atOnce = atOnce;
    this.lasting = lasting;
  }

  public V get(K key) throws InterruptedException {
    try {
      return task(key).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Asking for " + key + " failed", e.getCause());
    }
  }

  /** Begins to ask, for those who will want several answers at once. */
  public void begin(K key) {
    var _ = task(key);
  }

  /** Answers that are there already. */
  public Stream<V> known() {
    return tasks.values().stream()
        .filter(it -> it.state() == Future.State.SUCCESS)
        .map(FutureTask::resultNow);
  }

  /** The same with the question of each. */
  public Stream<Map.Entry<K, V>> knownByKey() {
    return tasks.keySet().stream()
        .flatMap(key -> known(key).map(it -> Map.entry(key, it)).stream());
  }

  /** The answer to one question, where it is there already. */
  public Optional<V> known(K key) {
    return Optional.ofNullable(tasks.get(key))
        .filter(it -> it.state() == Future.State.SUCCESS)
        .map(FutureTask::resultNow);
  }

  private Asked<V> task(K key) {
    Asked<V> known = tasks.get(key);
    if (known != null && !outdated(known)) {
      return known;
    }
    var fresh = new Asked<>(() -> bounded(key));
    Asked<V> now =
        tasks.compute(key, (_, there) -> there == null || there.equals(known) ? fresh : there);
    if (now.equals(fresh)) {
      Thread.ofVirtual().name("ask").start(fresh);
    }
    return now;
  }

  private boolean outdated(Asked<V> asked) {
    return asked.state() == Future.State.SUCCESS
        && !lasting.test(asked.resultNow())
        && asked.isOld();
  }

  /** A question on its way, and its answer. */
  private static final class Asked<V> extends FutureTask<V> {

    private final long asked = System.nanoTime();
    private volatile long answered;

    Asked(Callable<V> question) {
      super(question);
    }

    @Override
    protected void done() {
      answered = System.nanoTime();
    }

    boolean isOld() {
      long took = answered - asked;
      return answered != 0 && System.nanoTime() - answered > Math.max(TOGETHER.toNanos(), took);
    }
  }

  private V bounded(K key) throws InterruptedException {
    atOnce.acquire();
    try {
      return question.apply(key);
    } finally {
      atOnce.release();
    }
  }
}
