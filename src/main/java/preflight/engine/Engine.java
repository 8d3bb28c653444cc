package preflight.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import preflight.check.Outcome.UnknownReason;
import preflight.check.plan.Asker;
import preflight.check.plan.Plan;
import preflight.text.Durations;

/**
 * Runs planned checks, each on a virtual thread of its own while it is asked; no check can break
 * another.
 */
public final class Engine {

  private final Limits limits;
  private final Asker asker;
  private final Consumer<CheckResult> listener;
  private final Function<Executor, RunTimer> timer;

  /**
   * @param listener told of each result as it comes, from many threads
   */
  public Engine(Limits limits, Asker asker, Consumer<CheckResult> listener) {
    this(limits, asker, listener, RunTimer::on);
  }

  /** With another time than the real one. */
  Engine(
      Limits limits,
      Asker asker,
      Consumer<CheckResult> listener,
      Function<Executor, RunTimer> timer) {
    this.limits = limits;
    this.asker = asker;
    this.listener = listener;
    this.timer = timer;
  }

  /**
   * Runs until every check has an outcome, the deadline has passed, or the calling thread is
   * interrupted; in each case every check of the plan has a result.
   */
  public Run run(Plan plan) {
    return run(plan, limits.deadline());
  }

  /**
   * The same with what is left of the deadline.
   *
   * @param left may be nothing; then no check is reached
   */
  public Run run(Plan plan, Duration left) {
    long start = System.nanoTime();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    var runner =
        new CheckRunner(plan.checks(), limits, asker, threads, timer.apply(threads), listener);
    boolean interrupted = false;
    try {
      runner.run(left);
    } catch (InterruptedException _) {
      interrupted = true;
    }
    // First: a probe that is interrupted might call that a failure of its target.
    List<CheckResult> results =
        interrupted
            ? runner.end(UnknownReason.INTERRUPTED, "it had not ended yet")
            : runner.end(
                UnknownReason.DEADLINE,
                "not reached within the run's deadline of " + Durations.text(limits.deadline()));
    // Not close(): it would wait for a check that ignores its interruption.
    threads.shutdownNow();
    var took = Duration.ofNanos(System.nanoTime() - start);
    return new Run(results, plan.notices(), plan.weakenings(), took, interrupted);
  }
}
