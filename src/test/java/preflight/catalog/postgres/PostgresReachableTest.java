package preflight.catalog.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.catalog.LadderPatience;
import preflight.catalog.Viewpoint;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Phase;
import preflight.check.Vantage;
import preflight.check.signal.Signal;
import preflight.probe.Answer;
import preflight.probe.Lack;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.Trouble;
import preflight.probe.network.Greeting;
import preflight.probe.network.Ladder;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.probe.postgres.PostgresLadder.Ready;
import preflight.probe.postgres.SqlError;

class PostgresReachableTest {

  private final Stores stores = Stores.at(5432).password("correct-horse");

  @Test
  void passes_and_tells_whether_it_is_encrypted_and_which_address_answered() throws Exception {
    assertThat(ask(Vantage.LOCAL, new Answer.Given<>(new Ready(true), at("127.0.0.1"))))
        .isEqualTo(Outcome.passed("answers over TLS, connected to 127.0.0.1"));
  }

  @Test
  void a_refused_password_leads_to_the_secret_that_holds_it() throws Exception {
    assertThat(
            ask(
                new Trouble.Rejected<>(
                    Rung.AUTH, new SqlError("28P01", Said.said("no")), at("10.0.0.3"))))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.POSTGRES_AUTH_REJECTED);
              assertThat(it.phase()).contains(Phase.AUTH);
              assertThat(it.facts()).containsEntry("id", "password-test");
            });
  }

  @Test
  void a_password_that_nobody_declared_is_said_to_be_missing() throws Exception {
    stores.password = Optional.empty();
    assertThat(
            ask(
                new Trouble.Rejected<>(
                    Rung.AUTH, new SqlError("08004", Said.said("no")), at("10.0.0.3"))))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> assertThat(it.observed()).endsWith("and the profile declares none"));
  }

  @Test
  void says_who_answers_in_the_place_of_postgres() throws Exception {
    assertThat(ask(new Trouble.Stranger<>(Rung.TLS, Greeting.MYSQL, at("127.0.0.1"))))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> assertThat(it.observed()).isEqualTo("main:5432 speaks MySQL and not Postgres"));
  }

  @Test
  void a_private_address_that_cannot_be_reached_from_outside_tells_nothing() throws Exception {
    assertUnknown(
        broken("10.20.0.3", "main:5432", NetworkTrouble.TIMED_OUT), UnknownReason.VANTAGE);
  }

  @Test
  void a_socket_that_is_mounted_elsewhere_tells_nothing() throws Exception {
    var ladder =
        new Ladder(
            "/cloudsql/a:b:c/.s.PGSQL.5432",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());
    assertUnknown(
        new Trouble.Broken<>(
            Rung.TCP,
            NetworkTrouble.NO_SOCKET,
            Said.said("no such socket"),
            Optional.empty(),
            ladder),
        UnknownReason.VANTAGE);
  }

  @Test
  void a_password_that_cannot_be_read_is_not_a_failure_of_postgres() throws Exception {
    assertUnknown(
        new Trouble.Unreadable<>(stores.unreadable("PW"), new Lack.Untold()),
        UnknownReason.PERMISSION);
  }

  private void assertUnknown(Trouble<SqlError> trouble, UnknownReason reason) throws Exception {
    assertThat(ask(trouble))
        .isInstanceOfSatisfying(Unknown.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }

  private Outcome ask(Trouble<SqlError> trouble) throws InterruptedException {
    return ask(Vantage.LOCAL, new Answer.NotGiven<>(trouble));
  }

  private Outcome ask(Vantage vantage, Answer<Ready, SqlError> answer) throws InterruptedException {
    var with = new LadderPatience(Duration.ofSeconds(2), Duration.ofSeconds(6));
    return new Viewpoint(vantage)
        .judge(
            new PostgresReachable((_, _) -> answer).run(stores.postgres(), with),
            stores.postgres());
  }

  private static Trouble<SqlError> broken(String address, String target, NetworkTrouble trouble) {
    var ladder =
        new Ladder(
            target,
            Optional.empty(),
            Optional.of(InetAddress.ofLiteral(address)),
            List.of(),
            List.of());
    return new Trouble.Broken<>(Rung.TCP, trouble, Said.said("as told"), Optional.empty(), ladder);
  }

  private static Ladder at(String address) {
    return new Ladder(
        "main:5432",
        Optional.empty(),
        Optional.of(InetAddress.ofLiteral(address)),
        List.of(),
        List.of());
  }
}
