package preflight.probe.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.probe.Answer;
import preflight.probe.Redaction;
import preflight.probe.Said;
import preflight.probe.SecretValue;
import preflight.probe.Stores;
import preflight.probe.Trouble;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.network.Limits;
import preflight.probe.network.Rung;
import preflight.probe.network.ScriptedPeer;
import preflight.probe.network.Timing;
import preflight.probe.redis.RedisInfos.Account;
import preflight.probe.redis.RedisLadder.Pong;
import preflight.probe.redis.RedisPings.Pings;
import preflight.resource.Setting;

class RespProbeTest {

  private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(4));

  @Test
  void climbs_every_rung_of_a_guarded_server_as_an_acl_user() throws Exception {
    try (var redis =
        RealRedis.with("requirepass root-pw", "user app on >correct-horse ~* +ping +select")) {
      var stores = Stores.at(redis.port()).password("correct-horse");
      stores.redisUser = Optional.of(new Setting.Literal<>("app"));
      stores.number = Optional.of(new Setting.Literal<>(2));
      assertThat(probe(stores).climb(stores.redis(), LIMITS))
          .isInstanceOfSatisfying(
              Answer.Given.class,
              it ->
                  assertThat(((Answer.Given<?, ?>) it).ladder().timings())
                      .extracting(Timing::rung)
                      .containsExactly(Rung.RESOLVE, Rung.TCP, Rung.AUTH, Rung.PING));
      assertThat(probe(stores).info(stores.redis(), LIMITS))
          .isInstanceOfSatisfying(
              Answer.NotGiven.class,
              it -> {
                var rejected = (Trouble.Rejected<?>) ((Answer.NotGiven<?, ?>) it).trouble();
                assertThat(rejected.rung()).isEqualTo(Rung.QUERY);
                assertThat(((RedisError) rejected.error()).code())
                    .isEqualTo(RedisError.Code.NOPERM);
              });
    }
  }

  @Test
  void tries_the_declared_user_where_the_default_user_may_not_send_ping() throws Exception {
    try (var redis =
        RealRedis.with("user default on nopass -@all", "user app on >correct-horse ~* +ping")) {
      var stores = Stores.at(redis.port()).password("correct-horse");
      stores.redisUser = Optional.of(new Setting.Literal<>("app"));
      assertThat(probe(stores).climb(stores.redis(), LIMITS)).isInstanceOf(Answer.Given.class);
    }
  }

  @Test
  void asks_for_the_servers_own_account_once() throws Exception {
    try (var redis = RealRedis.with("maxmemory 50mb")) {
      var stores = Stores.at(redis.port());
      var probe = probe(stores);
      Account first = info(probe, stores);
      assertThat(first.number("maxmemory")).contains(52428800L);
      assertThat(first.text("maxmemory_policy")).contains(Said.said("noeviction"));
      assertThat(first.number("maxclients")).isPresent();
      assertThat(first.text("role")).contains(Said.said("master"));
      assertThat(info(probe, stores)).isSameAs(first);
    }
  }

  @Test
  void measures_as_many_pings_as_it_is_asked_for() throws Exception {
    try (var redis = RealRedis.with()) {
      var stores = Stores.at(redis.port());
      assertThat(probe(stores).ping(stores.redis(), 20, LIMITS))
          .isInstanceOfSatisfying(
              Answer.Given.class, it -> assertThat(((Pings) it.value()).roundTrips()).hasSize(20));
    }
  }

  @Test
  @DisplayName("law 4: Redis gets only commands that read")
  void only_reads() throws Exception {
    try (var redis = RealRedis.with()) {
      var stores = Stores.at(redis.port());
      var probe = probe(stores);
      probe.climb(stores.redis(), LIMITS);
      probe.info(stores.redis(), LIMITS);
      probe.ping(stores.redis(), 3, LIMITS);
      try (var admin = redis.admin()) {
        assertThat(admin.info("commandstats").lines())
            .filteredOn(it -> it.startsWith("cmdstat_"))
            .extracting(it -> it.substring("cmdstat_".length(), it.indexOf(':')))
            .contains("ping", "info")
            .isSubsetOf("ping", "info", "hello", "auth", "select", "client|setinfo");
      }
    }
  }

  @Test
  void sends_no_password_to_something_that_is_not_redis() throws Exception {
    var heard = new java.io.ByteArrayOutputStream();
    try (var peer =
        ScriptedPeer.playing(socket -> {
          byte[] some = new byte[256];
          int count = socket.getInputStream().read(some);
          heard.write(some, 0, count);
          socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
          socket.getInputStream().transferTo(heard);
        })) {
      var stores = Stores.at(peer.port()).password("correct-horse");
      assertThat(probe(stores).climb(stores.redis(), LIMITS)).isInstanceOf(Answer.NotGiven.class);
    }
    assertThat(heard.toString(UTF_8)).contains("PING").doesNotContain("horse");
  }

  @Test
  void what_a_server_repeats_of_the_password_is_not_repeated() throws Exception {
    try (var peer =
        ScriptedPeer.playing(socket -> {
          byte[] some = new byte[256];
          var out = socket.getOutputStream();
          for (String line :
              List.of(
                  "-NOAUTH Authentication required.",
                  "-ERR unknown command `AUTH`, with args beginning with: `correct-horse`")) {
            int _ = socket.getInputStream().read(some);
            out.write((line + "\r\n").getBytes(UTF_8));
          }
          ScriptedPeer.listenForEver(socket);
        })) {
      var stores = Stores.at(peer.port()).password("correct-horse");
      Answer<Pong, RedisError> answer = probe(stores).climb(stores.redis(), LIMITS);
      assertThat(answer).isInstanceOf(Answer.NotGiven.class);
      assertThat(answer.toString()).contains("WRONGPASS").doesNotContain("horse");
    }
  }

  @Test
  @DisplayName("law 3: a password that is stored under a host goes nowhere")
  void a_password_in_the_place_of_the_host_is_neither_resolved_nor_shown() throws Exception {
    var stores = Stores.at(6379).password("correct-horse");
    stores.feeding(Stores.REDIS, "host", "REDIS_HOST", "correct-horse\n");
    var probe =
        new RespProbe(
            to -> {
              throw new AssertionError("dialled");
            },
            stores.secrets(),
            stores.redaction());
    var answer = probe.climb(stores.redis(), LIMITS);
    assertThat(answer.toString())
        .contains("Malformed", "secrets.REDIS_HOST", "a host, but a credential")
        .doesNotContain("horse");
  }

  @Test
  void of_a_url_the_part_that_a_field_names_is_used() throws Exception {
    try (var redis = RealRedis.with()) {
      var stores = Stores.at("nowhere.invalid", 1);
      String url = "redis://app:pw@127.0.0.1:%d/2".formatted(redis.port());
      stores.feeding(Stores.REDIS, "host", "REDIS_URL", url);
      stores.feeding(Stores.REDIS, "port", "REDIS_URL_TOO", url);
      stores.number = Optional.of(new Setting.Literal<>(99));
      stores.feeding(Stores.REDIS, "database", "REDIS_URL_AS_WELL", url);
      assertThat(probe(stores).climb(stores.redis(), LIMITS)).isInstanceOf(Answer.Given.class);
    }
  }

  @Test
  void a_host_that_the_profile_names_itself_may_be_a_password_too() throws Exception {
    try (var redis = RealRedis.with()) {
      var stores = Stores.at("localhost", redis.port());
      stores.feeding(Stores.REDIS, "host", "REDIS_HOST", "localhost");
      var probe =
          new RespProbe(
              new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE),
              stores.secrets(),
              new Redaction(() -> List.of(new SecretValue("localhost".getBytes(UTF_8)))));
      assertThat(probe.climb(stores.redis(), LIMITS)).isInstanceOf(Answer.Given.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "70000", "6379\n", "-1"})
  void a_port_that_tcp_does_not_have_is_malformed(String port) throws Exception {
    var stores = Stores.at(6379);
    stores.port = new Setting.FromSecret<>(stores.secret("REDIS_PORT", port));
    assertThat(probe(stores).climb(stores.redis(), LIMITS).toString())
        .contains("Malformed", "secrets.REDIS_PORT", "a port");
  }

  private static Account info(RespProbe probe, Stores stores) throws InterruptedException {
    return switch (probe.info(stores.redis(), LIMITS)) {
      case Answer.Given<Account, RedisError>(Account info, _) -> info;
      case Answer.NotGiven<Account, RedisError> it -> throw new AssertionError(it);
    };
  }

  private static RespProbe probe(Stores stores) {
    return new RespProbe(
        new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE), stores.secrets(), stores.redaction());
  }
}
