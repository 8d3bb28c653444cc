package preflight.cli.gate;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import preflight.check.ExitCode;
import preflight.cli.ProcessEnd;
import preflight.text.Durations;

/**
 * Ends the process within a second after its deadline, whatever holds it: a check that heeds no
 * interruption, a diagnosis or a report that takes long, a probe that does not close. Then what is
 * known so far is reported as inconclusive; and where not even that can be written, the exit code
 * says so.
 */
final class Watchdog implements AutoCloseable {

  /** A run that ends by itself has ended so soon after its deadline. */
  private static final Duration PATIENCE = Duration.ofMillis(400);

  /** What is written so long after the deadline is not waited for. */
  private static final Duration LAST = Duration.ofMillis(750);

  /** A reader of stderr that does not read is not waited for either. */
  private static final Duration WORDS = Duration.ofMillis(50);

  private final long deadline;
  private final byte[] nothing;
  private final byte[] cut;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final CountDownLatch written = new CountDownLatch(1);
  private volatile @Nullable Runnable report;
  private volatile OptionalInt code = OptionalInt.empty();
  private volatile boolean closed;
  private final Optional<Thread> thread;

  /**
   * @param since when the time began to run, by {@link System#nanoTime}
   * @param end ends the process, from any thread; empty where nobody may
   */
  Watchdog(Duration limit, long since, Optional<IntConsumer> end) {
    this.deadline = since + limit.toNanos();
    // Made now: when they are needed there may be no memory left.
    String passed = "preflight: the deadline of %s passed; ".formatted(Durations.text(limit));
    this.nothing = line(passed + "there is no verdict");
    this.cut = line(passed + "the report is not complete, and there is no verdict");
    this.thread =
        end.map(it -> Thread.ofPlatform().daemon().name("watchdog").start(() -> watch(it)));
  }

  private static byte[] line(String text) {
    return (text + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
  }

  /** From now on a report can be written without the one whom the process waits for. */
  void canReport(Runnable soFar) {
    report = soFar;
  }

  /**
   * Lets one thread write reports; another one that wants to waits for the end of the process.
   *
   * @param reports gives the exit code
   */
  int write(IntSupplier reports) {
    if (!writing.compareAndSet(false, true)) {
      while (true) {
        LockSupport.park(this);
      }
    }
    int exit = reports.getAsInt();
    code = OptionalInt.of(exit);
    written.countDown();
    return exit;
  }

  private void watch(IntConsumer end) {
    ProcessEnd.prepare();
    try {
      if (!isOver(PATIENCE)) {
        return;
      }
      byte[] words = last();
      if (!closed) {
        say(words);
      }
    } catch (Throwable _) {
      // An error too: the exit code is what is left to say.
    }
    if (!closed) {
      end.accept(code.orElse(ExitCode.INCONCLUSIVE.code()));
    }
  }

  /** Waits until so long after the deadline; false if the run ended before. */
  private boolean isOver(Duration after) {
    while (!closed) {
      long left = deadline + after.toNanos() - System.nanoTime();
      if (left <= 0) {
        return true;
      }
      LockSupport.parkNanos(this, left);
    }
    return false;
  }

  /**
   * Has what is known reported, if nobody reports yet, and waits for it; then what to say of it.
   */
  private byte[] last() {
    Runnable soFar = report;
    boolean mine = writing.compareAndSet(false, true);
    if (mine && soFar != null) {
      Thread.ofPlatform()
          .daemon()
          .name("last report")
          .start(() -> {
            soFar.run();
            written.countDown();
          });
    }
    if (mine && soFar == null) {
      return nothing;
    }
    return isWritten() ? new byte[0] : cut;
  }

  private boolean isWritten() {
    try {
      long left = deadline + LAST.toNanos() - System.nanoTime();
      return written.await(left, TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      return false;
    }
  }

  private static void say(byte[] words) throws InterruptedException {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (OutputStream err = new FileOutputStream(FileDescriptor.err)) {
            err.write(words);
          } catch (IOException _) {
            // Nobody listens.
          }
        })
        .join(WORDS);
  }

  /** The run ended by itself. */
  @Override
  public void close() {
    closed = true;
    thread.ifPresent(LockSupport::unpark);
  }
}
