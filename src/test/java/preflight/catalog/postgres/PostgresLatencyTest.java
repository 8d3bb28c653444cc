package preflight.catalog.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Unknown;
import preflight.check.Phase;
import preflight.check.signal.Signal;
import preflight.probe.Answer;
import preflight.probe.Lack;
import preflight.probe.Stores;
import preflight.probe.Trouble;
import preflight.probe.network.Ladder;
import preflight.probe.network.Limits;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;
import preflight.probe.postgres.PostgresTimes;
import preflight.resource.Kind;
import preflight.resource.ResourceName;

class PostgresLatencyTest {

  private static final PostgresLatency.With WITH =
      new PostgresLatency.With(
          20, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(11));

  private final Stores stores = Stores.at(5432);

  @Test
  void tells_the_cold_connection_from_warm_queries() throws Exception {
    assertThat(ask(measuring(Duration.ofMillis(31), Duration.ofNanos(800_000))))
        .isInstanceOfSatisfying(
            Passed.class,
            it -> assertThat(it.observed()).isEqualTo("connect 31 ms · query p95 0.8 ms"));
  }

  @Test
  void a_connection_that_takes_five_seconds_every_time_waits_for_a_timer() throws Exception {
    assertThat(ask(measuring(Duration.ofMillis(5031), Duration.ofMillis(1))))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.LATENCY_TIMER);
              assertThat(it.phase()).contains(Phase.TLS);
              assertThat(it.facts()).containsEntry("timer", "5s");
            });
  }

  @Test
  void a_slow_connection_that_fits_no_timer_is_over_the_budget() throws Exception {
    assertThat(ask(measuring(Duration.ofMillis(2600), Duration.ofMillis(1))))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.LATENCY_OVER_BUDGET);
              assertThat(it.observed()).isEqualTo("connect 2.60 s, allowed 1.00 s");
            });
  }

  @Test
  void queries_that_add_up_to_a_timer_are_none() throws Exception {
    var ladder =
        new Ladder(
            "127.0.0.1:5432",
            Optional.empty(),
            Optional.empty(),
            List.of(
                new Timing(Rung.AUTH, Duration.ofMillis(30)),
                new Timing(Rung.QUERY, Duration.ofMillis(5010))),
            List.of());
    var slow = new PostgresTimes.Times(List.of(Duration.ofMillis(2505)));
    assertThat(ask((_, _, _) -> new Answer.Given<>(slow, ladder)))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.LATENCY_OVER_BUDGET);
              assertThat(it.phase()).contains(Phase.QUERY);
            });
  }

  @Test
  void slow_queries_are_over_the_budget() throws Exception {
    assertThat(ask(measuring(Duration.ofMillis(31), Duration.ofMillis(140))))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.phase()).contains(Phase.QUERY);
              assertThat(it.observed()).isEqualTo("p95 140 ms, allowed 100 ms");
            });
  }

  @Test
  void waits_for_a_connection_long_enough_to_see_lost_packets_sent_again() throws Exception {
    List<Limits> used = new ArrayList<>();
    var secret = new ResourceName(Kind.SECRETS, "PASSWORD");
    ask((_, _, limits) -> {
      used.add(limits);
      return new Answer.NotGiven<>(new Trouble.Unreadable<>(secret, new Lack.Untold()));
    });
    assertThat(used).extracting(Limits::connect).containsExactly(WITH.patience());
  }

  @Test
  void without_the_password_nothing_can_be_measured() throws Exception {
    var secret = new ResourceName(Kind.SECRETS, "PASSWORD");
    assertThat(
            ask((_, _, _) ->
                new Answer.NotGiven<>(new Trouble.Unreadable<>(secret, new Lack.Untold()))))
        .isInstanceOf(Unknown.class);
  }

  private Outcome ask(PostgresTimes times) throws InterruptedException {
    return new PostgresLatency(times).run(stores.postgres(), WITH);
  }

  private static PostgresTimes measuring(Duration handshake, Duration query) {
    var ladder =
        new Ladder(
            "127.0.0.1:5432",
            Optional.empty(),
            Optional.empty(),
            List.of(new Timing(Rung.TLS, handshake)),
            List.of());
    return (_, samples, _) ->
        new Answer.Given<>(new PostgresTimes.Times(Collections.nCopies(samples, query)), ladder);
  }
}
