package preflight.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A run's time that passes when a test says so. */
final class HeldTimer implements RunTimer, Function<Executor, RunTimer> {

  private final CountDownLatch deadline = new CountDownLatch(1);
  private final BlockingQueue<Runnable> paused = new LinkedBlockingQueue<>();
  private final List<Duration> passed = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean atOnce;
  private volatile boolean lastPause;

  @Override
  public RunTimer apply(Executor threads) {
    return this;
  }

  @Override
  public void after(Duration pause, Runnable then) {
    passed.add(pause);
    if (atOnce) {
      then.run();
    } else {
      paused.add(then);
    }
    if (lastPause) {
      deadline.countDown();
    }
  }

  @Override
  public void await(CountDownLatch end, Duration time) throws InterruptedException {
    while (deadline.getCount() > 0 && !end.await(1, TimeUnit.MILLISECONDS)) {
      // Either ends the run.
    }
  }

  /** Whoever counts it down ends the run. */
  CountDownLatch deadline() {
    return deadline;
  }

  /** The next pause outlasts the run. */
  void deadlineAtNextPause() {
    lastPause = true;
  }

  /** Lets pauses take no time; gives how long they would have been. */
  List<Duration> passAtOnce() {
    atOnce = true;
    return passed;
  }

  /** Waits for a check to pause, and ends its pause. */
  void passOnePause() throws InterruptedException {
    paused.take().run();
  }
}
