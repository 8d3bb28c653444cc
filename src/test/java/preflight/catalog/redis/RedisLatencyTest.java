package preflight.catalog.redis;

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
import preflight.probe.redis.RedisPings;
import preflight.resource.Budget;
import preflight.resource.Kind;
import preflight.resource.ResourceName;

class RedisLatencyTest {

  private static final RedisLatency.With WITH =
      new RedisLatency.With(20, Duration.ofMillis(50), Duration.ofSeconds(11));

  private final Stores stores = Stores.at(6379);

  @Test
  void fast_pings_are_within_the_budget() throws Exception {
    assertThat(ask(measuring(Duration.ofMillis(3), Duration.ofMillis(2))))
        .isInstanceOfSatisfying(
            Passed.class,
            it -> {
              assertThat(it.observed()).isEqualTo("ping p95 2.0 ms");
              assertThat(it.measurements())
                  .extracting(m -> m.name())
                  .containsExactly("tcp", "ping p50", "ping p95", "ping p99");
            });
  }

  @Test
  void slow_pings_are_over_the_budget_of_the_resource() throws Exception {
    stores.budget =
        Optional.of(
            new Budget(
                Optional.empty(),
                Optional.of(Duration.ofMillis(10)),
                Optional.empty(),
                Optional.empty()));
    assertThat(ask(measuring(Duration.ofMillis(3), Duration.ofMillis(12))))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.LATENCY_OVER_BUDGET);
              assertThat(it.observed()).isEqualTo("p95 12 ms, allowed 10 ms");
            });
  }

  @Test
  void a_connection_that_takes_five_seconds_every_time_waits_for_a_timer() throws Exception {
    assertThat(ask(measuring(Duration.ofMillis(5012), Duration.ofMillis(1))))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.LATENCY_TIMER);
              assertThat(it.phase()).contains(Phase.TCP);
              assertThat(it.observed())
                  .isEqualTo(
                      "tcp takes 5.01 s, 5.01 s, 5.01 s every time: a timer of 5 s, not load");
            });
  }

  @Test
  void an_answer_that_takes_five_seconds_every_time_waits_for_a_timer() throws Exception {
    assertThat(ask(measuring(Duration.ofMillis(2), Duration.ofMillis(5020))))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.LATENCY_TIMER);
              assertThat(it.phase()).contains(Phase.PING);
            });
  }

  @Test
  void a_slow_answer_that_fits_no_timer_is_over_the_budget() throws Exception {
    assertThat(ask(measuring(Duration.ofMillis(2), Duration.ofMillis(4400))))
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.signal()).isEqualTo(Signal.LATENCY_OVER_BUDGET));
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
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.observed()).contains("secrets.PASSWORD"));
  }

  private Outcome ask(RedisPings pings) throws InterruptedException {
    return new RedisLatency(pings).run(stores.redis(), WITH);
  }

  private static RedisPings measuring(Duration connect, Duration ping) {
    var ladder =
        new Ladder(
            "127.0.0.1:6379",
            Optional.empty(),
            Optional.empty(),
            List.of(new Timing(Rung.TCP, connect)),
            List.of());
    return (_, samples, _) ->
        new Answer.Given<>(new RedisPings.Pings(Collections.nCopies(samples, ping)), ladder);
  }
}
