package preflight.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import preflight.check.ExitCode;

/** Lets an interrupted run print the report so far before the process ends. */
final class Interruption implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 10;

  private final CountDownLatch printed = new CountDownLatch(1);
  private final Thread runner = Thread.currentThread();
  private final Thread hook = new Thread(this::interrupt, "interruption");

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupt() {
    runner.interrupt();
    try {
      if (!printed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
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
