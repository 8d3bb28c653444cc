package preflight.profile.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.check.plan.PlannedCheck;
import preflight.profile.FakeChecks;
import preflight.profile.Folder;
import preflight.profile.Profile;

class SelectionTest {

  @TempDir Path dir;

  private Profile profile() {
    return new Folder(dir)
        .file(
            "test.yaml",
            """
            version: 1
            environment: test
            packs: { only: [own.yaml] }
            secrets: { A: {}, B: {} }
            redis: { cache: { host: a, port: 1 } }
            """)
        .file(
            "own.yaml",
            """
            version: 1
            rules:
              - { check: secret-exists, on: secrets }
              - { check: redis-reachable, on: redis }
              - { check: redis-latency, on: redis }
            """)
        .sound("test.yaml");
  }

  @Test
  void what_is_skipped_stays_in_the_plan_and_names_the_flag() {
    assertThat(excluded(List.of(), List.of("redis-*")))
        .containsExactly("-", "-", "--skip redis-*", "--skip redis-*");
  }

  @Test
  void globs_are_over_checks_resources_kinds_and_both() {
    assertThat(excluded(List.of("secrets.?"), List.of())).startsWith("-", "-", "--only secrets.?");
    assertThat(excluded(List.of("redis"), List.of())).startsWith("--only redis").endsWith("-", "-");
    assertThat(excluded(List.of(), List.of("redis-latency/redis.cache")).getLast())
        .isEqualTo("--skip redis-latency/redis.cache");
    assertThat(excluded(List.of("secret-exists"), List.of("secrets.B")))
        .startsWith("-", "--skip secrets.B", "--only secret-exists");
  }

  @Test
  void what_nothing_bears_is_a_usage_error_with_a_suggestion() {
    assertThat(select(List.of("redis-latncy"), List.of("secrets.*", "quux*")))
        .isEqualTo(
            new Selection.Selected.Unknown(
                List.of(
                    "--only: nothing is called 'redis-latncy'; did you mean 'redis-latency'?",
                    "--skip: nothing is called 'quux*'")));
  }

  @Test
  void what_is_known_and_selects_nothing_leaves_nothing() {
    assertThat(select(List.of("http-health"), List.of()))
        .isEqualTo(new Selection.Selected.Nothing());
    assertThat(select(List.of(), List.of("*"))).isEqualTo(new Selection.Selected.Nothing());
  }

  private Selection.Selected select(List<String> only, List<String> skip) {
    Profile profile = profile();
    return new Selection(only, skip).apply(profile.plan(), FakeChecks.all(), profile.environment());
  }

  private List<String> excluded(List<String> only, List<String> skip) {
    return switch (select(only, skip)) {
      case Selection.Selected.Some(var plan) ->
          plan.checks().stream().map((PlannedCheck it) -> it.excluded().orElse("-")).toList();
      case Selection.Selected other -> throw new AssertionError(other);
    };
  }
}
