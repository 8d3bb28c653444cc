package preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.engine.Plans.passing;
import static preflight.engine.Plans.plan;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import preflight.engine.Plans.Entry;

/** Which check starts when. */
class ScheduleTest {

  private static Schedule schedule(int jobs, int perTarget, Entry... entries) {
    return new Schedule(plan(entries).checks(), new Limits(jobs, perTarget, Duration.ofSeconds(1)));
  }

  @Test
  void of_a_hundred_thousand_checks_no_more_start_than_there_are_jobs() {
    Entry[] many =
        IntStream.range(0, 100_000).mapToObj(it -> passing("a/r" + it)).toArray(Entry[]::new);
    Schedule schedule = schedule(3, 8, many);

    assertThat(schedule.start()).containsExactly(0, 1, 2);
    assertThat(schedule.start()).isEmpty();
    schedule.end(1);
    assertThat(schedule.start()).containsExactly(3);
  }

  @Test
  void of_one_resource_no_more_start_than_it_bears_and_the_next_in_the_plan_follows() {
    Schedule schedule = schedule(9, 1, passing("a/x"), passing("b/x"), passing("a/y"));

    assertThat(schedule.start()).containsExactly(0, 2);
    schedule.end(0);
    assertThat(schedule.start()).containsExactly(1);
  }

  @Test
  void what_stands_on_fewer_others_starts_first() {
    Schedule schedule =
        schedule(
            1,
            8,
            passing("exists/x"),
            passing("distinct/x").needs("exists/x"),
            passing("exists/y"),
            passing("distinct/y").needs("exists/y"));

    assertThat(drained(schedule, 4)).containsExactly(0, 2, 1, 3);
  }

  private static List<Integer> drained(Schedule schedule, int all) {
    return IntStream.range(0, all)
        .mapToObj(_ -> {
          int next = schedule.start().getFirst();
          schedule.settled(next);
          schedule.end(next);
          return next;
        })
        .toList();
  }
}
