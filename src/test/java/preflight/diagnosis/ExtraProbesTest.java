package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import preflight.check.command.Command;
import preflight.check.signal.Signal;

class ExtraProbesTest {

  @Test
  void a_slow_database_is_probed_another_way_than_a_slow_endpoint() {
    assertThat(ExtraProbes.of(Signal.LATENCY_OVER_BUDGET, Environments.name("postgres.main")))
        .extracting(ExtraProbe::question)
        .containsExactly("a slow database");
    assertThat(
            ExtraProbes.of(Signal.LATENCY_OVER_BUDGET, Environments.name("services.backend.chat")))
        .isEmpty();
  }

  @Test
  void a_time_out_is_asked_again_from_inside() {
    assertThat(ExtraProbes.of(Signal.TCP_TIMEOUT, Environments.name("redis.cache")))
        .singleElement()
        .satisfies(it ->
            assertThat(it.commands())
                .extracting(Command::template)
                .containsExactly("preflight run {environment} --only {check} --from inside"));
  }

  @Test
  void every_row_has_a_question_of_its_own_and_a_probe_in_whole_sentences() {
    assertThat(ExtraProbes.rows()).extracting(ExtraProbe::question).doesNotHaveDuplicates();
    assertThat(ExtraProbes.rows()).allSatisfy(it -> assertThat(it.probe()).endsWith("."));
  }

  @Test
  void what_comparing_bytes_proves_needs_no_probe() {
    Set<Signal> covered = EnumSet.noneOf(Signal.class);
    ExtraProbes.rows().forEach(it -> covered.addAll(it.signals()));
    assertThat(covered)
        .doesNotContain(Signal.SECRET_UNCLEAN, Signal.SECRET_MISMATCH, Signal.ENV_MISSING)
        .contains(Signal.TCP_REFUSED, Signal.HTTP_APP_DENIED, Signal.RUN_PORT_NOT_BOUND);
  }
}
