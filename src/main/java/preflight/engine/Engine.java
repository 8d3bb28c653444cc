package preflight.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import preflight.check.CheckId;
import preflight.check.Plan;
import preflight.check.PlannedCheck;

/** Runs planned checks, each on a virtual thread of its own; no check can break another. */
public final class Engine {

  private final Limits limits;
  private final Consumer<CheckResult> listener;

  /**
   * @param listener told of each result as it comes, from many threads
   */
  public Engine(Limits limits, Consumer<CheckResult> listener) {
    this.limits = limits;
    this.listener = listener;
  }

  /**
   * Runs until every check has an outcome, the deadline has passed, or the calling thread is
   * interrupted; in each case every check of the plan has a result.
   */
  public Run run(Plan plan) {
    long start = System.nanoTime();
    Map<CheckId, CompletableFuture<CheckResult>> results = new HashMap<>();
    plan.checks().forEach(it -> results.put(it.id(), new CompletableFuture<>()));
    boolean interrupted = false;
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    var runner = new CheckRunner(limits, threads, results, listener);
    try {
      plan.checks().forEach(it -> threads.execute(() -> runner.settle(it)));
      CompletableFuture.allOf(results.values().toArray(CompletableFuture[]::new))
          .get(limits.deadline().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      // What is missing is cut off below.
    } catch (InterruptedException _) {
      interrupted = true;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A result is never completed with an exception", e);
    } finally {
      // First: a probe that is interrupted might call that a failure of its target.
      runner.end();
      cutOff(plan, results, interrupted);
      // Not close(): it would wait for a check that ignores its interruption.
      threads.shutdownNow();
    }
    var took = Duration.ofNanos(System.nanoTime() - start);
    var collected = plan.checks().stream().map(it -> pending(it, results).join()).toList();
    return new Run(collected, plan.notices(), plan.weakenings(), took, interrupted);
  }

  private void cutOff(
      Plan plan, Map<CheckId, CompletableFuture<CheckResult>> results, boolean interrupted) {
    String obstacle =
        interrupted
            ? "interrupted before it ended"
            : "not reached within the run's deadline of " + Durations.text(limits.deadline());
    for (PlannedCheck<?, ?> check : plan.checks()) {
      CompletableFuture<CheckResult> pending = pending(check, results);
      if (!pending.isDone()) {
        pending.complete(CheckRunner.cutOff(check, obstacle));
      }
    }
  }

  private static CompletableFuture<CheckResult> pending(
      PlannedCheck<?, ?> check, Map<CheckId, CompletableFuture<CheckResult>> results) {
    CompletableFuture<CheckResult> pending = results.get(check.id());
    if (pending == null) {
      throw new IllegalStateException("No result for " + check.id());
    }
    return pending;
  }
}
