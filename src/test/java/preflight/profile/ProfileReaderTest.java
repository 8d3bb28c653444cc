package preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.check.CheckId;
import preflight.check.Severity;
import preflight.check.plan.PlannedCheck;
import preflight.check.plan.Retry;
import preflight.profile.reading.Mistake;
import preflight.profile.reading.Mode;
import preflight.resource.Kind;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Setting;
import preflight.resource.Size;
import preflight.resource.Target;

class ProfileReaderTest {

  @TempDir Path dir;
  private Folder folder = new Folder(Path.of("target"));

  private static final String PROFILE =
      """
      version: 1
      environment: test
      packs: { only: [checks/own.yaml] }
      secrets:
        REDIS_PASSWORD: {}
      redis:
        cache: { host: localhost, port: 6379, password: REDIS_PASSWORD }
        queue: { host: secrets.REDIS_PASSWORD, port: 6380 }
      services:
        backend:
          url: http://127.0.0.1:8080
          resources: { memory: 512Mi }
          endpoints:
            health: { get: /health, expect: { status: 200 } }
            start: { post: /start, expect: { status: [401, 422], within: 250ms } }
      """;

  private static final String PACK =
      """
      version: 1
      rules:
        - { check: redis-latency, on: redis, with: { samples: 5 }, severity: warning }
        - { check: redis-reachable, on: redis, timeout: 2s, retry: { attempts: 3 } }
        - { check: secret-exists, on: secrets }
        - { check: http-health, on: services.backend.start }
      """;

  @BeforeEach
  void prepare() {
    folder = new Folder(dir).file("checks/own.yaml", PACK).file("test.yaml", PROFILE);
  }

  @Test
  void reads_what_an_environment_consists_of() {
    var environment = folder.sound("test.yaml").environment();
    assertThat(environment.resources().map(it -> it.name().toString()))
        .containsExactly(
            "secrets.REDIS_PASSWORD",
            "redis.cache",
            "redis.queue",
            "services.backend",
            "services.backend.health",
            "services.backend.start");
    ResourceName secret = new ResourceName(Kind.SECRETS, "REDIS_PASSWORD");
    assertThat(environment.redis().values())
        .extracting(Redis::host)
        .containsExactly(new Setting.Literal<>("localhost"), new Setting.FromSecret<>(secret));
    assertThat(environment.services().values())
        .singleElement()
        .satisfies(backend -> {
          assertThat(backend.url()).contains(URI.create("http://127.0.0.1:8080"));
          assertThat(backend.resources().orElseThrow().memory()).contains(Size.parse("512Mi"));
          assertThat(backend.endpoints().values())
              .extracting(it -> it.expect().orElseThrow().status())
              .containsExactly(List.of(200), List.of(401, 422));
        });
  }

  @Test
  void plans_by_resource_and_then_by_rule() {
    assertThat(folder.sound("test.yaml").plan().checks())
        .extracting(it -> it.id().toString())
        .containsExactly(
            "secret-exists/secrets.REDIS_PASSWORD",
            "redis-latency/redis.cache",
            "redis-reachable/redis.cache",
            "redis-latency/redis.queue",
            "redis-reachable/redis.queue",
            "http-health/services.backend.start");
  }

  @Test
  void a_planned_check_carries_everything_that_was_decided_about_it() throws Exception {
    Profile profile = folder.sound("test.yaml");
    PlannedCheck latency = planned(profile, "redis-latency/redis.cache");
    assertThat(latency.severity()).isEqualTo(Severity.WARNING);
    assertThat(latency.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(latency.retry()).isEqualTo(Retry.NONE);
    assertThat(latency.needs()).containsExactly(new CheckId("redis-reachable", "redis.cache"));
    assertThat(latency.with())
        .isEqualTo(new FakeChecks.Samples(5, Duration.ofMillis(5), Optional.empty()));
    assertThat(latency.place()).hasToString(dir.resolve("test.yaml") + ":7:3");
    assertThat(latency.target())
        .isEqualTo(
            new Target<>(
                profile.environment().redis().values().iterator().next(), profile.environment()));
    assertThat(latency.ask(new FakeChecks.RedisLatency(), _ -> {}).toString())
        .contains("5 samples");

    PlannedCheck reachable = planned(profile, "redis-reachable/redis.cache");
    assertThat(reachable.severity()).isEqualTo(Severity.BLOCKER);
    assertThat(reachable.timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(reachable.retry()).isEqualTo(new Retry(3, Duration.ofMillis(200)));
  }

  @Test
  void a_rule_for_one_resource_replaces_the_rule_for_its_kind() {
    folder.file(
        "checks/own.yaml",
        """
        version: 1
        rules:
          - { check: redis-latency, on: redis.cache, with: { samples: 7 } }
          - { check: redis-latency, on: redis, with: { samples: 9 } }
        """);
    Profile profile = folder.sound("test.yaml");
    assertThat(samples(profile, "redis.cache")).isEqualTo(7);
    assertThat(samples(profile, "redis.queue")).isEqualTo(9);
    assertThat(profile.plan().checks()).hasSize(2);
  }

  @Test
  void an_override_for_one_resource_goes_before_one_for_the_check() {
    folder.file(
        "test.yaml",
        PROFILE
            + """
            override:
              redis-latency: { severity: info, with: { samples: 30, label: gate } }
              redis-latency/redis.cache:
                with: { samples: 40 }
                class: config
                reason: the network is ours
            """);
    Profile profile = folder.sound("test.yaml");
    assertThat(samples(profile, "redis.queue")).isEqualTo(30);
    PlannedCheck cache = planned(profile, "redis-latency/redis.cache");
    assertThat(cache.with())
        .isEqualTo(new FakeChecks.Samples(40, Duration.ofMillis(5), Optional.of("gate")));
    assertThat(cache.severity()).isEqualTo(Severity.INFO);
    assertThat(cache.classOverride().orElseThrow().reason()).isEqualTo("the network is ours");
  }

  @Test
  void a_child_merges_into_its_parent_key_by_key_and_lists_replace() {
    folder
        .file("base.yaml", PROFILE)
        .file(
            "child.yaml",
            """
            extends: base.yaml
            environment: child
            redis: { cache: { port: 7000 } }
            services:
              backend: { endpoints: { start: { expect: { status: [500] } } } }
            """);
    Profile child = folder.sound("child.yaml");
    assertThat(child.environment().name()).isEqualTo("child");
    assertThat(child.environment().redis().values())
        .extracting(Redis::port)
        .containsExactly(new Setting.Literal<>(7000), new Setting.Literal<>(6380));
    assertThat(child.environment().resources().toList().toString())
        .contains("status=[500]", "firstEventWithin=Optional.empty")
        .doesNotContain("401");
    assertThat(child.digest())
        .matches("sha256:[0-9a-f]{64}")
        .isNotEqualTo(folder.sound("base.yaml").digest())
        .isEqualTo(folder.sound("child.yaml").digest());
  }

  @Test
  void variables_fill_in_scalars_of_any_type() {
    folder.file(
        "test.yaml",
        PROFILE
            .replace("port: 6379", "port: '${env:PORT}'")
            .replace("127.0.0.1:8080", "127.0.0.1:${env:PORT}"));
    var reading = folder.read("test.yaml", Mode.RUN, Map.of("PORT", "4711"));
    assertThat(reading.toString())
        .contains("port=4711")
        .contains("url=Optional[http://127.0.0.1:4711]");
    assertThat(folder.mistakes("test.yaml", Mode.RUN)).hasSize(2);
    assertThat(folder.mistakes("test.yaml", Mode.LINT)).isEmpty();
  }

  @Test
  void every_field_is_read_by_a_check_and_lint_names_what_no_check_of_the_plan_uses() {
    folder.file(
        "test.yaml",
        """
        version: 1
        environment: test
        connectors:
          out: { network: default, range: 10.8.0.0/28, min-instances: 2, machine-type: e2-micro }
        services:
          backend:
            url: http://127.0.0.1:8080
            paths: [backend/**]
        source: { root: ., production: [src/**], tests: [tests/**] }
        """);

    assertThat(notices(folder.read("test.yaml", Mode.LINT, Map.of())))
        .contains("4:3: no check of the plan uses connectors.out")
        .noneMatch(it -> it.contains("no check reads"));
    assertThat(notices(folder.read("test.yaml", Mode.RUN, Map.of())))
        .noneMatch(it -> it.contains("no check reads"));
  }

  private static List<String> notices(Reading reading) {
    return switch (reading) {
      case Reading.Read(Profile profile) ->
          profile.plan().notices().stream()
              .map(it -> it.place() + ": " + it.text())
              .map(it -> it.substring(it.indexOf("test.yaml:") + "test.yaml:".length()))
              .toList();
      case Reading.Invalid(List<Mistake> mistakes) -> throw new AssertionError(mistakes.toString());
    };
  }

  @Test
  void a_waiver_that_holds_lowers_and_the_others_are_told() {
    folder.file(
        "test.yaml",
        PROFILE
            + """
            waivers:
              - { check: redis-latency, owner: a, reason: r1, expires: 2026-03-01 }
              - { check: redis-latency/redis.queue, owner: b, reason: r2, expires: 2026-12-01 }
              - { check: redis-reachable, owner: c, reason: r3, expires: 2026-02-28 }
              - { check: postgres-reachable, owner: d, reason: r4, expires: 2026-12-01 }
            """);
    Profile profile = folder.sound("test.yaml");
    assertThat(planned(profile, "redis-latency/redis.cache").waiver().orElseThrow().owner())
        .isEqualTo("a");
    assertThat(planned(profile, "redis-latency/redis.queue").waiver().orElseThrow().owner())
        .isEqualTo("b");
    assertThat(planned(profile, "redis-reachable/redis.cache").waiver()).isEmpty();
    assertThat(profile.plan().notices())
        .extracting(it -> it.place().line() + " " + it.text())
        .containsExactly(
            "19 the waiver of redis-reachable expired on 2026-02-28, owner c; it has no effect any more",
            "20 the waiver of postgres-reachable, owner d, has no effect: the plan has no such check");
  }

  @Test
  void paths_are_relative_to_the_file_that_names_them() {
    folder
        .file("env-profiles/base.yaml", PROFILE.replace("checks/own", "../checks/own"))
        .file(
            "child.yaml",
            """
            extends: env-profiles/base.yaml
            redis: { cache: { tls: true, ca: certs/ca.pem } }
            secrets: { REDIS_PASSWORD: { source: "file:../.env" } }
            source: {}
            """);
    Profile profile = folder.sound("child.yaml");
    assertThat(profile.environment().toString())
        .contains("ca=Optional[" + dir.resolve("certs/ca.pem"))
        .contains("source=file:" + dir.resolveSibling(".env"))
        .contains("root=" + dir + ",");
  }

  @Test
  void values_tell_where_they_came_from() {
    folder
        .file("base.yaml", PROFILE)
        .file(
            "child.yaml",
            """
            extends: base.yaml
            redis: { cache: { host: "${env:HOST}", budget: { p95: 5ms } } }
            services:
              backend: { endpoints: { start: { headers: { Authorization: canary } } } }
            override: { redis-latency: { with: { samples: 50 } } }
            """);
    var reading = folder.read("child.yaml", Mode.RUN, Map.of("HOST", "127.0.0.1"));
    Values values = ((Reading.Read) reading).profile().values();
    assertThat(values.of(new ResourceName(Kind.REDIS, "cache")))
        .extracting(this::told)
        .containsExactly(
            "host=127.0.0.1 PROFILE child.yaml:2:25 [HOST]",
            "port=6379 PARENT base.yaml:7:35 []",
            "password=REDIS_PASSWORD PARENT base.yaml:7:51 []",
            "tls=false default",
            "verify=full default",
            "budget.p95=5ms PROFILE child.yaml:2:55 []",
            "mode=standalone default");
    assertThat(values.of(new CheckId("redis-latency", "redis.cache")))
        .extracting(this::told)
        .containsExactly(
            "severity=warning PACK checks/own.yaml:3:72 []",
            "timeout=10s default",
            "with.samples=50 PROFILE child.yaml:5:47 []",
            "with.pause=5ms default");
    assertThat(values.of(new ResourceName(Kind.ENDPOINTS, "backend.start")).toString())
        .contains("•••")
        .doesNotContain("canary");
  }

  @Test
  void packs_of_ones_own_come_to_the_shipped_ones() {
    shipped().file("test.yaml", PROFILE.replace("{ only: [checks/own.yaml] }", "[mine.yaml]"));
    assertThat(ids(folder.sound("test.yaml")))
        .containsExactly(
            "secret-exists/secrets.REDIS_PASSWORD",
            "redis-reachable/redis.cache",
            "redis-latency/redis.cache",
            "redis-reachable/redis.queue",
            "redis-latency/redis.queue");
    assertThat(folder.sound("test.yaml").plan().weakenings()).isEmpty();
  }

  @Test
  void a_rule_of_ones_own_replaces_the_shipped_one() {
    shipped()
        .file("test.yaml", PROFILE.replace("{ only: [checks/own.yaml] }", "{ also: [mine.yaml] }"))
        .file(
            "mine.yaml",
            """
            version: 1
            rules: [{ check: redis-reachable, on: redis, severity: warning }]
            """);
    var profile = folder.sound("test.yaml");
    assertThat(planned(profile, "redis-reachable/redis.queue").severity())
        .isEqualTo(Severity.WARNING);
    assertThat(profile.plan().weakenings()).hasSize(1);
  }

  @Test
  void only_packs_of_ones_own_leave_the_shipped_ones_out_and_lint_says_which() {
    shipped().file("test.yaml", PROFILE.replace("[checks/own.yaml]", "[mine.yaml]"));
    assertThat(ids(folder.sound("test.yaml")))
        .containsExactly("redis-latency/redis.cache", "redis-latency/redis.queue");
    assertThat(folder.sound("test.yaml").plan().weakenings())
        .extracting(it -> it.change())
        .containsExactly("leave out 2 shipped checks, such as redis-reachable");
    assertThat(notices(folder.read("test.yaml", Mode.LINT, Map.of())))
        .contains("3:1: shipped checks that are off: redis-reachable, secret-exists");
  }

  @Test
  void only_and_also_exclude_each_other() {
    shipped()
        .file(
            "test.yaml",
            PROFILE.replace("[checks/own.yaml]", "[checks/own.yaml], also: [mine.yaml]"));
    assertThat(folder.mistakes("test.yaml", Mode.RUN))
        .containsExactly(
            "test.yaml:3:1: 'only' and 'also' exclude each other: list all packs in 'only'");
  }

  private Folder shipped() {
    return folder
        .file("checks/secrets.yaml", "version: 1\nrules: [{ check: secret-exists, on: secrets }]\n")
        .file(
            "checks/datastores.yaml",
            "version: 1\nrules: [{ check: redis-reachable, on: redis }]\n")
        .file("mine.yaml", "version: 1\nrules: [{ check: redis-latency, on: redis }]\n");
  }

  private static List<String> ids(Profile profile) {
    return profile.plan().checks().stream().map(it -> it.id().toString()).toList();
  }

  private String told(Values.Value value) {
    String origin =
        switch (value.origin()) {
          case Values.Origin.Default() -> "default";
          case Values.Origin.Stated(var layer, var place, var variables, var _) ->
              "%s %s %s".formatted(layer, place, variables).replace(dir + "/", "");
        };
    return value.key() + "=" + value.text() + " " + origin;
  }

  private static int samples(Profile profile, String resource) {
    return ((FakeChecks.Samples) planned(profile, "redis-latency/" + resource).with()).samples();
  }

  private static PlannedCheck planned(Profile profile, String id) {
    return profile.plan().checks().stream()
        .filter(it -> it.id().toString().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
