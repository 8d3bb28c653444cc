package preflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedTimerTest {

  @Test
  void five_seconds_sharp_three_times_is_a_timer() {
    assertThat(timer(5003, 5008, 5012)).isEqualTo(Optional.of(Duration.ofSeconds(5)));
  }

  @Test
  void two_samples_prove_nothing() {
    assertThat(timer(5003, 5008)).isEmpty();
  }

  @Test
  void a_wide_spread_is_load() {
    assertThat(timer(5003, 5100, 5260)).isEmpty();
    assertThat(timer(5003, 5600, 7900)).isEmpty();
  }

  @Test
  void samples_far_from_any_timer_are_load_even_when_they_agree() {
    assertThat(timer(4400, 4401, 4402)).isEmpty();
    assertThat(timer(5300, 5301, 5302)).isEmpty();
  }

  @Test
  void nothing_ends_before_its_timer() {
    assertThat(timer(4990, 5001, 5002)).isEmpty();
  }

  @Test
  void fast_answers_are_no_timer() {
    assertThat(timer(1, 1, 1)).isEmpty();
  }

  @Test
  void the_slack_of_a_long_timer_is_a_twentieth() {
    assertThat(timer(302_000, 310_000, 314_000)).isEqualTo(Optional.of(Duration.ofMinutes(5)));
    assertThat(timer(302_000, 310_000, 316_000)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 8, 10, 15, 20, 30, 31, 60, 63, 120, 240, 300})
  void every_known_timer_is_recognised(int seconds) {
    int millis = seconds * 1000;
    assertThat(timer(millis + 10, millis + 20, millis + 30))
        .isEqualTo(Optional.of(Duration.ofSeconds(seconds)));
  }

  private static Optional<Duration> timer(int... millis) {
    List<Duration> samples = Arrays.stream(millis).mapToObj(Duration::ofMillis).toList();
    return FixedTimer.of(samples).map(FixedTimer::after);
  }
}
