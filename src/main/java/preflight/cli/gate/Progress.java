package preflight.cli.gate;

import java.util.concurrent.atomic.AtomicInteger;
import preflight.engine.CheckResult;
import preflight.report.TerminalWriter;

/** Counts finished checks on one line of stderr, and takes the line away at the end. */
final class Progress {

  private final TerminalWriter err;
  private final boolean shown;
  private final int total;
  private final int width;
  private final AtomicInteger done = new AtomicInteger();

  Progress(TerminalWriter err, boolean shown, int total, int width) {
    this.err = err;
    this.shown = shown;
    this.total = total;
    this.width = width;
  }

  void finished(CheckResult result) {
    int count = done.incrementAndGet();
    if (shown) {
      String line = "  %d/%d checks  %s".formatted(count, total, result.id());
      // A line that wrapped could not be taken away.
      err.replaceLine(line.substring(0, Math.min(line.length(), width - 1)));
    }
  }

  void end() {
    if (shown) {
      err.replaceLine("");
    }
  }
}
