package preflight.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import preflight.check.ExitCode;

/** Whatever holds a run, its process ends, and never as if all were well. */
@Timeout(60)
class WatchdogTest {

  private static final Duration SHORT = Duration.ofMillis(1);

  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  private Watchdog watchdog(Duration limit) {
    return new Watchdog(limit, System.nanoTime(), Optional.of(ended::complete));
  }

  private int code() throws Exception {
    return ended.get(30, TimeUnit.SECONDS);
  }

  @Test
  void where_nothing_is_known_yet_the_process_ends_as_inconclusive() throws Exception {
    try (var _ = watchdog(SHORT)) {
      assertThat(code()).isEqualTo(ExitCode.INCONCLUSIVE.code());
    }
  }

  @Test
  void what_is_known_is_reported_by_the_watchdog_where_the_run_does_not() throws Exception {
    var reported = new CountDownLatch(1);
    try (var watchdog = watchdog(SHORT)) {
      watchdog.canReport(reported::countDown);

      assertThat(code()).isEqualTo(ExitCode.INCONCLUSIVE.code());
      assertThat(reported.getCount()).isZero();
    }
  }

  @Test
  void a_report_that_is_never_complete_does_not_hold_the_process() throws Exception {
    try (var watchdog = watchdog(SHORT)) {
      Thread.ofVirtual().start(() -> write(watchdog, WatchdogTest::forEver, ExitCode.GO));

      assertThat(code()).isEqualTo(ExitCode.INCONCLUSIVE.code());
    }
  }

  @Test
  void a_report_of_the_watchdog_that_is_never_complete_does_not_hold_it_either() throws Exception {
    try (var watchdog = watchdog(SHORT)) {
      watchdog.canReport(WatchdogTest::forEver);

      assertThat(code()).isEqualTo(ExitCode.INCONCLUSIVE.code());
    }
  }

  @Test
  void a_report_that_fails_for_want_of_memory_is_no_verdict() throws Exception {
    try (var watchdog = watchdog(SHORT)) {
      watchdog.canReport(() -> {
        throw new OutOfMemoryError();
      });

      assertThat(code()).isEqualTo(ExitCode.INCONCLUSIVE.code());
    }
  }

  @Test
  void once_the_report_is_out_its_exit_code_stands_though_the_probes_do_not_close()
      throws Exception {
    try (var watchdog = watchdog(SHORT)) {
      write(watchdog, () -> {}, ExitCode.CONFIG);

      assertThat(code()).isEqualTo(ExitCode.CONFIG.code());
    }
  }

  @Test
  void what_the_watchdog_reports_nobody_else_does() throws Exception {
    var second = new CountDownLatch(1);
    try (var watchdog = watchdog(SHORT)) {
      code();
      Thread late = Thread.ofVirtual().start(() -> write(watchdog, second::countDown, ExitCode.GO));

      assertThat(late.join(Duration.ofMillis(100))).isFalse();
      assertThat(second.getCount()).isEqualTo(1);
    }
  }

  @Test
  void a_run_that_ends_by_itself_is_left_alone() throws Exception {
    watchdog(Duration.ofMillis(300)).close();

    assertThat(ended.completeOnTimeout(-1, 1500, TimeUnit.MILLISECONDS).get()).isEqualTo(-1);
  }

  private static void forEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(Watchdog watchdog, Runnable reports, ExitCode code) {
    var _ =
        watchdog.write(() -> {
          reports.run();
          return code.code();
        });
  }
}
