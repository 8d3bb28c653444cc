package preflight.probe.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.probe.Answer;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.network.Limits;
import preflight.resource.Setting;

/** A real Redis, dialled as a connection URL in a secret says. */
final class RedisUrlTest {

  private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(4));

  private static RealRedis locked;
  private static RealRedis open;

  @BeforeAll
  static void start() throws Exception {
    locked =
        RealRedis.with("requirepass correct-horse", "user app on >p#w/@% ~* +@all", "databases 4");
    open = RealRedis.with();
  }

  @AfterAll
  static void stop() throws Exception {
    locked.close();
    open.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:correct-horse@127.0.0.1:PORT",
        "redis://default:correct-horse@localhost:PORT/3",
        "redis://app:p%23w%2F%40%25@127.0.0.1:PORT/0",
        "redis://app:p%23w%2F@%25@127.0.0.1:PORT?db=2",
        "valkey://:correct-horse@127.0.0.1:PORT/1",
        "redis+cluster://:correct-horse@127.0.0.1:PORT",
        "127.0.0.1:PORT,password=correct-horse,ssl=False,abortConnect=False",
        "127.0.0.1:PORT,user=app,password=p#w/@%,defaultDatabase=3",
      })
  void opensWithEachSpelling(String spelling) throws Exception {
    var stores = Stores.byUrl(spelling.replace("PORT", String.valueOf(locked.port())));
    assertThat(climb(stores)).isInstanceOf(Answer.Given.class);
  }

  @Test
  void aUnixSocketIsAskedAtItsPath() throws Exception {
    Path socket = Files.createTempDirectory("r").resolve("s");
    try (var server =
        RealRedis.with("unixsocket " + socket, "requirepass correct-horse", "databases 4")) {
      assertThat(server.port()).isPositive();
      assertThat(climb(Stores.byUrl("unix://:correct-horse@" + socket + "?db=2")))
          .isInstanceOf(Answer.Given.class);
    }
    assertThat(climb(Stores.byUrl("unix:///nobody/listens.sock")).toString())
        .contains("NO_SOCKET", "target=/nobody/listens.sock");
  }

  @Test
  void aSentinelIsNotTakenForTheServer() throws Exception {
    var stores = Stores.byUrl("redis+sentinel://127.0.0.1:%d/mymaster/0".formatted(open.port()));
    assertThat(climb(stores).toString()).contains("declare mode: sentinel");
  }

  @Test
  void opensWithoutAPassword() throws Exception {
    assertThat(climb(Stores.byUrl("redis://127.0.0.1:" + open.port())))
        .isInstanceOf(Answer.Given.class);
  }

  @Test
  void aUrlWithoutAPasswordSendsNone() throws Exception {
    assertThat(climb(Stores.byUrl("redis://127.0.0.1:" + locked.port())).toString())
        .contains("NOAUTH");
  }

  @Test
  void selectsTheDatabaseOfTheUrl() throws Exception {
    String url = "redis://:correct-horse@127.0.0.1:%d/9".formatted(locked.port());
    assertThat(climb(Stores.byUrl(url)).toString()).contains("Rejected", "NO_DATABASE");
  }

  @Test
  void saysWhatARefusedPasswordLooksLike() throws Exception {
    String url = "redis://:correct%%252Dhorse@127.0.0.1:%d".formatted(locked.port());
    assertThat(climb(Stores.byUrl(url)).toString()).contains("WRONGPASS", "percent codes");
  }

  @Test
  void redissEncrypts() throws Exception {
    String url = "rediss://:correct-horse@127.0.0.1:%d".formatted(locked.port());
    assertThat(climb(Stores.byUrl(url)).toString()).contains("TLS_ABSENT");
  }

  @Test
  void aFieldBesideAUrlCountsWhereTheUrlIsSilent() throws Exception {
    var stores = Stores.byUrl("redis://:correct-horse@127.0.0.1");
    stores.port = new Setting.Literal<>(locked.port());
    assertThat(climb(stores)).isInstanceOf(Answer.Given.class);
  }

  @Test
  void aUrlInThePlaceOfAHostIsNoHost() throws Exception {
    var stores = Stores.at(1);
    stores.host = new Setting.FromSecret<>(stores.secret("REDIS_HOST", "redis://127.0.0.1:1"));
    assertThat(climb(stores).toString()).contains("a host, but a URL");
  }

  private static Answer<RedisLadder.Pong, RedisError> climb(Stores stores) throws Exception {
    return new RespProbe(
            new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE),
            stores.secrets(),
            stores.redaction())
        .climb(stores.redis(), LIMITS);
  }
}
