package preflight.probe.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.probe.Answer;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.Trouble;
import preflight.probe.network.HeldPort;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.network.Limits;
import preflight.probe.network.NetworkTrouble;
import preflight.resource.Setting;
import preflight.resource.network.TlsMode;

/** A real Postgres that speaks TLS, and admits the role {@code secure} over it alone. */
class PostgresTlsTest {

  private static final Limits LIMITS = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(20));

  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  @TempDir private static Path folder;
  private static HeldPort port;
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    var certificate =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .duration(1, TimeUnit.DAYS)
            .signedBy(AUTHORITY)
            .build();
    Path key = Files.writeString(folder.resolve("key.pem"), certificate.privateKeyPkcs8Pem());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    port = HeldPort.reserved();
    server =
        EmbeddedPostgres.builder()
            .setPort(port.number())
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_key_file", key.toString())
            .setServerConfig("ssl_cert_file", pem("cert.pem", certificate))
            .setServerConfig("ssl_ca_file", pem("clients.pem", AUTHORITY))
            .start();
    RealPostgres.admit(
        server,
        "hostssl all secure 127.0.0.1/32 trust",
        "hostnossl all secure 127.0.0.1/32 reject",
        "hostnossl all open 127.0.0.1/32 trust",
        "hostssl all mutual 127.0.0.1/32 trust clientcert=verify-full",
        "host all postgres 127.0.0.1/32 trust");
    RealPostgres.run(
        server, "create role secure login", "create role open login", "create role mutual login");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    port.close();
  }

  @Test
  void the_right_authority_and_name_let_a_query_through_encrypted() throws Exception {
    for (TlsMode mode : new TlsMode[] {TlsMode.VERIFY_FULL, TlsMode.VERIFY_CA, TlsMode.REQUIRE}) {
      assertThat(encrypted(ask("localhost", mode, Optional.of(pem("ca.pem", AUTHORITY)))))
          .as(mode.toString())
          .isTrue();
    }
  }

  @Test
  void without_an_authority_encryption_alone_is_required_or_preferred() throws Exception {
    assertThat(encrypted(ask("localhost", TlsMode.REQUIRE, Optional.empty()))).isTrue();
    assertThat(encrypted(ask("localhost", TlsMode.PREFER, Optional.empty()))).isTrue();
  }

  @Test
  void another_authority_and_another_host_are_told_apart() throws Exception {
    var stranger = new HeldCertificate.Builder().certificateAuthority(0).build();
    assertThat(broken(ask("localhost", TlsMode.VERIFY_CA, Optional.of(pem("no.pem", stranger)))))
        .isEqualTo(NetworkTrouble.TLS_UNTRUSTED);
    String ca = pem("ca.pem", AUTHORITY);
    assertThat(broken(ask("127.0.0.1", TlsMode.VERIFY_FULL, Optional.of(ca))))
        .isEqualTo(NetworkTrouble.TLS_WRONG_HOST);
  }

  @Test
  void an_authority_that_cannot_be_read_is_said_to_be_so() throws Exception {
    assertThat(broken(ask("localhost", TlsMode.VERIFY_FULL, Optional.of(folder + "/none.pem"))))
        .isEqualTo(NetworkTrouble.NO_AUTHORITY);
  }

  @Test
  void a_server_that_insists_on_tls_is_told_from_one_that_refuses_the_user() throws Exception {
    assertThat(broken(ask("localhost", TlsMode.DISABLE, Optional.empty())))
        .isEqualTo(NetworkTrouble.TLS_EXPECTED);
    assertThat(ask("nobody", "localhost", TlsMode.DISABLE, Optional.empty()))
        .isInstanceOfSatisfying(
            Answer.NotGiven.class,
            it ->
                assertThat(it.trouble())
                    .isInstanceOfSatisfying(
                        Trouble.Rejected.class,
                        rejected ->
                            assertThat(((SqlError) rejected.error()).state()).isEqualTo("28000")));
  }

  @Test
  void who_prefers_tls_comes_without_where_the_server_refuses_him_with_it() throws Exception {
    assertThat(encrypted(ask("open", "localhost", TlsMode.PREFER, Optional.empty()))).isFalse();
    assertThat(ask("open", "localhost", TlsMode.REQUIRE, Optional.empty()))
        .isInstanceOf(Answer.NotGiven.class);
  }

  @Test
  void plain_text_is_possible_where_the_server_offers_tls_and_does_not_insist() throws Exception {
    assertThat(encrypted(ask("postgres", "localhost", TlsMode.DISABLE, Optional.empty())))
        .isFalse();
  }

  @Test
  void a_server_that_wants_a_certificate_of_its_client_gets_the_declared_one() throws Exception {
    assertThat(encrypted(asMutual(Optional.of(client("mutual"))))).isTrue();
    for (Optional<HeldCertificate> other :
        List.of(Optional.<HeldCertificate>empty(), Optional.of(client("somebody")))) {
      assertThat(asMutual(other))
          .isInstanceOfSatisfying(
              Answer.NotGiven.class,
              it ->
                  assertThat(it.trouble())
                      .isInstanceOfSatisfying(
                          Trouble.Rejected.class,
                          rejected ->
                              assertThat(((SqlError) rejected.error()).front())
                                  .contains(FrontError.CLIENT_CERTIFICATE)));
    }
  }

  private static HeldCertificate client(String name) {
    return new HeldCertificate.Builder().commonName(name).signedBy(AUTHORITY).build();
  }

  private static Answer<PostgresLadder.Ready, SqlError> asMutual(Optional<HeldCertificate> shown)
      throws InterruptedException {
    var stores = Stores.at("localhost", port.number());
    stores.user = new Setting.Literal<>("mutual");
    stores.tls = TlsMode.REQUIRE;
    stores.clientCertificate =
        shown.map(
            it -> new Setting.FromSecret<>(stores.secret("CERTIFICATE", it.certificatePem())));
    stores.clientKey =
        shown.map(it -> new Setting.FromSecret<>(stores.secret("KEY", it.privateKeyPkcs8Pem())));
    return new PgjdbcProbe(
            new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE),
            stores.secrets(),
            stores.redaction())
        .climb(stores.postgres(), LIMITS);
  }

  private static Answer<PostgresLadder.Ready, SqlError> ask(
      String host, TlsMode mode, Optional<String> ca) throws InterruptedException {
    return ask("secure", host, mode, ca);
  }

  private static Answer<PostgresLadder.Ready, SqlError> ask(
      String user, String host, TlsMode mode, Optional<String> ca) throws InterruptedException {
    var stores = Stores.at(host, port.number());
    stores.user = new Setting.Literal<>(user);
    stores.tls = mode;
    stores.ca = ca;
    return new PgjdbcProbe(
            new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE),
            stores.secrets(),
            stores.redaction())
        .climb(stores.postgres(), LIMITS);
  }

  private static boolean encrypted(Answer<PostgresLadder.Ready, SqlError> answer) {
    return switch (answer) {
      case Answer.Given<PostgresLadder.Ready, SqlError> it -> it.value().encrypted();
      case Answer.NotGiven<PostgresLadder.Ready, SqlError> it -> throw new AssertionError(it);
    };
  }

  private static NetworkTrouble broken(Answer<PostgresLadder.Ready, SqlError> answer) {
    if (answer instanceof Answer.NotGiven<PostgresLadder.Ready, SqlError>(var trouble)
        && trouble instanceof Trouble.Broken<SqlError> broken) {
      return broken.trouble();
    }
    throw new AssertionError(answer);
  }

  private static String pem(String name, HeldCertificate certificate) throws IOException {
    return Files.writeString(folder.resolve(name), certificate.certificatePem()).toString();
  }
}
