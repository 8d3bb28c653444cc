package preflight.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import preflight.check.CheckId;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.SkipReason;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.plan.Asker;
import preflight.check.plan.PlannedCheck;
import preflight.text.Durations;

/** Brings each check to its result: after what it needs, within its limits, with its retries. */
final class CheckRunner {

  private final List<PlannedCheck> checks;
  private final AtomicReferenceArray<@Nullable CheckResult> results;
  // What an attempt showed that is to be repeated, or a check has found so far: it stands where no
  // time is left for more.
  private final AtomicReferenceArray<@Nullable CheckResult> interim;
  private final AtomicIntegerArray told;
  private final CountDownLatch open;
  private final Schedule schedule;
  private final Asker asker;
  private final ExecutorService threads;
  private final RunTimer timer;
  private final Consumer<CheckResult> listener;
  // Those of a check are touched by one thread after another; the schedule stands in between.
  private final int[] attempts;
  private final long[] firstAsked;
  private volatile boolean over;

  CheckRunner(
      List<PlannedCheck> checks,
      Limits limits,
      Asker asker,
      ExecutorService threads,
      RunTimer timer,
      Consumer<CheckResult> listener) {
    this.checks = checks;
    this.results = new AtomicReferenceArray<>(checks.size());
    this.interim = new AtomicReferenceArray<>(checks.size());
    this.told = new AtomicIntegerArray(checks.size());
    this.open = new CountDownLatch(checks.size());
    this.schedule = new Schedule(checks, limits);
    this.asker = asker;
    this.threads = threads;
    this.timer = timer;
    this.listener = listener;
    this.attempts = new int[checks.size()];
    this.firstAsked = new long[checks.size()];
  }

  /** Starts what may start, and waits until every check is settled or the time is over. */
  void run(Duration time) throws InterruptedException {
    // What is switched off waits for nothing.
    for (int i = 0; i < checks.size(); i++) {
      Optional<String> by = checks.get(i).excluded();
      if (by.isPresent()) {
        settle(i, skipped(checks.get(i), SkipReason.EXCLUDED, "by " + by.get()));
      }
    }
    startMore();
    timer.await(open, time);
  }

  /** The results in the order of the plan; whatever is not settled yet is cut off. */
  List<CheckResult> end(UnknownReason reason, String obstacle) {
    over = true;
    List<CheckResult> all = new ArrayList<>(checks.size());
    for (int i = 0; i < checks.size(); i++) {
      if (results.get(i) == null) {
        CheckResult before = interim.get(i);
        results.compareAndSet(
            i, null, before == null ? cutOff(checks.get(i), reason, obstacle) : before);
      }
      all.add(Objects.requireNonNull(results.get(i)));
    }
    return all;
  }

  private void startMore() {
    for (List<Integer> more = schedule.start(); !more.isEmpty(); more = schedule.start()) {
      for (int at : more) {
        if (results.get(at) != null) {
          schedule.end(at);
        } else {
          start(at);
        }
      }
    }
  }

  private void start(int at) {
    try {
      threads.execute(() -> ask(at));
    } catch (RejectedExecutionException _) {
      // The run has just ended; the engine has said for what reason.
    }
  }

  private void ask(int at) {
    Optional<Duration> pause = tried(at);
    schedule.end(at);
    // Only now: during a pause, the place of this check is free for another.
    pause.ifPresent(it -> timer.after(it, () -> again(at)));
    if (!over) {
      startMore();
    }
  }

  private void again(int at) {
    if (!over) {
      schedule.again(at);
      startMore();
    }
  }

  /** Asks once; says how long to wait where the answer may be another one after that. */
  private Optional<Duration> tried(int at) {
    PlannedCheck check = checks.get(at);
    try {
      if (attempts[at]++ == 0) {
        firstAsked[at] = System.nanoTime();
      }
      CheckResult result = attempt(at, firstAsked[at], attempts[at]);
      if (attempts[at] < check.retry().attempts() && worthAnotherTry(result.outcome())) {
        interim.set(at, result);
        return Optional.of(check.retry().pauseAfter(attempts[at]));
      }
      settle(at, result);
    } catch (InterruptedException _) {
      // The run is over; the engine has said for what reason.
    } catch (RuntimeException | Error e) {
      settle(at, defect(check, e, Duration.ZERO, 0));
    }
    return Optional.empty();
  }

  /** Gives a check its result, and one to each that can no longer be asked because of it. */
  private void settle(int first, CheckResult result) {
    var settled = new ArrayDeque<Integer>();
    conclude(first, result, settled);
    while (!settled.isEmpty()) {
      int at = settled.remove();
      for (int dependent : schedule.dependents(at)) {
        broken(checks.get(dependent))
            .ifPresent(need ->
                conclude(
                    dependent,
                    skipped(checks.get(dependent), SkipReason.PREREQUISITE, "needs " + need),
                    settled));
      }
      schedule.settled(at);
    }
  }

  /** Told first: the run ends with the last result, and nobody is told of one after that. */
  private void conclude(int at, CheckResult result, Queue<Integer> settled) {
    if (!over && told.compareAndSet(at, 0, 1)) {
      tell(result);
      if (results.compareAndSet(at, null, result)) {
        settled.add(at);
        open.countDown();
      }
    }
  }

  private void tell(CheckResult result) {
    try {
      listener.accept(result);
    } catch (RuntimeException _) {
      // Whoever watches the run cannot change what comes of it.
    }
  }

  /**
   * What keeps a check from being asked: the first need without a pass, if all before it passed.
   */
  private Optional<CheckId> broken(PlannedCheck check) {
    for (CheckId need : check.needs()) {
      OptionalInt at = schedule.position(need);
      CheckResult needed = at.isEmpty() ? null : results.get(at.getAsInt());
      if (at.isPresent() && needed == null) {
        return Optional.empty();
      }
      if (needed != null && !permits(needed.outcome())) {
        return Optional.of(need);
      }
    }
    return Optional.empty();
  }

  /** A rung that was not asked, because it does not apply or was excluded, stops nothing. */
  private static boolean permits(Outcome needed) {
    return switch (needed) {
      case Passed _ -> true;
      case Failed _, Unknown _ -> false;
      case Skipped(SkipReason reason, _) -> reason != SkipReason.PREREQUISITE;
    };
  }

  private static boolean worthAnotherTry(Outcome outcome) {
    return switch (outcome) {
      case Passed _, Skipped _ -> false;
      case Failed failed -> failed.signal().passesByItself();
      case Unknown unknown -> unknown.reason() == UnknownReason.TRANSIENT;
    };
  }

  private CheckResult attempt(int at, long start, int attempt) throws InterruptedException {
    PlannedCheck check = checks.get(at);
    var said = new AtomicReference<@Nullable Outcome>();
    Consumer<Outcome> soFar =
        it -> {
          said.set(it);
          interim.set(at, new CheckResult(check, it, since(start), attempt, Optional.empty()));
        };
    Future<Outcome> answer = threads.submit(() -> asked(check, soFar));
    try {
      Outcome outcome =
          Objects.requireNonNull(answer.get(check.timeout().toNanos(), TimeUnit.NANOSECONDS));
      return new CheckResult(check, outcome, since(start), attempt, Optional.empty());
    } catch (TimeoutException _) {
      String obstacle = "no answer within the check's " + Durations.text(check.timeout());
      Outcome outcome = Objects.requireNonNullElseGet(said.get(), () -> deadline(check, obstacle));
      return new CheckResult(check, outcome, since(start), attempt, Optional.empty());
    } catch (ExecutionException e) {
      return defect(check, e.getCause(), since(start), attempt);
    } finally {
      answer.cancel(true);
    }
  }

  /** What a check declares is what a pass of it rules out, so that it must be all of it. */
  private Outcome asked(PlannedCheck check, Consumer<Outcome> soFar) throws InterruptedException {
    Outcome outcome = asker.ask(check, soFar);
    if (outcome instanceof Failed failed) {
      assert check.definition().emits().contains(failed.signal())
          : check.id() + " does not declare " + failed.signal();
    }
    return outcome;
  }

  private static CheckResult skipped(PlannedCheck check, SkipReason reason, String detail) {
    return new CheckResult(check, new Skipped(reason, detail), Duration.ZERO, 0, Optional.empty());
  }

  /** Says the type of what was thrown only: its message may hold anything. */
  private static CheckResult defect(
      PlannedCheck check, @Nullable Throwable thrown, Duration took, int attempt) {
    Throwable cause = thrown == null ? new IllegalStateException() : thrown;
    String type = cause.getClass().getName();
    var outcome =
        Outcome.unknown(
            UnknownReason.DEFECT,
            check.definition().doc().expects(),
            "a defect of this check (%s); see --verbose"
                .formatted(type.substring(type.lastIndexOf('.') + 1)));
    return new CheckResult(check, outcome, took, attempt, Optional.of(cause));
  }

  /** The result of a check that the end of the run overtook. */
  private static CheckResult cutOff(PlannedCheck check, UnknownReason reason, String obstacle) {
    var outcome = Outcome.unknown(reason, check.definition().doc().expects(), obstacle);
    return new CheckResult(check, outcome, Duration.ZERO, 0, Optional.empty());
  }

  private static Outcome deadline(PlannedCheck check, String obstacle) {
    return Outcome.unknown(UnknownReason.DEADLINE, check.definition().doc().expects(), obstacle);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
