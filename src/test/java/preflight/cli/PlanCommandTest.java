package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan can be told by anybody, of any part of a run. */
class PlanCommandTest {

  private static final String PROFILE =
      """
      version: 1
      environment: test
      variables: { CACHE_PORT: the port of the cache }
      redis:
        cache: { host: "${env:PREFLIGHT_CACHE_HOST}", port: "${env:CACHE_PORT}", tls: "${env:PREFLIGHT_TLS}" }
      postgres:
        main: { host: localhost, database: app, user: app }
      """;

  @TempDir Path folder;
  private String profile = "";

  @BeforeEach
  void write() throws Exception {
    Path file = folder.resolve("test.yaml");
    Files.writeString(file, PROFILE);
    profile = file.toString();
  }

  @Test
  void variables_need_not_be_set_and_those_that_a_run_needs_are_named() {
    var plan = Invocation.of(Map.of("PREFLIGHT_TLS", "false"), List.of("plan", profile));

    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("redis-reachable/redis.cache", "postgres-reachable/postgres.main")
        .contains(
            profile + ":5:18: the environment variable PREFLIGHT_CACHE_HOST is not set; a run",
            profile
                + ":5:55: the environment variable CACHE_PORT is not set (the port of the cache)")
        .doesNotContain("PREFLIGHT_TLS is not set");
    assertThat(Invocation.of("run", profile).exitCode()).isEqualTo(78);
  }

  @Test
  void what_a_parent_leaves_to_others_is_still_missing() throws Exception {
    Files.writeString(folder.resolve("test.yaml"), PROFILE.replace("host: localhost, ", ""));
    Files.writeString(folder.resolve("child.yaml"), "extends: test.yaml\nenvironment: child\n");
    assertThat(Invocation.of("lint", profile).exitCode()).isZero();
    assertThat(Invocation.of("plan", profile).err()).contains("missing key 'host'");
  }

  @Test
  void a_part_of_it_is_selected_as_for_a_run() {
    var redis = Invocation.of("plan", profile, "--only", "redis", "--skip", "redis-latency");
    assertThat(redis.exitCode()).isZero();
    assertThat(redis.out())
        .contains("redis-reachable/redis.cache")
        .doesNotContain("redis-latency/redis.cache", "postgres-reachable/postgres.main")
        .contains(" checks (--only redis)\n")
        .contains("switched off: 1 check (--skip redis-latency)\n");
    assertThat(Invocation.of("plan", profile, "--only", "redis-reachable").out())
        .endsWith("\n1 check\n");
  }

  @Test
  void a_selection_that_names_nothing_is_a_usage_mistake_and_one_that_leaves_nothing_is_no_plan() {
    assertThat(Invocation.of("plan", profile, "--only", "redis-reachabl").exitCode()).isEqualTo(64);
    assertThat(Invocation.of("plan", profile, "--skip", "*").exitCode()).isEqualTo(78);
  }
}
