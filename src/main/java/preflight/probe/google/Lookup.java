package preflight.probe.google;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import preflight.probe.PeerJson;

/**
 * Resources of one kind behind a REST interface, each asked for once a run.
 *
 * @param <K> the name of one
 * @param <T> what is read of it
 */
public final class Lookup<K, T> {

  private static final int AT_ONCE = 8;

  private final OncePerKey<K, ApiAnswer<T>> found;

  /**
   * Of one API.
   *
   * @param what a resource is, as a sentence has it
   * @param path the segments of its URL behind the host
   */
  public Lookup(
      GoogleRest rest,
      Api api,
      Function<K, String> what,
      Function<K, List<String>> path,
      Function<PeerJson, T> read) {
    this(key -> rest.get(api, what.apply(key), path.apply(key)).map(read));
  }

  /** Asks in its own way. */
  public Lookup(Question<K, T> question) {
    this.found =
        new OncePerKey<>(new Semaphore(AT_ONCE), key -> asked(question, key), ApiAnswer::lasting);
  }

  /** One call. */
  public interface Question<K, T> {
    ApiAnswer<T> ask(K key) throws InterruptedException;
  }

  public ApiAnswer<T> get(K key) throws InterruptedException {
    return found.get(key);
  }

  private static <K, T> ApiAnswer<T> asked(Question<K, T> question, K key) {
    try {
      return question.ask(key);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new ApiAnswer.Refused<>(new ApiTrouble.Unavailable("CANCELLED"));
    }
  }
}
