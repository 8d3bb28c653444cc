package preflight.probe.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.probe.Answer;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.Trouble;
import preflight.probe.network.HeldPort;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.network.Limits;

/** URLs with several hosts, of which a real server is one. */
class PostgresHostsTest {

  private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(6));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://keyed:correct-horse@127.0.0.1:DEAD,127.0.0.1:LIVE/postgres",
        "postgresql://keyed:correct-horse@127.0.0.1:DEAD,127.0.0.1:LIVE/postgres?target_session_attrs=read-write",
        "postgresql://keyed:correct-horse@127.0.0.1:DEAD,127.0.0.1:LIVE/postgres?target_session_attrs=prefer-standby",
        "jdbc:postgresql://127.0.0.1:DEAD,127.0.0.1:LIVE/postgres?user=keyed&password=correct-horse&targetServerType=primary",
        "host=127.0.0.1,127.0.0.1 port=DEAD,LIVE user=keyed password=correct-horse dbname=postgres"
      })
  void theFirstThatAnswersIsTaken(String url) throws Exception {
    Answer<PostgresLadder.Ready, SqlError> answer = climb(url);
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Given.class,
            it ->
                assertThat(it.ladder().others())
                    .containsExactly(filled("127.0.0.1:DEAD: connection refused")));
  }

  @Test
  void whatWasNotTriedIsSaid() throws Exception {
    assertThat(
            climb(
                "postgresql://keyed:correct-horse@127.0.0.1:LIVE,127.0.0.1:DEAD,127.0.0.1:1/postgres"))
        .isInstanceOfSatisfying(
            Answer.Given.class,
            it -> assertThat(it.ladder().others()).containsExactly("2 more were not tried"));
  }

  @Test
  void aRefusedPasswordEndsTheSearchAsInLibpq() throws Exception {
    assertThat(climb("postgresql://keyed:wrong-horse@127.0.0.1:LIVE,127.0.0.1:DEAD/postgres"))
        .isInstanceOfSatisfying(
            Answer.NotGiven.class,
            it ->
                assertThat(it.trouble())
                    .isInstanceOfSatisfying(
                        Trouble.Rejected.class,
                        refused -> assertThat(refused.ladder().others()).isEmpty()));
  }

  @Test
  void aPrimaryIsNoStandby() throws Exception {
    assertThat(
            climb(
                "postgresql://keyed:correct-horse@127.0.0.1:DEAD,127.0.0.1:LIVE/postgres?target_session_attrs=standby"))
        .isInstanceOfSatisfying(
            Answer.NotGiven.class,
            it ->
                assertThat(it.trouble())
                    .isInstanceOfSatisfying(
                        Trouble.Broken.class,
                        broken ->
                            assertThat(broken.ladder().others())
                                .containsExactly(filled("127.0.0.1:LIVE is no standby"))));
    assertThat(
            climb(
                    "postgresql://keyed:correct-horse@127.0.0.1:LIVE/postgres?target_session_attrs=standby")
                .toString())
        .contains("Rejected", "55000");
  }

  @Test
  void whereNoneAnswersTheFirstIsToldWithTheOthers() throws Exception {
    assertThat(climb("postgresql://keyed:correct-horse@127.0.0.1:DEAD,127.0.0.1:1/postgres"))
        .isInstanceOfSatisfying(
            Answer.NotGiven.class,
            it ->
                assertThat(it.trouble())
                    .isInstanceOfSatisfying(
                        Trouble.Broken.class,
                        broken -> {
                          assertThat(broken.ladder().target()).isEqualTo(filled("127.0.0.1:DEAD"));
                          assertThat(broken.ladder().others())
                              .containsExactly("127.0.0.1:1: connection refused");
                        }));
  }

  private static final HeldPort DEAD = HeldPort.CLOSED;

  private static String filled(String text) {
    return text.replace("DEAD", String.valueOf(DEAD.number()))
        .replace("LIVE", String.valueOf(RealPostgres.port()));
  }

  private static Answer<PostgresLadder.Ready, SqlError> climb(String url) throws Exception {
    Stores stores = Stores.byUrl(filled(url));
    return new PgjdbcProbe(
            new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE),
            stores.secrets(),
            stores.redaction())
        .climb(stores.postgres(), LIMITS);
  }
}
