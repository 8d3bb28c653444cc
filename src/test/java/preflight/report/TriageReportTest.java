package preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import preflight.Golden;
import preflight.diagnosis.Diagnosis;

class TriageReportTest {

  private static final Style TERMINAL = new Style(false, true, 100);

  @Test
  void a_line_break_behind_the_host_of_redis_is_told_in_the_first_line() {
    assertThat(Incidents.triage(TERMINAL, Incidents.newlineInRedisHost()).lines().findFirst())
        .hasValue(
            "  NO-GO · configuration, not code: the secret REDIS_HOST ends with a line break"
                + " (1 root cause explains 4 failures)");
  }

  @Test
  void one_root_cause_is_shown_with_every_chain_of_whys() {
    matches("triage-newline-in-redis-host.11.txt", Incidents.newlineInRedisHost());
  }

  @Test
  void of_two_independent_faults_each_says_what_will_remain_after_it() {
    matches("triage-two-faults.13.txt", Incidents.twoFaults());
  }

  @Test
  void what_is_undecided_comes_with_the_probe_that_would_decide() {
    matches("triage-undecided-time-out.13.txt", Incidents.undecidedTimeOut());
  }

  @Test
  void on_a_good_day_it_says_what_is_healthy_and_nothing_else() {
    matches("triage-good-day.0.txt", Incidents.goodDay());
  }

  @Test
  void a_place_without_symbols_gets_plain_ones() {
    assertThat(Incidents.triage(new Style(false, false, 100), Incidents.twoFaults()))
        .contains("NO-GO - configuration and code: ")
        .contains("<- ")
        .matches("\\p{ASCII}*");
  }

  @Test
  void a_warning_that_explains_nothing_is_counted_as_a_root_cause() {
    Diagnosis warned =
        Incidents.diagnosed(
            Incidents.lines(
                "FAILED redis-latency/redis.cache LATENCY_OVER_BUDGET severity=warning"
                    + " says=is_slow : p95 48 ms"));
    assertThat(Incidents.triage(TERMINAL, warned).lines().findFirst())
        .hasValue("  GO with warnings · nothing blocks: redis.cache is slow (1 root cause)");
  }

  @Test
  void a_class_that_is_not_sure_comes_with_a_further_probe() {
    Diagnosis refused =
        Incidents.diagnosed(
            Incidents.lines("FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp : refused"));
    assertThat(Incidents.triage(TERMINAL, refused))
        .contains("confidence 0.60")
        .contains("to decide a refused connection: See whether the process runs")
        .contains("preflight run staging --only redis-reachable/redis.cache");
  }

  @Test
  void what_a_target_says_cannot_move_the_cursor() {
    Diagnosis hostile =
        Incidents.diagnosed(
            Incidents.lines(
                "FAILED redis-reachable/redis.cache TCP_REFUSED"
                    + " says=is_\u001b[2Jgone evidence=\u001b[31mred : \u001b[1A\u0007"));
    assertThat(Incidents.triage(TERMINAL, hostile)).doesNotContain("\u001b", "\u0007");
  }

  @Test
  void what_was_switched_off_is_never_silent() {
    List<String> lines =
        new ArrayList<>(
            Incidents.lines(
                "SKIPPED redis-latency/redis.cache excluded : by --skip redis-latency"));
    assertThat(Incidents.triage(TERMINAL, Incidents.diagnosed(lines)))
        .contains("switched off: 1 check (--skip redis-latency): not run");
  }

  private static void matches(String golden, Diagnosis diagnosis) {
    int exit = Integer.parseInt(golden.split("\\.", 3)[1]);
    assertThat(diagnosis.exitCode().code()).isEqualTo(exit);
    Golden.assertUpToDate(
        Path.of("src/test/resources/golden", golden), Incidents.triage(TERMINAL, diagnosis));
  }
}
