package preflight.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** How a run lets time pass. */
interface RunTimer {

  /** Real time; what waits for its pause when the run ends is never done. */
  static RunTimer on(Executor threads) {
    return new RunTimer() {
      @Override
      public void after(Duration pause, Runnable then) {
        CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, threads)
            .execute(then);
      }

      @Override
      public void await(CountDownLatch end, Duration deadline) throws InterruptedException {
        var _ = end.await(deadline.toNanos(), TimeUnit.NANOSECONDS);
      }
    };
  }

  /** Does something after a pause, which holds no thread. */
  void after(Duration pause, Runnable then);

  /** Waits for the end, at most until the deadline. */
  void await(CountDownLatch end, Duration deadline) throws InterruptedException;
}
