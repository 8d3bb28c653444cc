package preflight.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks the same question several times at once. */
public final class Burst {

  private Burst() {}

  /** The answers, in no particular order of time; ends when the caller is interrupted. */
  public static <V> List<V> ask(int times, Callable<V> question) throws InterruptedException {
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      var asked = new ArrayList<Future<V>>();
      for (int i = 0; i < times; i++) {
        asked.add(threads.submit(question));
      }
      var answers = new ArrayList<V>();
      for (Future<V> future : asked) {
        answers.add(future.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A question could not be asked", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
