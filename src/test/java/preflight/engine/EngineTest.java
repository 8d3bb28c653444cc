package preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static preflight.engine.Plans.check;
import static preflight.engine.Plans.failing;
import static preflight.engine.Plans.passing;
import static preflight.engine.Plans.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.SkipReason;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.plan.Asker;
import preflight.check.plan.Plan;
import preflight.check.signal.Signal;
import preflight.engine.Plans.Entry;
import preflight.text.Durations;

/** The laws of a run: every check gets a result, whatever happens to it. */
@Timeout(30)
class EngineTest {

  private static final Duration LONG = Duration.ofSeconds(25);
  private static final Limits LIMITS = new Limits(32, 8, LONG);

  private static Run run(Entry... entries) {
    return new Engine(LIMITS, Plans.ASKER, _ -> {}).run(plan(entries));
  }

  private static Run within(Duration deadline, Entry... entries) {
    return new Engine(new Limits(32, 8, deadline), Plans.ASKER, _ -> {}).run(plan(entries));
  }

  private static Outcome never() throws InterruptedException {
    new CountDownLatch(1).await();
    return Outcome.passed("never");
  }

  private static Unknown unknown(CheckResult result, UnknownReason reason) {
    assertThat(result.outcome()).isInstanceOf(Unknown.class);
    Unknown unknown = (Unknown) result.outcome();
    assertThat(unknown.reason()).isEqualTo(reason);
    return unknown;
  }

  @Test
  void a_check_that_throws_is_unknown_and_says_the_type_but_not_the_message() {
    CheckResult result =
        run(check(
                "a/x",
                () -> {
                  throw new IllegalArgumentException("canary-4711");
                }))
            .results()
            .getFirst();

    Unknown unknown = unknown(result, UnknownReason.DEFECT);
    assertThat(unknown.observed()).contains("IllegalArgumentException").doesNotContain("canary");
    assertThat(unknown.expected()).isEqualTo("The test's question has a good answer");
    assertThat(unknown.commands()).isEmpty();
    assertThat(result.defect()).containsInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_error_an_anonymous_exception_and_no_answer_at_all_are_defects_too() {
    Run run =
        run(
            check(
                "a/error",
                () -> {
                  throw new StackOverflowError("canary-4711");
                }),
            check(
                "a/anonymous",
                () -> {
                  throw new IllegalStateException("canary-4711") {};
                }),
            check("a/null", () -> nothing()),
            check(
                "a/interrupted",
                () -> {
                  throw new InterruptedException("canary-4711");
                }));

    assertThat(run.results())
        .allSatisfy(it ->
            assertThat(unknown(it, UnknownReason.DEFECT).observed())
                .matches("a defect of this check \\(.+\\); see --verbose")
                .doesNotContain("canary"));
  }

  @SuppressWarnings({"NullAway", "DataFlowIssue"})
  private static Outcome nothing() {
    return null;
  }

  @Test
  void one_defect_leaves_the_other_checks_alone() {
    Run run =
        run(
            passing("a/x"),
            check(
                "b/x",
                () -> {
                  throw new IllegalStateException();
                }),
            failing("c/x"));

    assertThat(run.results())
        .extracting(it -> it.outcome().getClass().getSimpleName())
        .containsExactly("Passed", "Unknown", "Failed");
  }

  @Test
  void a_check_that_takes_longer_than_its_timeout_is_unknown_and_not_asked_again() {
    var asked = new AtomicInteger();
    CheckResult result =
        run(check(
                    "a/x",
                    () -> {
                      asked.incrementAndGet();
                      new CountDownLatch(1).await();
                      return Outcome.passed("never");
                    })
                .timeout(Duration.ofMillis(50))
                .retry(3))
            .results()
            .getFirst();

    assertThat(unknown(result, UnknownReason.DEADLINE).observed()).contains("the check's 50ms");
    assertThat(asked).hasValue(1);
  }

  @Test
  void what_a_check_has_found_so_far_stands_where_no_time_is_left_for_the_rest() {
    Outcome found = Outcome.failed(Signal.EXEC_FAILED, "nothing", "one of two");
    Asker searching =
        (_, soFar) -> {
          soFar.accept(found);
          return never();
        };
    Run cutByDeadline =
        new Engine(new Limits(1, 1, Duration.ofMillis(300)), searching, _ -> {})
            .run(plan(passing("a/x")));
    Run cutByTimeout =
        new Engine(new Limits(1, 1, Duration.ofSeconds(20)), searching, _ -> {})
            .run(plan(passing("a/x").timeout(Duration.ofMillis(50))));

    assertThat(cutByDeadline.results()).extracting(CheckResult::outcome).containsExactly(found);
    assertThat(cutByTimeout.results()).extracting(CheckResult::outcome).containsExactly(found);
  }

  @Test
  void the_deadline_cuts_off_what_is_under_way_and_what_waits_and_keeps_what_is_done() {
    var timer = new HeldTimer();
    Run run =
        new Engine(new Limits(1, 1, Duration.ofSeconds(3)), Plans.ASKER, _ -> {}, timer)
            .run(
                plan(
                    passing("a/x"),
                    check(
                            "b/x",
                            () -> {
                              timer.deadline().countDown();
                              return never();
                            })
                        .needs("a/x"),
                    passing("c/x").needs("b/x")));

    assertThat(run.interrupted()).isFalse();
    assertThat(run.results().get(0).outcome()).isInstanceOf(Passed.class);
    assertThat(unknown(run.results().get(1), UnknownReason.DEADLINE).observed())
        .contains("the run's deadline of 3s");
    unknown(run.results().get(2), UnknownReason.DEADLINE);
  }

  @Test
  void what_a_probe_makes_of_its_interruption_at_the_deadline_is_no_failure_of_the_target() {
    for (int i = 0; i < 20; i++) {
      Run run =
          within(
              Duration.ofMillis(20),
              check(
                  "a/x",
                  () -> {
                    try {
                      new CountDownLatch(1).await();
                    } catch (InterruptedException _) {
                      return Outcome.failed(Signal.CONNECTION_RESET, "an answer", "a broken pipe");
                    }
                    return Outcome.passed("never");
                  }),
              check(
                  "b/x",
                  () -> {
                    new CountDownLatch(1).await();
                    return Outcome.passed("never");
                  }));

      assertThat(run.results()).allSatisfy(it -> unknown(it, UnknownReason.DEADLINE));
    }
  }

  @Test
  void a_check_that_ignores_its_interruption_does_not_hold_the_run() {
    var timer = new HeldTimer();
    var released = new CountDownLatch(1);
    try {
      Run run =
          new Engine(LIMITS, Plans.ASKER, _ -> {}, timer)
              .run(
                  plan(
                      check(
                          "a/x",
                          () -> {
                            while (released.getCount() > 0) {
                              LockSupport.parkNanos(1_000_000);
                              Thread.interrupted();
                            }
                            return Outcome.passed("late");
                          }),
                      passing("b/y"),
                      check(
                              "c/z",
                              () -> {
                                timer.deadline().countDown();
                                return never();
                              })
                          .needs("b/y")));

      unknown(run.results().getFirst(), UnknownReason.DEADLINE);
      assertThat(run.results().get(1).outcome()).isInstanceOf(Passed.class);
    } finally {
      released.countDown();
    }
  }

  @Test
  void an_interruption_ends_the_run_with_the_results_so_far() throws InterruptedException {
    var underWay = new CountDownLatch(1);
    var finished = new CountDownLatch(1);
    var result = new AtomicReference<Run>();
    Plan plan =
        plan(
            passing("a/x"),
            check(
                    "b/x",
                    () -> {
                      underWay.countDown();
                      new CountDownLatch(1).await();
                      return Outcome.passed("never");
                    })
                .needs("a/x"));
    Thread runner =
        Thread.ofPlatform()
            .start(() -> {
              result.set(new Engine(LIMITS, Plans.ASKER, _ -> {}).run(plan));
              finished.countDown();
            });

    assertThat(underWay.await(10, TimeUnit.SECONDS)).isTrue();
    runner.interrupt();
    assertThat(finished.await(10, TimeUnit.SECONDS)).isTrue();

    Run run = Optional.ofNullable(result.get()).orElseThrow();
    assertThat(run.interrupted()).isTrue();
    assertThat(run.results().getFirst().outcome()).isInstanceOf(Passed.class);
    assertThat(unknown(run.results().getLast(), UnknownReason.INTERRUPTED).observed())
        .isEqualTo("it had not ended yet");
  }

  @Test
  void what_stands_on_a_failed_or_unknown_or_skipped_rung_is_skipped_and_says_on_which() {
    Run run =
        run(
            failing("failed/x"),
            check(
                "unknown/x", () -> Outcome.unknown(UnknownReason.PERMISSION, "a role", "no role")),
            passing("a/x").needs("failed/x"),
            passing("b/x").needs("unknown/x"),
            passing("c/x").needs("a/x"));

    assertThat(run.results().subList(2, 5))
        .extracting(CheckResult::outcome)
        .containsExactly(
            new Skipped(SkipReason.PREREQUISITE, "needs failed/x"),
            new Skipped(SkipReason.PREREQUISITE, "needs unknown/x"),
            new Skipped(SkipReason.PREREQUISITE, "needs a/x"));
  }

  @Test
  void a_rung_that_passed_or_does_not_apply_or_was_switched_off_or_is_not_planned_stops_nothing() {
    Run run =
        run(
            passing("passed/x"),
            check("absent/x", () -> Outcome.notApplicable("nothing declared")),
            failing("off/x").excludedBy("--skip off"),
            passing("a/x").needs("passed/x", "absent/x", "off/x", "never/planned"));

    assertThat(run.results().getLast().outcome()).isInstanceOf(Passed.class);
  }

  @Test
  void an_excluded_check_is_never_asked_and_says_by_whom() {
    var asked = new AtomicInteger();
    Run run =
        run(
            check(
                    "a/x",
                    () -> {
                      asked.incrementAndGet();
                      return Outcome.passed("asked");
                    })
                .excludedBy("--skip a"));

    assertThat(asked).hasValue(0);
    assertThat(run.results().getFirst().outcome())
        .isEqualTo(new Skipped(SkipReason.EXCLUDED, "by --skip a"));
    assertThat(run.results().getFirst().attempts()).isZero();
  }

  @Test
  void a_transient_failure_or_doubt_is_asked_again_until_it_passes() {
    var failures = new AtomicInteger();
    var doubts = new AtomicInteger();
    Run run =
        run(
            check(
                    "a/x",
                    () ->
                        failures.incrementAndGet() < 3
                            ? Outcome.failed(Signal.TCP_REFUSED, "an answer", "a refusal")
                            : Outcome.passed("at last"))
                .retry(3),
            check(
                    "b/x",
                    () ->
                        doubts.incrementAndGet() < 2
                            ? Outcome.unknown(UnknownReason.TRANSIENT, "calm", "a change")
                            : Outcome.passed("at last"))
                .retry(3));

    assertThat(run.results()).allMatch(it -> it.outcome() instanceof Passed);
    assertThat(run.results()).extracting(CheckResult::attempts).containsExactly(3, 2);
  }

  @Test
  void the_pause_between_attempts_doubles_and_never_overflows() {
    assertThat(pausesOf(failing("a/x").retry(4, Duration.ofMillis(20))))
        .extracting(Duration::toMillis)
        .containsExactly(20L, 40L, 80L);
    assertThat(pausesOf(failing("a/x").retry(200, Duration.ofDays(7))))
        .hasSize(199)
        .allMatch(it -> it.toDays() == 7);
    assertThat(pausesOf(failing("a/x").retry(200, Duration.ofNanos(1))))
        .isSorted()
        .allMatch(it -> it.toDays() < 14);
  }

  private static List<Duration> pausesOf(Entry entry) {
    var timer = new HeldTimer();
    List<Duration> pauses = timer.passAtOnce();
    new Engine(LIMITS, Plans.ASKER, _ -> {}, timer).run(plan(entry));
    return pauses;
  }

  @Test
  void during_a_pause_its_job_and_its_place_at_the_target_are_free_for_others() {
    var timer = new HeldTimer();
    var asked = new AtomicInteger();
    Run run =
        new Engine(new Limits(1, 1, LONG), Plans.ASKER, _ -> {}, timer)
            .run(
                plan(
                    check(
                            "a/x",
                            () ->
                                asked.incrementAndGet() == 1
                                    ? Outcome.failed(Signal.TCP_REFUSED, "an answer", "a refusal")
                                    : Outcome.passed("at last"))
                        .retry(2),
                    check(
                        "b/x",
                        () -> {
                          // Whoever is asked here has the only job and the only place.
                          timer.passOnePause();
                          return Outcome.passed("meanwhile");
                        }),
                    passing("c/x").needs("a/x")));

    assertThat(run.results()).allMatch(it -> it.outcome() instanceof Passed);
    assertThat(run.results()).extracting(CheckResult::attempts).containsExactly(2, 1, 1);
  }

  @Test
  void a_pause_that_outlasts_the_run_leaves_the_answer_before_it_and_asks_nobody()
      throws InterruptedException {
    var timer = new HeldTimer();
    var asked = new AtomicInteger();
    Run run =
        new Engine(LIMITS, Plans.ASKER, _ -> {}, timer)
            .run(
                plan(
                    check(
                            "a/x",
                            () -> {
                              asked.incrementAndGet();
                              timer.deadlineAtNextPause();
                              return Outcome.failed(Signal.TCP_REFUSED, "an answer", "a refusal");
                            })
                        .retry(2)));
    timer.passOnePause();

    assertThat(run.results().getFirst().outcome())
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.signal()).isEqualTo(Signal.TCP_REFUSED));
    assertThat(asked).hasValue(1);
  }

  @Test
  void the_last_answer_counts_when_the_attempts_are_used_up() {
    CheckResult result = run(failing("a/x").retry(3)).results().getFirst();

    assertThat(result.outcome()).isInstanceOf(Failed.class);
    assertThat(result.attempts()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Signal.class,
      names = {
        "TCP_TIMEOUT",
        "PEER_SILENT",
        "POSTGRES_STATEMENT_TIMEOUT",
        "HTTP_TOO_SLOW",
        "WS_NO_MESSAGE",
        "SSE_SILENT",
        "SECRET_NOT_FOUND",
        "REDIS_AUTH_REJECTED",
        "POSTGRES_AUTH_REJECTED",
        "TLS_EXPIRED",
        "HTTP_APP_NOT_FOUND",
        "EXEC_FAILED"
      })
  void a_time_out_or_a_certain_answer_is_not_asked_again(Signal certain) {
    CheckResult result =
        run(check("a/x", () -> Outcome.failed(certain, "an answer", "another")).retry(3))
            .results()
            .getFirst();

    assertThat(result.attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(value = UnknownReason.class, names = "TRANSIENT", mode = EnumSource.Mode.EXCLUDE)
  void a_doubt_that_does_not_pass_by_itself_is_not_asked_again(UnknownReason reason) {
    CheckResult result =
        run(check("a/x", () -> Outcome.unknown(reason, "an answer", "none")).retry(3))
            .results()
            .getFirst();

    assertThat(result.attempts()).isEqualTo(1);
  }

  @Test
  void no_more_checks_than_jobs_run_at_once_and_no_fewer_can() {
    assertThat(peak(new Limits(3, 8, LONG), 3, i -> "a/r" + i)).isEqualTo(3);
  }

  @Test
  void no_more_checks_of_one_resource_run_at_once_than_its_limit_and_no_fewer_can() {
    assertThat(peak(new Limits(32, 2, LONG), 2, i -> "a" + i + "/x")).isEqualTo(2);
  }

  /** The most checks at once, where none ends before as many as the limits allow are there. */
  private static int peak(Limits limits, int allowed, IntFunction<String> ids) {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var meet = new CyclicBarrier(allowed);
    List<Entry> entries =
        IntStream.range(0, 24)
            .mapToObj(i ->
                check(
                    ids.apply(i),
                    () -> {
                      most.accumulateAndGet(now.incrementAndGet(), Math::max);
                      Outcome met = meets(meet);
                      now.decrementAndGet();
                      return met;
                    }))
            .toList();
    Run run = new Engine(limits, Plans.ASKER, _ -> {}).run(plan(entries));
    assertThat(run.results()).allMatch(it -> it.outcome() instanceof Passed);
    return most.get();
  }

  private static Outcome meets(CyclicBarrier meet) throws InterruptedException {
    try {
      meet.await(10, TimeUnit.SECONDS);
      return Outcome.passed("met");
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_busy_resource_does_not_keep_others_from_running() {
    var meet = new CyclicBarrier(2);
    Plans.Question meets = () -> meets(meet);
    Run run =
        new Engine(new Limits(2, 1, LONG), Plans.ASKER, _ -> {})
            .run(plan(check("a/x", meets), passing("b/x"), passing("c/x"), check("a/y", meets)));

    assertThat(run.results().getFirst().outcome()).isInstanceOf(Passed.class);
    assertThat(run.results().getLast().outcome()).isInstanceOf(Passed.class);
  }

  @Test
  void results_keep_the_order_of_the_plan_whoever_answers_first() {
    var last = new CountDownLatch(1);
    Run run =
        run(
            check(
                "slow/x",
                () -> {
                  last.await();
                  return Outcome.passed("slow");
                }),
            passing("b/y"),
            check(
                "a/z",
                () -> {
                  last.countDown();
                  return Outcome.passed("fast");
                }));

    assertThat(run.results())
        .extracting(it -> it.id().toString())
        .containsExactly("slow/x", "b/y", "a/z");
  }

  @Test
  void the_listener_hears_of_each_result_once_and_cannot_break_the_run() {
    Set<String> heard = ConcurrentHashMap.newKeySet();
    var times = new AtomicInteger();
    Run run =
        new Engine(
                LIMITS,
                Plans.ASKER,
                it -> {
                  heard.add(it.id().toString());
                  times.incrementAndGet();
                  throw new IllegalStateException("a broken listener");
                })
            .run(
                plan(
                    passing("a/x"),
                    failing("b/x"),
                    passing("c/x").excludedBy("the profile"),
                    check(
                        "d/x",
                        () -> {
                          throw new IllegalStateException();
                        })));

    assertThat(heard).containsExactlyInAnyOrder("a/x", "b/x", "c/x", "d/x");
    assertThat(times).hasValue(4);
    assertThat(run.results().getFirst().outcome()).isInstanceOf(Passed.class);
  }

  @Test
  void five_thousand_trivial_checks_all_get_their_answer() {
    List<Entry> entries =
        IntStream.range(0, 5000).mapToObj(i -> passing("c" + i % 50 + "/r" + i / 50)).toList();

    Run run = new Engine(LIMITS, Plans.ASKER, _ -> {}).run(plan(entries));

    assertThat(run.results()).hasSize(5000).allMatch(it -> it.outcome() instanceof Passed);
  }

  @Test
  void limits_that_allow_nothing_are_refused() {
    assertThatThrownBy(() -> new Limits(0, 1, LONG)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(1, 0, LONG)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(1, 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void durations_are_written_as_profiles_write_them() {
    assertThat(
            List.of(
                Durations.text(Duration.ofMillis(250)),
                Durations.text(Duration.ofSeconds(5)),
                Durations.text(Duration.ofSeconds(90)),
                Durations.text(Duration.ofMinutes(2)),
                Durations.text(Duration.ZERO)))
        .containsExactly("250ms", "5s", "90s", "2m", "0ms");
  }
}
