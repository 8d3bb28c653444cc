package preflight.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicInteger;
import preflight.engine.CheckResult;

/** Counts finished checks on one line of stderr, and takes the line away at the end. */
final class Progress {

  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean shown;
  private final int total;
  private final int width;
  private final AtomicInteger done = new AtomicInteger();

  Progress(PrintWriter err, boolean shown, int total, int width) {
    this.err = err;
    this.shown = shown;
    this.total = total;
    this.width = width;
  }

  void finished(CheckResult result) {
    int count = done.incrementAndGet();
    if (shown) {
      String line = "  %d/%d checks  %s".formatted(count, total, result.id());
      synchronized (err) {
        // A line that wrapped could not be taken away.
        err.print(CLEAR + line.substring(0, Math.min(line.length(), width - 1)));
        err.flush();
      }
    }
  }

  void end() {
    if (shown) {
      synchronized (err) {
        err.print(CLEAR);
        err.flush();
      }
    }
  }
}
