package preflight.engine;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import preflight.check.PlannedCheck;
import preflight.check.Signal;

/** Brings one check to its result: after what it needs, within its limits, with its retries. */
final class CheckRunner {

  /**
   * What may be over a moment later. Everything else is certain, or a time-out, of which asking
   * again would only take as long again.
   */
  private static final Set<Signal> TRANSIENT =
      EnumSet.of(
          Signal.DNS_FAILED,
          Signal.TCP_REFUSED,
          Signal.TCP_UNREACHABLE,
          Signal.CONNECTION_RESET,
          Signal.CONNECTION_CLOSED,
          Signal.REDIS_LOADING,
          Signal.REDIS_MASTER_DOWN,
          Signal.REDIS_CLUSTER_DOWN,
          Signal.REDIS_TOO_MANY_CLIENTS,
          Signal.POSTGRES_STARTING,
          Signal.POSTGRES_TOO_MANY_CONNECTIONS,
          Signal.HTTP_FRONT_THROTTLED,
          Signal.HTTP_FRONT_NO_INSTANCE,
          Signal.HTTP_FRONT_UNAVAILABLE,
          Signal.HTTP_CONTAINER_FAULT,
          Signal.HTTP_LOAD_BALANCER_ERROR,
          Signal.WS_CUT);

  private final Limits limits;
  private final ExecutorService threads;
  private final Map<CheckId, CompletableFuture<CheckResult>> results;
  private final Consumer<CheckResult> listener;
  private final Semaphore jobs;
  private final Map<String, Semaphore> targets = new ConcurrentHashMap<>();
  private volatile boolean over;

  CheckRunner(
      Limits limits,
      ExecutorService threads,
      Map<CheckId, CompletableFuture<CheckResult>> results,
      Consumer<CheckResult> listener) {
    this.limits = limits;
    this.threads = threads;
    this.results = results;
    this.listener = listener;
    this.jobs = new Semaphore(limits.jobs());
  }

  /** Whatever is not settled yet is left to the engine. */
  void end() {
    over = true;
  }

  /** Completes the result of one check, always normally. */
  void settle(PlannedCheck<?, ?> check) {
    CompletableFuture<CheckResult> pending = results.get(check.id());
    if (pending == null) {
      throw new IllegalStateException("No result awaited for " + check.id());
    }
    CheckResult result;
    try {
      result = resultOf(check);
    } catch (InterruptedException | ExecutionException _) {
      // The run is over; the engine has said for what reason.
      return;
    } catch (RuntimeException e) {
      result = defect(check, e, Duration.ZERO, 0);
    }
    // Told first: the run ends with the last result, and nobody is told of one after that.
    if (!over) {
      tell(result);
      pending.complete(result);
    }
  }

  private void tell(CheckResult result) {
    try {
      listener.accept(result);
    } catch (RuntimeException _) {
      // Whoever watches the run cannot change what comes of it.
    }
  }

  private CheckResult resultOf(PlannedCheck<?, ?> check)
      throws InterruptedException, ExecutionException {
    if (check.excluded().isPresent()) {
      return skipped(check, SkipReason.EXCLUDED, "by " + check.excluded().get());
    }
    for (CheckId need : check.needs()) {
      CompletableFuture<CheckResult> needed = results.get(need);
      if (needed != null && !permits(needed.get().outcome())) {
        return skipped(check, SkipReason.PREREQUISITE, "needs " + need);
      }
    }
    Semaphore target =
        targets.computeIfAbsent(check.id().resource(), _ -> new Semaphore(limits.perTarget()));
    target.acquire();
    try {
      jobs.acquire();
      try {
        return attempts(check);
      } finally {
        jobs.release();
      }
    } finally {
      target.release();
    }
  }

  /** A rung that was not asked, because it does not apply or was excluded, stops nothing. */
  private static boolean permits(Outcome needed) {
    return switch (needed) {
      case Passed _ -> true;
      case Failed _, Unknown _ -> false;
      case Skipped(SkipReason reason, _) -> reason != SkipReason.PREREQUISITE;
    };
  }

  private CheckResult attempts(PlannedCheck<?, ?> check) throws InterruptedException {
    long start = System.nanoTime();
    Duration pause = check.retry().backoff();
    for (int attempt = 1; ; attempt++) {
      CheckResult result = attempt(check, start, attempt);
      if (attempt >= check.retry().attempts() || !worthAnotherTry(result.outcome())) {
        return result;
      }
      Thread.sleep(pause);
      pause = pause.multipliedBy(2);
    }
  }

  private static boolean worthAnotherTry(Outcome outcome) {
    return switch (outcome) {
      case Passed _, Skipped _ -> false;
      case Failed failed -> TRANSIENT.contains(failed.signal());
      case Unknown unknown -> unknown.reason() == UnknownReason.TRANSIENT;
    };
  }

  private CheckResult attempt(PlannedCheck<?, ?> check, long start, int attempt)
      throws InterruptedException {
    Future<Outcome> answer = threads.submit(check::ask);
    try {
      Outcome outcome =
          Objects.requireNonNull(answer.get(check.timeout().toNanos(), TimeUnit.NANOSECONDS));
      return new CheckResult(check, outcome, since(start), attempt, Optional.empty());
    } catch (TimeoutException _) {
      String obstacle = "no answer within the check's " + Durations.text(check.timeout());
      return new CheckResult(
          check, deadline(check, obstacle), since(start), attempt, Optional.empty());
    } catch (ExecutionException e) {
      return defect(check, e.getCause(), since(start), attempt);
    } finally {
      answer.cancel(true);
    }
  }

  private static CheckResult skipped(PlannedCheck<?, ?> check, SkipReason reason, String detail) {
    return new CheckResult(check, new Skipped(reason, detail), Duration.ZERO, 0, Optional.empty());
  }

  /** Says the type of what was thrown only: its message may hold anything. */
  private static CheckResult defect(
      PlannedCheck<?, ?> check, @Nullable Throwable thrown, Duration took, int attempt) {
    Throwable cause = thrown == null ? new IllegalStateException() : thrown;
    String type = cause.getClass().getName();
    var outcome =
        Outcome.unknown(
            UnknownReason.DEFECT,
            check.check().doc().expects(),
            "a defect of this check (%s); see --verbose"
                .formatted(type.substring(type.lastIndexOf('.') + 1)));
    return new CheckResult(check, outcome, took, attempt, Optional.of(cause));
  }

  /** The result of a check that the end of the run overtook. */
  static CheckResult cutOff(PlannedCheck<?, ?> check, String obstacle) {
    return new CheckResult(check, deadline(check, obstacle), Duration.ZERO, 0, Optional.empty());
  }

  private static Outcome deadline(PlannedCheck<?, ?> check, String obstacle) {
    return Outcome.unknown(UnknownReason.DEADLINE, check.check().doc().expects(), obstacle);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
