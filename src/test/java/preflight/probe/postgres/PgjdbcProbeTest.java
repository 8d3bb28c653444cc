package preflight.probe.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.probe.Answer;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.Trouble;
import preflight.probe.network.BoundedSocket;
import preflight.probe.network.Dial;
import preflight.probe.network.Dialer;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.network.Limits;
import preflight.probe.network.Resolver;
import preflight.probe.network.Rung;
import preflight.probe.network.ScriptedPeer;
import preflight.probe.network.Timing;
import preflight.resource.Setting;
import preflight.resource.network.TlsMode;

class PgjdbcProbeTest {

  private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(4));

  @Test
  void climbs_every_rung_with_a_password() throws Exception {
    var stores = Stores.at(RealPostgres.port()).password("correct-horse");
    stores.user = new Setting.Literal<>("keyed");
    assertThat(given(probe(stores).climb(stores.postgres(), LIMITS)).ladder().timings())
        .extracting(Timing::rung)
        .containsExactly(Rung.RESOLVE, Rung.TCP, Rung.AUTH, Rung.QUERY);
  }

  @Test
  void tries_the_addresses_of_a_name_in_turn_and_looks_it_up_once() throws Exception {
    var stores = Stores.at("db.test", RealPostgres.port());
    Resolver twoAddresses =
        (_, _) ->
            new Resolver.Resolution.Found(
                List.of(InetAddress.ofLiteral("127.0.0.9"), InetAddress.ofLiteral("127.0.0.1")),
                Duration.ofMillis(1));
    var probe =
        new PgjdbcProbe(
            new JdkDialer(twoAddresses, Said.NOTHING_LIVE), stores.secrets(), stores.redaction());
    var ladder = given(probe.climb(stores.postgres(), LIMITS)).ladder();
    assertThat(ladder.address()).contains(InetAddress.ofLiteral("127.0.0.1"));
    assertThat(ladder.failed())
        .extracting(Dial.Attempt::address)
        .containsExactly(InetAddress.ofLiteral("127.0.0.9"));
  }

  @Test
  void takes_the_unix_socket_where_one_is_declared() throws Exception {
    var stores = Stores.at("not-used.test", RealPostgres.port());
    stores.socket = java.util.Optional.of(RealPostgres.socketDirectory());
    assertThat(given(probe(stores).climb(stores.postgres(), LIMITS)).ladder().timings())
        .extracting(Timing::rung)
        .containsExactly(Rung.TCP, Rung.AUTH, Rung.QUERY);
  }

  @Test
  void tells_a_unix_socket_that_is_not_there_from_a_host_without_a_route() throws Exception {
    var stores = Stores.at(RealPostgres.port());
    stores.socket = java.util.Optional.of("/cloudsql/acme:us:main");
    assertThat(probe(stores).climb(stores.postgres(), LIMITS).toString())
        .contains("NO_SOCKET", "/cloudsql/acme:us:main/.s.PGSQL.");
  }

  @Test
  void asks_in_a_read_only_transaction_under_its_own_name() throws Exception {
    var stores = Stores.at(RealPostgres.port());
    var rows =
        given(
                probe(stores)
                    .ask(
                        stores.postgres(),
                        "select current_setting('transaction_read_only') as read_only,"
                            + " current_setting('application_name') as name,"
                            + " current_setting('statement_timeout') as timeout, ? as echo",
                        List.of("it's"),
                        LIMITS))
            .value();
    assertThat(rows.text("read_only")).contains(Said.said("on"));
    assertThat(rows.text("name")).contains(Said.said("preflight"));
    assertThat(rows.text("timeout")).contains(Said.said("4s"));
    assertThat(rows.text("echo")).contains(Said.said("it's"));
  }

  @Test
  void cannot_write() throws Exception {
    var stores = Stores.at(RealPostgres.port());
    assertThat(error(stores, "create table scribble (id int)").state()).isEqualTo("25006");
  }

  @Test
  void a_statement_ends_in_time() throws Exception {
    var stores = Stores.at(RealPostgres.port());
    var quick = new Limits(Duration.ofSeconds(2), Duration.ofMillis(300));
    var answer = probe(stores).ask(stores.postgres(), "select pg_sleep(5)", List.of(), quick);
    assertThat(answer).isInstanceOf(Answer.NotGiven.class);
  }

  @Test
  void measures_as_many_queries_as_it_is_asked_for() throws Exception {
    var stores = Stores.at(RealPostgres.port());
    assertThat(given(probe(stores).measure(stores.postgres(), 20, LIMITS)).value().queries())
        .hasSize(20);
  }

  @Test
  void what_a_server_repeats_of_a_secret_that_is_no_name_is_not_repeated() throws Exception {
    var stores = Stores.at(RealPostgres.port());
    stores.database =
        new Setting.FromSecret<>(stores.secret("DB", "postgres://app:correct-horse@host/db"));
    var answer = probe(stores).climb(stores.postgres(), LIMITS);
    assertThat(answer.toString()).contains("3D000").contains("•••").doesNotContain("horse");
  }

  @Test
  void leaves_no_connection_behind_where_the_password_cannot_be_read() throws Exception {
    List<BoundedSocket> opened = new ArrayList<>();
    var jdk = new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE);
    Dialer watched =
        to -> {
          Dial dial = jdk.dial(to);
          if (dial instanceof Dial.Connected it) {
            opened.add(it.socket());
          }
          return dial;
        };
    try (var peer = ScriptedPostgres.agreeingToTls()) {
      var stores = Stores.at(peer.port());
      stores.tls = TlsMode.DISABLE;
      stores.password = Optional.of(stores.unreadable("PASSWORD"));
      var probe = new PgjdbcProbe(watched, stores.secrets(), stores.redaction());
      assertThat(probe.climb(stores.postgres(), LIMITS)).isInstanceOf(Answer.NotGiven.class);
    }
    assertThat(opened).hasSize(2).allMatch(BoundedSocket::isClosed);
  }

  @Test
  void sends_no_password_to_something_that_is_not_postgres() throws Exception {
    var heard = new java.io.ByteArrayOutputStream();
    try (var peer =
        ScriptedPeer.playing(socket -> {
          socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
          socket.getInputStream().transferTo(heard);
        })) {
      var stores = Stores.at(peer.port()).password("correct-horse");
      assertThat(probe(stores).climb(stores.postgres(), LIMITS))
          .isInstanceOf(Answer.NotGiven.class);
    }
    assertThat(heard.size()).isLessThanOrEqualTo(8);
  }

  private static SqlError error(Stores stores, String sql) throws InterruptedException {
    return switch (probe(stores).ask(stores.postgres(), sql, List.of(), LIMITS)) {
      case Answer.NotGiven<PostgresRows.Rows, SqlError>(
              Trouble.Rejected<SqlError>(_, SqlError error, _)) ->
          error;
      case Answer<PostgresRows.Rows, SqlError> it -> throw new AssertionError(it);
    };
  }

  private static <V> Answer.Given<V, SqlError> given(Answer<V, SqlError> answer) {
    return switch (answer) {
      case Answer.Given<V, SqlError> it -> it;
      case Answer.NotGiven<V, SqlError> it -> throw new AssertionError(it);
    };
  }

  private static PgjdbcProbe probe(Stores stores) {
    return new PgjdbcProbe(
        new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE), stores.secrets(), stores.redaction());
  }

  /** As PgBouncer, which refuses settings that it was not told of. */
  @Test
  void sends_no_setting_that_poolers_refuse() throws Exception {
    var heard = new java.io.ByteArrayOutputStream();
    try (var peer =
        ScriptedPeer.playing(socket -> {
          var in = new java.io.DataInputStream(socket.getInputStream());
          in.readNBytes(8);
          socket.getOutputStream().write('N');
          heard.write(in.readNBytes(in.readInt() - 4));
        })) {
      var stores = Stores.at(peer.port());
      assertThat(
              new PgjdbcProbe(
                      new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE),
                      stores.secrets(),
                      stores.redaction())
                  .climb(
                      stores.postgres(), new Limits(Duration.ofSeconds(2), Duration.ofSeconds(4))))
          .isInstanceOf(Answer.NotGiven.class);
    }
    assertThat(heard.toString(java.nio.charset.StandardCharsets.UTF_8))
        .contains("user", "client_encoding")
        .doesNotContain("extra_float_digits")
        .endsWith("\0\0");
  }
}
