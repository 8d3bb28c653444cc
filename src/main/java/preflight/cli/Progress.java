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
  private final AtomicInteger done = new AtomicInteger();

  Progress(PrintWriter err, boolean shown, int total) {
    this.err = err;
    this.shown = shown;
    this.total = total;
  }

  void finished(CheckResult result) {
    int count = done.incrementAndGet();
    if (shown) {
      synchronized (err) {
        err.print(CLEAR + "  " + count + "/" + total + " checks  " + result.id());
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
