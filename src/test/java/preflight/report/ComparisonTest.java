package preflight.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import preflight.Golden;
import preflight.check.ExitCode;
import preflight.diagnosis.Diagnosis;
import preflight.report.comparison.ChangeReport;
import preflight.report.comparison.Comparison;
import preflight.report.comparison.DiffJson;
import preflight.report.comparison.DiffReport;
import preflight.report.comparison.Difference;
import preflight.report.comparison.Difference.Change;
import preflight.report.comparison.Difference.Kind;
import preflight.report.comparison.Difference.Root;
import preflight.report.comparison.Difference.Slower;
import preflight.report.comparison.Slowness;

class ComparisonTest {

  private static final Style TERMINAL = new Style(false, true, 100);

  @Test
  void two_equal_runs_are_the_same_and_exit_with_0() {
    Difference same = between(Incidents.twoFaults(), Incidents.twoFaults());
    assertThat(same.none()).isTrue();
    assertThat(same.exitCode()).isEqualTo(ExitCode.GO);
    assertThat(same.caveats()).isEmpty();
  }

  @Test
  void a_worse_verdict_is_worse() {
    Difference broke = between(Incidents.goodDay(), Incidents.newlineInRedisHost());
    assertThat(broke.exitCode()).isEqualTo(ExitCode.WORSE);
    assertThat(broke.reasons())
        .containsExactly(
            "the verdict was GO and is NO_GO",
            "a new root cause (blocker): secret-matches-resource/secrets.REDIS_HOST",
            "5 blocking checks do not pass any more");
    assertThat(kinds(broke, Kind.UNASKED)).containsExactly("redis-latency/redis.cache");
  }

  @Test
  void a_repaired_environment_is_better() {
    Difference repaired = between(Incidents.newlineInRedisHost(), Incidents.goodDay());
    assertThat(repaired.worse()).isFalse();
    assertThat(repaired.goneRoots())
        .extracting(Root::id)
        .containsExactly("secret-matches-resource/secrets.REDIS_HOST");
    assertThat(kinds(repaired, Kind.RECOVERED)).hasSize(5);
  }

  @Test
  void another_root_cause_of_the_same_weight_is_worse_though_the_verdict_is_not() {
    Difference other = between(Incidents.newlineInRedisHost(), Incidents.twoFaults());
    assertThat(other.before().verdict()).isEqualTo(other.after().verdict());
    assertThat(other.reasons())
        .contains("a new root cause (blocker): run-revision-ready/services.auth");
  }

  @Test
  void a_new_warning_beside_a_blocker_is_not_worse() {
    Difference warned =
        between(
            bad("FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp : refused"),
            bad(
                "FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp : refused",
                "FAILED secret-exists/secrets.JWT_SECRET SECRET_NOT_FOUND severity=warning : weak"));
    assertThat(warned.newRoots()).extracting(Root::severity).containsExactly("warning");
    assertThat(warned.worse()).isFalse();
  }

  @Test
  void a_new_warning_where_all_was_well_is_worse() {
    assertThat(
            between(
                    Incidents.goodDay(),
                    bad(
                        "FAILED secret-exists/secrets.JWT_SECRET SECRET_NOT_FOUND severity=warning"))
                .reasons())
        .containsExactly(
            "the verdict was GO and is GO_WITH_WARNINGS",
            "a new root cause (warning): secret-exists/secrets.JWT_SECRET");
  }

  @Test
  void a_new_remark_is_not_worse() {
    assertThat(
            between(
                    Incidents.goodDay(),
                    bad("FAILED secret-exists/secrets.JWT_SECRET SECRET_NOT_FOUND severity=info"))
                .worse())
        .isFalse();
  }

  @Test
  void an_effect_that_outlives_its_cause_is_a_root_cause_and_no_new_failure() {
    Difference half =
        between(
            Incidents.newlineInRedisHost(),
            bad(
                "FAILED http-health/services.backend.health HTTP_DEGRADED phase=body"
                    + " says=reports_that_redis_is_down : 503, redis: error"));
    assertThat(half.newRoots())
        .extracting(Root::id, Root::failsInOther)
        .containsExactly(tuple("http-health/services.backend.health", true));
    assertThat(half.worse()).isFalse();
  }

  @Test
  void what_passed_and_cannot_be_answered_any_more_is_worse() {
    Difference unknown =
        between(
            bad("FAILED postgres-reachable/postgres.main POSTGRES_AUTH_REJECTED phase=auth"),
            bad(
                "FAILED postgres-reachable/postgres.main POSTGRES_AUTH_REJECTED phase=auth",
                "UNKNOWN secret-exists/secrets.JWT_SECRET permission : may not"));
    assertThat(unknown.reasons())
        .containsExactly(
            "a blocking check does not pass any more: secret-exists/secrets.JWT_SECRET");
    assertThat(kinds(unknown, Kind.UNANSWERED)).containsExactly("secret-exists/secrets.JWT_SECRET");
  }

  @Test
  void another_signal_of_the_same_check_is_a_change() {
    Difference changed =
        between(
            bad("FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp"),
            bad("FAILED redis-reachable/redis.cache REDIS_AUTH_REJECTED phase=auth"));
    assertThat(kinds(changed, Kind.CHANGED)).containsExactly("redis-reachable/redis.cache");
    assertThat(changed.worse()).isFalse();
  }

  @Test
  void what_is_not_asked_any_more_has_not_recovered() {
    Difference gone =
        between(
            bad("FAILED redis-latency/redis.cache LATENCY_OVER_BUDGET"),
            bad("SKIPPED redis-latency/redis.cache excluded : by --skip redis-latency"));
    assertThat(kinds(gone, Kind.GONE)).containsExactly("redis-latency/redis.cache");
    assertThat(kinds(gone, Kind.RECOVERED)).isEmpty();
  }

  @Test
  void a_check_that_a_report_lacks_was_not_asked() {
    List<String> fewer = new ArrayList<>(Incidents.lines());
    fewer.removeIf(it -> it.contains("redis-latency"));
    Difference removed = between(Incidents.goodDay(), Incidents.diagnosed(fewer));
    assertThat(kinds(removed, Kind.UNASKED)).containsExactly("redis-latency/redis.cache");
    assertThat(removed.worse()).isFalse();
  }

  @Test
  void slower_means_twice_as_long_and_fifty_milliseconds_more() {
    assertThat(Slowness.DEFAULT.between(50, 100)).isTrue();
    assertThat(Slowness.DEFAULT.between(51, 101)).isFalse();
    assertThat(Slowness.DEFAULT.between(1, 50)).isFalse();
    assertThat(Slowness.DEFAULT.between(0, 50)).isTrue();
    assertThat(new Slowness(1.1, Duration.ofMillis(1)).between(10, 11)).isTrue();
  }

  @Test
  void parts_and_wholes_that_pass_in_both_are_compared_by_time() {
    Difference slower =
        new Comparison(Slowness.DEFAULT)
            .between(PassedReports.timed(3, 4), PassedReports.timed(303, 1400));
    assertThat(slower.slower())
        .containsExactly(
            new Slower("redis-reachable/redis.cache", "ping", 3, 303),
            new Slower("redis-reachable/redis.cache", "in all", 4, 1400));
    assertThat(slower.worse()).isFalse();
  }

  @Test
  void a_check_that_only_waited_longer_for_others_is_not_slower() {
    assertThat(
            new Comparison(Slowness.DEFAULT)
                .between(PassedReports.timed(3, 4), PassedReports.timed(3, 400))
                .slower())
        .isEmpty();
  }

  @Test
  void a_comparison_of_unlike_things_says_so() {
    ReportDocument staging =
        PassedReports.of("staging", "sha256:1", "local", "2026-11-21T10:00:00Z");
    ReportDocument other =
        PassedReports.of("production", "sha256:2", "inside", "2026-11-21T09:00:00Z");
    ReportDocument edited =
        PassedReports.of("staging", "sha256:2", "local", "2026-11-21T11:00:00Z");
    assertThat(new Comparison(Slowness.DEFAULT).between(staging, other).caveats())
        .containsExactly(
            "the reports are of two environments: staging and production",
            "the probes started from different places: local and inside",
            "the first report is the later one");
    assertThat(new Comparison(Slowness.DEFAULT).between(staging, edited).caveats())
        .containsExactly("the profile or a pack changed in between");
  }

  @Test
  void people_read_the_worse_case_with_its_reasons_first() {
    golden("diff-worse.15.txt", Incidents.goodDay(), Incidents.newlineInRedisHost());
  }

  @Test
  void people_read_the_better_case_with_what_recovered() {
    golden("diff-better.0.txt", Incidents.newlineInRedisHost(), Incidents.goodDay());
  }

  @Test
  void people_read_that_nothing_changed() {
    golden("diff-same.0.txt", Incidents.goodDay(), Incidents.goodDay());
  }

  @Test
  void programs_read_the_same_difference_as_json() {
    Difference worse = between(Incidents.goodDay(), Incidents.newlineInRedisHost());
    Golden.assertUpToDate(
        Path.of("src/test/resources/golden/diff-worse.15.json"),
        Incidents.written(out -> new DiffJson().write(worse, out)));
  }

  @Test
  void a_watcher_is_told_the_time_and_only_what_changed() {
    Difference broke = between(Incidents.goodDay(), Incidents.newlineInRedisHost());
    Golden.assertUpToDate(
        Path.of("src/test/resources/golden/changes.txt"),
        Incidents.written(out -> new ChangeReport(TERMINAL).write(broke, out)));
  }

  @Test
  void a_watcher_of_a_quiet_environment_is_told_one_line() {
    Difference same = between(Incidents.goodDay(), Incidents.goodDay());
    assertThat(Incidents.written(out -> new ChangeReport(TERMINAL).write(same, out)))
        .isEqualTo(
            "2026-11-21T11:00:00Z  GO, compared with 2026-11-21T10:00:00Z: nothing changed\n");
  }

  @Test
  void a_root_cause_that_nobody_looked_at_again_is_not_gone() {
    Difference unanswered =
        between(
            bad("FAILED redis-reachable/redis.cache TCP_REFUSED phase=tcp : refused"),
            bad("UNKNOWN redis-reachable/redis.cache deadline"));
    String told = Incidents.written(out -> new DiffReport(TERMINAL).write(unanswered, out));
    assertThat(told)
        .contains("open root cause       redis-reachable/redis.cache")
        .contains("no check looked at it this time")
        .doesNotContain("gone root cause");
  }

  private static void golden(String name, Diagnosis before, Diagnosis after) {
    Difference difference = between(before, after);
    assertThat(name).contains("." + difference.exitCode().code() + ".");
    Golden.assertUpToDate(
        Path.of("src/test/resources/golden", name),
        Incidents.written(out -> new DiffReport(TERMINAL).write(difference, out)));
  }

  private static Diagnosis bad(String... changes) {
    return Incidents.diagnosed(Incidents.lines(changes));
  }

  private static Difference between(Diagnosis before, Diagnosis after) {
    return new Comparison(Slowness.DEFAULT)
        .between(
            Incidents.report(before, "2026-11-21T10:00:00Z"),
            Incidents.report(after, "2026-11-21T11:00:00Z"));
  }

  private static List<String> kinds(Difference difference, Kind kind) {
    return difference.checks().stream().filter(it -> it.kind() == kind).map(Change::id).toList();
  }
}
