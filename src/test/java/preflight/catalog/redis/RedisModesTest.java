package preflight.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.catalog.LadderPatience;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.signal.Signal;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.network.HeldPort;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.redis.RealRedis;
import preflight.probe.redis.RespProbe;
import preflight.resource.Setting;
import preflight.resource.network.RedisMode;
import preflight.resource.network.Sentinel;
import redis.embedded.RedisSentinel;

/** A server of its own, a node of a cluster and a Sentinel, all of them real. */
class RedisModesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private static Path folder;
  private static RealRedis alone;
  private static RealRedis node;
  private static HeldPort port;
  private static RedisSentinel sentinel;

  @BeforeAll
  static void start() throws IOException {
    alone = RealRedis.with();
    node = RealRedis.with("cluster-enabled yes", "dir " + folder);
    port = HeldPort.reserved();
    sentinel =
        RedisSentinel.newRedisSentinel()
            .bind("127.0.0.1")
            .port(port.number())
            .masterName("orders")
            .masterPort(alone.port())
            .quorumSize(1)
            .build();
    sentinel.start();
  }

  @AfterAll
  static void stop() throws IOException {
    sentinel.stop();
    port.close();
    node.close();
    alone.close();
  }

  @Test
  void a_cluster_is_a_failure_where_the_profile_declares_none() throws Exception {
    assertThat(reachable(Stores.at(node.port()))).isInstanceOf(Outcome.Passed.class);
    assertThat(mode(Stores.at(node.port())))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.REDIS_WRONG_MODE);
              assertThat(it.observed()).isEqualTo("mode cluster");
            });
  }

  @Test
  void a_declared_cluster_must_serve_all_its_slots() throws Exception {
    var stores = in(RedisMode.CLUSTER, Stores.at(node.port()));
    try (var admin = node.admin()) {
      assertThat(signal(mode(stores))).isEqualTo(Signal.REDIS_CLUSTER_DOWN);
      for (int slot = 0; slot < 16384; slot += 1024) {
        int[] slots = java.util.stream.IntStream.range(slot, slot + 1024).toArray();
        admin.clusterAddSlots(slots);
      }
      for (int tries = 0; tries < 100 && !admin.clusterInfo().contains("state:ok"); tries++) {
        Thread.sleep(100);
      }
      assertThat(mode(stores)).isEqualTo(Outcome.passed("mode cluster"));
      assertThat(role(stores)).isInstanceOf(Outcome.Skipped.class);
    }
  }

  @Test
  void a_server_of_its_own_is_no_cluster() throws Exception {
    assertThat(mode(Stores.at(alone.port()))).isEqualTo(Outcome.passed("mode standalone"));
    assertThat(signal(mode(in(RedisMode.CLUSTER, Stores.at(alone.port())))))
        .isEqualTo(Signal.REDIS_WRONG_MODE);
  }

  @Test
  void a_cluster_has_one_logical_database() throws Exception {
    var stores = in(RedisMode.CLUSTER, Stores.at(node.port()));
    stores.number = Optional.of(new Setting.Literal<>(1));
    assertThat(signal(reachable(stores))).isEqualTo(Signal.REDIS_NO_DATABASE);
  }

  @Test
  void a_sentinel_leads_to_its_master() throws Exception {
    var stores = asking("orders", port.number());
    assertThat(reachable(stores))
        .isInstanceOfSatisfying(
            Outcome.Passed.class, it -> assertThat(it.observed()).contains("127.0.0.1"));
    assertThat(mode(stores)).isEqualTo(Outcome.passed("mode standalone"));
    assertThat(role(stores)).isEqualTo(Outcome.passed("role master"));
  }

  @Test
  void a_sentinel_that_does_not_know_the_master_says_which() throws Exception {
    assertThat(reachable(asking("sessions", port.number())))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.REDIS_NO_MASTER);
              assertThat(it.observed()).contains("sessions");
            });
  }

  @Test
  void a_redis_is_told_from_a_sentinel_and_the_other_way_round() throws Exception {
    assertThat(signal(reachable(asking("orders", alone.port()))))
        .isEqualTo(Signal.REDIS_WRONG_MODE);
    assertThat(signal(mode(Stores.at(port.number())))).isEqualTo(Signal.REDIS_WRONG_MODE);
  }

  private static Stores asking(String master, int port) {
    var stores = in(RedisMode.SENTINEL, Stores.at(port));
    stores.sentinel = Optional.of(new Sentinel(master, Optional.empty()));
    return stores;
  }

  private static Stores in(RedisMode mode, Stores stores) {
    stores.mode = mode;
    return stores;
  }

  private static Signal signal(Outcome outcome) {
    return outcome instanceof Outcome.Failed it ? it.signal() : fail(outcome);
  }

  private static Signal fail(Outcome outcome) {
    throw new AssertionError(outcome);
  }

  private static Outcome reachable(Stores stores) throws InterruptedException {
    return new RedisReachable(probe(stores))
        .run(stores.redis(), new LadderPatience(PATIENCE, PATIENCE));
  }

  private static Outcome mode(Stores stores) throws InterruptedException {
    return new RedisModeFits(probe(stores)).run(stores.redis(), new NoThresholds());
  }

  private static Outcome role(Stores stores) throws InterruptedException {
    return new RedisRole(probe(stores))
        .run(stores.redis(), new RedisRole.With(RedisRole.Role.MASTER));
  }

  private static RespProbe probe(Stores stores) {
    return new RespProbe(
        new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE), stores.secrets(), stores.redaction());
  }
}
