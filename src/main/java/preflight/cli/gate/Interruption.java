package preflight.cli.gate;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import preflight.check.ExitCode;

/** Lets an interrupted run print the report so far before the process ends. */
final class Interruption implements AutoCloseable {

  /** CI systems and container runtimes kill some 7 to 10 s after they asked to end. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** The watchdog ends the process so soon after its deadline at the latest. */
  private static final Duration AFTER_DEADLINE = Duration.ofSeconds(1);

  private final long end;
  private final CountDownLatch printed = new CountDownLatch(1);
  private final Thread runner = Thread.currentThread();
  private final Thread hook = new Thread(this::interrupt, "interruption");

  /**
   * @param since when the time of the run began, by {@link System#nanoTime}
   */
  Interruption(Duration deadline, long since) {
    this.end = since + deadline.plus(AFTER_DEADLINE).toNanos();
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupt() {
    runner.interrupt();
    try {
      long left = Math.min(LONGEST.toNanos(), end - System.nanoTime());
      if (!printed.await(left, TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      // Ending anyway.
    }
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
  }

  /** The report is out; whatever waits for it may end the process. */
  @Override
  public void close() {
    printed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending already: the hook does the rest.
    }
  }
}
