package preflight.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.check.Outcome.UnknownReason.PERMISSION;
import static preflight.check.Outcome.UnknownReason.VANTAGE;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.catalog.LadderPatience;
import preflight.catalog.Viewpoint;
import preflight.check.Measurement;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Unknown;
import preflight.check.Vantage;
import preflight.check.command.Command;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.Answer;
import preflight.probe.Lack;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.Trouble;
import preflight.probe.network.Dial;
import preflight.probe.network.Ladder;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;
import preflight.probe.redis.RedisError;
import preflight.probe.redis.RedisLadder;

class RedisReachableTest {

  private static final LadderPatience WITH =
      new LadderPatience(Duration.ofSeconds(2), Duration.ofSeconds(6));

  private final Stores stores = Stores.at(6379);

  @Test
  void passes_with_the_time_of_every_rung_and_the_address() throws Exception {
    var ladder =
        new Ladder(
            "cache:6379",
            Optional.empty(),
            Optional.of(InetAddress.ofLiteral("127.0.0.2")),
            List.of(new Timing(Rung.TCP, Duration.ofMillis(1))),
            List.of(
                new Dial.Attempt(
                    InetAddress.ofLiteral("127.0.0.1"), NetworkTrouble.REFUSED, Duration.ZERO)));
    assertThat(ask(Vantage.LOCAL, new Answer.Given<>(new RedisLadder.Pong(), ladder)))
        .isEqualTo(
            Outcome.passed(
                "PONG, connected to 127.0.0.2 after 127.0.0.1 (refused)",
                List.of(new Measurement("tcp", Duration.ofMillis(1)))));
  }

  @ParameterizedTest
  @EnumSource(names = {"TIMED_OUT", "UNREACHABLE", "REFUSED"})
  void a_private_address_that_cannot_be_reached_from_outside_tells_nothing(NetworkTrouble trouble)
      throws Exception {
    assertThat(ask(Vantage.LOCAL, broken("10.166.204.83", trouble)))
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> {
              assertThat(it.reason()).isEqualTo(VANTAGE);
              assertThat(it.commands())
                  .extracting(Command::toString)
                  .singleElement()
                  .asString()
                  .contains("--from inside");
            });
  }

  @Test
  void the_same_from_inside_is_a_failure() throws Exception {
    assertThat(ask(Vantage.INSIDE, broken("10.166.204.83", NetworkTrouble.TIMED_OUT)))
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.signal()).isEqualTo(Signal.TCP_TIMEOUT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100.64.0.9", "172.31.255.1", "192.168.7.7", "169.254.1.1", "fd12::1"})
  void every_private_range_is_known(String address) throws Exception {
    assertThat(ask(Vantage.LOCAL, broken(address, NetworkTrouble.TIMED_OUT)))
        .isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "100.128.0.1", "172.32.0.1", "8.8.8.8"})
  void loopback_and_public_addresses_fail(String address) throws Exception {
    assertThat(ask(Vantage.LOCAL, broken(address, NetworkTrouble.TIMED_OUT)))
        .isInstanceOf(Failed.class);
  }

  @Test
  void redis_on_the_other_usual_port_is_a_failure_from_everywhere() throws Exception {
    var declared = trouble("10.166.204.83", NetworkTrouble.REFUSED);
    assertThat(
            ask(
                Vantage.LOCAL,
                new Answer.NotGiven<>(new Trouble.Elsewhere<>(declared, 6378, true))))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.TCP_REFUSED);
              assertThat(it.clues()).contains(Clue.ANSWERS_ELSEWHERE);
              assertThat(it.evidence().toString()).contains("6378");
            });
  }

  @ParameterizedTest
  @CsvSource({"ALMOST_ADDRESS, ALMOST_ADDRESS", "NO_NAME, NO_NAME"})
  void a_host_that_no_resolver_can_be_asked_about_is_known_for_one(
      NetworkTrouble trouble, Clue clue) throws Exception {
    var ladder =
        new Ladder(
            "the host in secrets.REDIS_HOST:6379",
            Optional.of(stores.secret("REDIS_HOST", "10.0.0.1\n")),
            Optional.empty(),
            List.of(),
            List.of());
    var broken =
        new Trouble.Broken<RedisError>(
            Rung.RESOLVE, trouble, Said.said("as told"), Optional.empty(), ladder);
    assertThat(ask(Vantage.LOCAL, new Answer.NotGiven<>(broken)))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.DNS_NOT_FOUND);
              assertThat(it.clues()).contains(clue);
            });
  }

  @Test
  void a_password_that_cannot_be_read_is_not_a_failure_of_redis() throws Exception {
    var secret = stores.unreadable("REDIS_PASSWORD");
    assertThat(
            ask(
                Vantage.LOCAL,
                new Answer.NotGiven<>(new Trouble.Unreadable<>(secret, new Lack.Untold()))))
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> {
              assertThat(it.reason()).isEqualTo(PERMISSION);
              assertThat(it.observed()).contains("secrets.REDIS_PASSWORD");
            });
  }

  private Outcome ask(Vantage vantage, Answer<RedisLadder.Pong, RedisError> answer)
      throws InterruptedException {
    return new Viewpoint(vantage)
        .judge(new RedisReachable((_, _) -> answer).run(stores.redis(), WITH), stores.redis());
  }

  private static Answer<RedisLadder.Pong, RedisError> broken(
      String address, NetworkTrouble trouble) {
    return new Answer.NotGiven<>(trouble(address, trouble));
  }

  private static Trouble.Broken<RedisError> trouble(String address, NetworkTrouble trouble) {
    var at = InetAddress.ofLiteral(address);
    var ladder =
        new Ladder(
            address + ":6379",
            Optional.empty(),
            Optional.of(at),
            List.of(),
            List.of(new Dial.Attempt(at, trouble, Duration.ofSeconds(2))));
    return new Trouble.Broken<>(Rung.TCP, trouble, Said.said("as told"), Optional.empty(), ladder);
  }
}
