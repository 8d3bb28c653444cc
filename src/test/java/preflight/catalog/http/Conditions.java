package preflight.catalog.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Phase;

/** Conditions that tests provoke, and the signal and phase that each was given. */
final class Conditions {

  private static final int AT_ONCE = 10;

  private final Map<String, Callable<Outcome>> provocations = new LinkedHashMap<>();

  void add(String condition, Callable<Outcome> provocation) {
    if (provocations.put(condition, provocation) != null) {
      throw new IllegalArgumentException("twice: " + condition);
    }
  }

  /** What came of all: those that failed, and those that did not. */
  record Table(List<String> failed, List<String> others) {}

  /**
   * Provokes some at a time, so that none is slow for want of a processor; one row each: condition,
   * signal and phase, or the outcome, between tabs.
   */
  Table provoke() throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      Map<String, Future<Outcome>> running = new LinkedHashMap<>();
      provocations.forEach((condition, it) -> running.put(condition, threads.submit(it)));
      var table = new Table(new ArrayList<>(), new ArrayList<>());
      for (var one : running.entrySet()) {
        Outcome outcome = one.getValue().get();
        (outcome instanceof Failed ? table.failed() : table.others())
            .add(one.getKey() + "\t" + describe(outcome));
      }
      return table;
    }
  }

  private static String describe(Outcome outcome) {
    return outcome instanceof Failed failed
        ? failed.signal()
            + "\t"
            + failed.phase().map(Phase::name).orElse("").toLowerCase(Locale.ROOT)
        : outcome.getClass().getSimpleName();
  }

  /** What the golden file says; replaced by the rows where {@code golden.update} is set. */
  static List<String> golden(Path file, List<String> rows) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(file.getParent());
      Files.write(file, rows);
    }
    return Files.readAllLines(file);
  }
}
