package preflight.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.check.Outcome.SkipReason.NOT_APPLICABLE;
import static preflight.check.Outcome.UnknownReason.PERMISSION;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.signal.Signal;
import preflight.probe.Answer;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.Trouble;
import preflight.probe.network.Ladder;
import preflight.probe.network.Rung;
import preflight.probe.redis.RedisError;
import preflight.probe.redis.RedisInfos;
import preflight.resource.Redis;
import preflight.resource.Target;

/** The checks that judge what Redis says of itself, over what a fake says. */
class RedisInfoChecksTest {

  private static final Ladder LADDER =
      new Ladder(
          "127.0.0.1:6379",
          Optional.empty(),
          Optional.empty(),
          java.util.List.of(),
          java.util.List.of());

  private static final Map<String, String> HEALTHY =
      Map.of(
          "used_memory", "1048576",
          "maxmemory", "10485760",
          "maxmemory_policy", "noeviction",
          "connected_clients", "3",
          "maxclients", "100",
          "rejected_connections", "0",
          "total_connections_received", "100",
          "evicted_keys", "0");

  private final Stores stores = Stores.at(6379);

  @Test
  void capacity_is_fine_with_memory_and_connections_left() throws Exception {
    assertThat(
            lackingNothing(
                Map.of(
                    "used_memory", "1048576",
                    "maxmemory", "10485760",
                    "maxmemory_policy", "noeviction",
                    "connected_clients", "3")))
        .isEqualTo(Outcome.passed("memory 1.0 MiB of 10.0 MiB, noeviction; 3 clients; 0 evicted"));
  }

  @Test
  void a_full_redis_that_may_evict_is_fine() throws Exception {
    assertThat(
            lackingNothing(
                Map.of(
                    "used_memory", "10485760",
                    "maxmemory", "10485760",
                    "maxmemory_policy", "allkeys-lru")))
        .isInstanceOf(Passed.class);
  }

  @Test
  void a_full_redis_that_may_not_evict_is_out_of_memory() throws Exception {
    assertFailed(
        capacity(
            Map.of(
                "used_memory", "10485760",
                "maxmemory", "10485760",
                "maxmemory_policy", "noeviction")),
        Signal.REDIS_OUT_OF_MEMORY,
        "memory 10.0 MiB of 10.0 MiB, noeviction");
  }

  @Test
  void few_connections_left_are_too_few() throws Exception {
    assertFailed(
        capacity(Map.of("used_memory", "1", "connected_clients", "90", "maxclients", "100")),
        Signal.REDIS_TOO_MANY_CLIENTS,
        "90 of 100 clients");
  }

  @Test
  void one_rejected_connection_in_fifty_is_too_much() throws Exception {
    assertFailed(
        capacity(
            Map.of(
                "used_memory", "1",
                "rejected_connections", "2",
                "total_connections_received", "98")),
        Signal.REDIS_REJECTS_CLIENTS,
        "2 of 100 connections rejected since it started");
  }

  @Test
  void evictions_count_where_the_pack_says_so() throws Exception {
    var info = new RedisInfos.Account(Said.said(Map.of("used_memory", "1", "evicted_keys", "5")));
    var check = new RedisCapacity(saying(info));
    assertFailed(
        check.run(stores.redis(), new RedisCapacity.With(95, 90, 1, Optional.of(0))),
        Signal.REDIS_EVICTS,
        "5 keys evicted since it started");
  }

  @Test
  void a_server_that_hides_its_numbers_cannot_be_judged() throws Exception {
    assertThat(capacity(Map.of())).isInstanceOf(Unknown.class);
  }

  @Test
  void a_limit_that_the_server_does_not_tell_is_not_taken_for_none() throws Exception {
    for (String field : HEALTHY.keySet()) {
      var told = new HashMap<>(HEALTHY);
      told.remove(field);
      assertThat(capacity(told))
          .isInstanceOfSatisfying(
              Unknown.class,
              it -> {
                assertThat(it.reason()).isEqualTo(PERMISSION);
                assertThat(it.observed()).isEqualTo("INFO does not show " + field);
              });
    }
  }

  @Test
  void a_user_without_the_right_to_ask_cannot_tell() throws Exception {
    RedisInfos forbidden =
        (_, _) ->
            new Answer.NotGiven<>(
                new Trouble.Rejected<>(
                    Rung.QUERY,
                    RedisError.of(Said.said("NOPERM this user has no permissions")),
                    LADDER));
    var outcome =
        new RedisRole(forbidden).run(stores.redis(), new RedisRole.With(RedisRole.Role.MASTER));
    assertThat(outcome)
        .isInstanceOfSatisfying(Unknown.class, it -> assertThat(it.reason()).isEqualTo(PERMISSION));
    assertThat(grant(forbidden, stores.redis())).isEqualTo("redis-cli ACL SETUSER default +info");
    assertThat(grant(forbidden, Stores.byUrl("redis://127.0.0.1:1").redis()))
        .isEqualTo(
            "redis-cli ACL SETUSER \"${USER_IN_STORE_URL:?the user in the secret STORE_URL}\" +info");
  }

  private static String grant(RedisInfos infos, Target<Redis> target) throws Exception {
    var outcome = new RedisRole(infos).run(target, new RedisRole.With(RedisRole.Role.MASTER));
    return ((Unknown) outcome).commands().getFirst().toString();
  }

  @Test
  void who_was_refused_is_said_without_a_claim_about_the_secret() throws Exception {
    RedisInfos refused =
        (_, _) ->
            new Answer.NotGiven<>(
                new Trouble.Rejected<>(
                    Rung.AUTH, RedisError.of(Said.said("WRONGPASS invalid")), LADDER));
    assertThat(
            new RedisRole(refused)
                .run(
                    Stores.byUrl("redis://127.0.0.1:1").redis(),
                    new RedisRole.With(RedisRole.Role.MASTER)))
        .isInstanceOfSatisfying(
            Failed.class,
            it ->
                assertThat(it.observed())
                    .endsWith(
                        " (as the user in the URL that secrets.STORE_URL holds, or the default user"
                            + " if it has none)"));
  }

  @Test
  void a_master_is_what_services_need() throws Exception {
    assertThat(role(RedisRole.Role.MASTER, Map.of("role", "master")))
        .isEqualTo(Outcome.passed("role master"));
  }

  @Test
  void a_replica_in_the_place_of_a_master_fails() throws Exception {
    assertFailed(
        role(
            RedisRole.Role.MASTER,
            Map.of(
                "role", "slave",
                "master_host", "10.0.0.1",
                "master_port", "6379",
                "master_link_status", "up")),
        Signal.REDIS_UNEXPECTED_ROLE,
        "role replica of 10.0.0.1:6379, link up");
  }

  @Test
  void a_replica_that_lost_its_master_fails() throws Exception {
    assertFailed(
        role(RedisRole.Role.REPLICA, Map.of("role", "slave", "master_link_status", "down")),
        Signal.REDIS_MASTER_DOWN,
        "role replica of ?:?, link down");
  }

  @Test
  void persistence_is_not_asked_for_unless_demanded() throws Exception {
    assertThat(persistence(RedisPersistence.Mode.NONE, Map.of()))
        .isInstanceOfSatisfying(
            Skipped.class, it -> assertThat(it.reason()).isEqualTo(NOT_APPLICABLE));
  }

  @Test
  void a_recent_snapshot_is_persistence() throws Exception {
    assertThat(
            persistence(
                RedisPersistence.Mode.RDB,
                Map.of(
                    "rdb_last_save_time", "1000",
                    "server_time_usec", "4600000000",
                    "rdb_last_bgsave_status", "ok")))
        .isEqualTo(Outcome.passed("the last snapshot is 60 min old"));
  }

  @Test
  void a_snapshot_of_the_day_before_is_too_old() throws Exception {
    assertFailed(
        persistence(
            RedisPersistence.Mode.RDB,
            Map.of(
                "rdb_last_save_time", "0",
                "server_time_usec", "90000000000",
                "rdb_last_bgsave_status", "ok")),
        Signal.REDIS_NOT_PERSISTENT,
        "the last snapshot is 1500 min old");
  }

  @Test
  void no_append_only_file_fails_where_one_is_demanded() throws Exception {
    assertFailed(
        persistence(RedisPersistence.Mode.AOF, Map.of("aof_enabled", "0")),
        Signal.REDIS_NOT_PERSISTENT,
        "no append-only file");
  }

  @Test
  void a_version_matches_by_its_beginning() throws Exception {
    stores.version = Optional.of("7.2");
    assertThat(version("7.2.4")).isEqualTo(Outcome.passed("version 7.2.4"));
    assertFailed(version("7.20.1"), Signal.REDIS_WRONG_VERSION, "version 7.20.1");
  }

  @Test
  void an_undeclared_version_is_not_checked() throws Exception {
    assertThat(version("7.2.4")).isInstanceOf(Skipped.class);
  }

  private Outcome lackingNothing(Map<String, String> info) throws InterruptedException {
    var told = new HashMap<>(HEALTHY);
    told.putAll(info);
    return capacity(told);
  }

  private Outcome capacity(Map<String, String> info) throws InterruptedException {
    return new RedisCapacity(saying(new RedisInfos.Account(Said.said(info))))
        .run(stores.redis(), new RedisCapacity.With(95, 90, 1, Optional.empty()));
  }

  private Outcome role(RedisRole.Role role, Map<String, String> info) throws InterruptedException {
    return new RedisRole(saying(new RedisInfos.Account(Said.said(info))))
        .run(stores.redis(), new RedisRole.With(role));
  }

  private Outcome persistence(RedisPersistence.Mode mode, Map<String, String> info)
      throws InterruptedException {
    return new RedisPersistence(saying(new RedisInfos.Account(Said.said(info))))
        .run(stores.redis(), new RedisPersistence.With(mode, Duration.ofHours(24)));
  }

  private Outcome version(String version) throws InterruptedException {
    var info = new RedisInfos.Account(Said.said(Map.of("redis_version", version)));
    return new RedisVersion(saying(info)).run(stores.redis(), new NoThresholds());
  }

  private static RedisInfos saying(RedisInfos.Account info) {
    return (_, _) -> new Answer.Given<>(info, LADDER);
  }

  private static void assertFailed(Outcome outcome, Signal signal, String observed) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(signal);
              assertThat(it.observed()).isEqualTo(observed);
            });
  }
}
