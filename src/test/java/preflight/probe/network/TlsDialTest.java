package preflight.probe.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.probe.Answer;
import preflight.probe.Interruption;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.network.TlsTerms.Proof;
import preflight.probe.redis.RedisError;
import preflight.probe.redis.RedisLadder.Pong;
import preflight.probe.redis.RespProbe;
import preflight.resource.network.TlsProof;

/** Handshakes with real TLS servers whose certificates are wrong in one way each. */
class TlsDialTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HeldCertificate authority =
      new HeldCertificate.Builder().commonName("Test authority").certificateAuthority(0).build();

  @TempDir private Path folder;

  @Test
  void agrees_with_a_pinned_authority_and_tells_version_and_chain() throws Exception {
    try (var peer = TlsPeer.pong(leaf("localhost"))) {
      assertThat(dial(peer, "localhost", Proof.CHAIN_AND_HOST))
          .isInstanceOfSatisfying(
              Dial.Connected.class,
              it -> {
                assertThat(it.tls().orElseThrow().version()).startsWith("TLSv1.");
                assertThat(it.tls().orElseThrow().chain()).isNotEmpty();
                assertThat(it.timings())
                    .extracting(Timing::rung)
                    .containsExactly(Rung.RESOLVE, Rung.TCP, Rung.TLS);
                Interruption.close(it.socket());
              });
    }
  }

  @Test
  void an_unknown_issuer_is_untrusted() throws Exception {
    var other = new HeldCertificate.Builder().certificateAuthority(0).build();
    var certificate =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .signedBy(other)
            .build();
    try (var peer = TlsPeer.pong(certificate)) {
      assertBroken(dial(peer, "localhost", Proof.CHAIN), NetworkTrouble.TLS_UNTRUSTED);
    }
  }

  @Test
  void a_chain_without_its_intermediate_certificate_names_who_is_missing() throws Exception {
    var intermediate =
        new HeldCertificate.Builder()
            .commonName("Intermediate")
            .certificateAuthority(0)
            .signedBy(authority)
            .build();
    var certificate =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .signedBy(intermediate)
            .build();
    try (var peer = TlsPeer.pong(certificate)) {
      var broken = dial(peer, "localhost", Proof.CHAIN_AND_HOST);
      assertBroken(broken, NetworkTrouble.TLS_UNTRUSTED);
      assertThat(((Dial.Broken) broken).detail().shown())
          .contains("CN=Intermediate", "the server leaves its certificate out");
    }
  }

  @Test
  void a_key_that_is_too_short_is_told_from_an_unknown_issuer() throws Exception {
    var keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(512);
    var weak =
        new HeldCertificate.Builder()
            .keyPair(keys.generateKeyPair())
            .certificateAuthority(0)
            .signedBy(authority)
            .build();
    var certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").signedBy(weak).build();
    try (var peer = TlsPeer.pong(certificate, weak.certificate())) {
      var broken = dial(peer, "localhost", Proof.CHAIN_AND_HOST);
      assertBroken(broken, NetworkTrouble.TLS_UNTRUSTED);
      assertThat(((Dial.Broken) broken).detail().shown()).contains("algorithm", "512");
    }
  }

  @Test
  void a_certificate_for_another_host_is_told_from_an_untrusted_one() throws Exception {
    try (var peer = TlsPeer.pong(leaf("other.test"))) {
      var broken = dial(peer, "localhost", Proof.CHAIN_AND_HOST);
      assertBroken(broken, NetworkTrouble.TLS_WRONG_HOST);
      assertThat(((Dial.Broken) broken).detail().shown()).contains("other.test");
      assertThat(((Dial.Broken) broken).presented()).isNotEmpty();
    }
    try (var peer = TlsPeer.pong(leaf("other.test"))) {
      var connected = dial(peer, "localhost", Proof.CHAIN);
      assertThat(connected).isInstanceOf(Dial.Connected.class);
      Interruption.close(((Dial.Connected) connected).socket());
    }
  }

  @Test
  void an_expired_certificate_says_when() throws Exception {
    try (var peer = TlsPeer.pong(leafValid(1_000_000_000_000L, 1_000_086_400_000L))) {
      var broken = dial(peer, "localhost", Proof.CHAIN_AND_HOST);
      assertBroken(broken, NetworkTrouble.TLS_EXPIRED);
      assertThat(((Dial.Broken) broken).detail().shown()).contains("2001-09-10");
    }
  }

  @Test
  void a_certificate_of_the_future_is_not_valid_yet() throws Exception {
    try (var peer = TlsPeer.pong(leafValid(4_000_000_000_000L, 4_000_086_400_000L))) {
      assertBroken(dial(peer, "localhost", Proof.CHAIN_AND_HOST), NetworkTrouble.TLS_NOT_YET_VALID);
    }
  }

  @Test
  void a_peer_that_answers_in_plain_text_has_no_tls() throws Exception {
    try (var peer = ScriptedPeer.http()) {
      var broken = dial(peer, "localhost", Proof.CHAIN);
      assertBroken(broken, NetworkTrouble.TLS_ABSENT);
      assertThat(((Dial.Broken) broken).greeting()).contains(Greeting.HTTP);
    }
  }

  @Test
  void a_peer_that_closes_in_the_handshake_is_told_from_one_that_resets() throws Exception {
    try (var peer =
        ScriptedPeer.playing(socket -> {
          int _ = socket.getInputStream().read(new byte[4096]);
        })) {
      assertBroken(dial(peer, "localhost", Proof.CHAIN), NetworkTrouble.CLOSED);
    }
    try (var peer = ScriptedPeer.resetting()) {
      assertBroken(dial(peer, "localhost", Proof.CHAIN), NetworkTrouble.RESET);
    }
  }

  @Test
  void redis_answers_over_tls_whatever_its_certificate_is_for_where_the_profile_says_so()
      throws Exception {
    try (var peer = TlsPeer.pong(leaf("memorystore.internal"))) {
      var stores = Stores.at("127.0.0.1", peer.port());
      stores.redisTls = true;
      stores.ca = Optional.of(ca().toString());
      stores.verify = TlsProof.CHAIN;
      var probe =
          new RespProbe(
              new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE),
              stores.secrets(),
              stores.redaction());
      assertThat(probe.climb(stores.redis(), new Limits(LIMIT, LIMIT)))
          .isInstanceOfSatisfying(
              Answer.Given.class,
              it ->
                  assertThat(((Answer.Given<?, ?>) it).ladder().timings())
                      .extracting(Timing::rung)
                      .containsExactly(Rung.RESOLVE, Rung.TCP, Rung.TLS, Rung.PING));
      stores.ca = Optional.empty();
      Answer<Pong, RedisError> answer = probe.climb(stores.redis(), new Limits(LIMIT, LIMIT));
      assertThat(answer.toString()).contains("TLS_UNTRUSTED");
    }
  }

  @Test
  void an_authority_that_cannot_be_used_is_named_and_nobody_is_contacted() throws Exception {
    Path missing = folder.resolve("missing.pem");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path other = Files.writeString(folder.resolve("other.pem"), "correct-horse");
    for (Path file : List.of(missing, folder, empty, other)) {
      var contacted = new AtomicBoolean();
      try (var peer = ScriptedPeer.playing(_ -> contacted.set(true))) {
        Dial dial = dial(peer, "localhost", Proof.CHAIN, file);
        assertBroken(dial, NetworkTrouble.NO_AUTHORITY);
        assertThat(((Dial.Broken) dial).detail().shown())
            .contains(file.toString())
            .doesNotContain("correct-horse");
        assertThat(dial.timings()).isEmpty();
        assertThat(contacted).isFalse();
      }
    }
  }

  @Test
  void an_authority_that_cannot_be_used_leaves_no_connection_of_a_protocol_that_asks_for_tls()
      throws Exception {
    var left = new CountDownLatch(1);
    try (var peer =
            ScriptedPeer.playing(socket -> {
              ScriptedPeer.listenForEver(socket);
              left.countDown();
            });
        var socket = new Socket(InetAddress.getLoopbackAddress(), peer.port())) {
      var terms =
          new TlsTerms("localhost", Optional.of(folder.resolve("missing.pem")), Proof.CHAIN);
      assertThat(
              new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE)
                  .secure(BoundedSocket.over(socket), terms, LIMIT))
          .isInstanceOfSatisfying(
              TlsAnswer.Failed.class,
              it -> assertThat(it.trouble()).isEqualTo(NetworkTrouble.NO_AUTHORITY));
      assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_common_name_is_the_host_of_a_store_and_of_no_web_server() throws Exception {
    var certificate =
        new HeldCertificate.Builder().commonName("localhost").signedBy(authority).build();
    try (var peer = TlsPeer.pong(certificate)) {
      assertThat(dial(peer, "localhost", Proof.CHAIN_AND_HOST)).isInstanceOf(Dial.Connected.class);
      assertBroken(
          dial(peer, "localhost", Proof.CHAIN_AND_HOST_OF_HTTPS), NetworkTrouble.TLS_WRONG_HOST);
    }
  }

  /** As the server certificates of Cloud SQL: the name of an instance, and none of a host. */
  @Test
  void a_certificate_for_no_host_is_good_for_its_chain_only() throws Exception {
    var certificate =
        new HeldCertificate.Builder().commonName("acme-prod:main").signedBy(authority).build();
    try (var peer = TlsPeer.pong(certificate)) {
      assertThat(dial(peer, "localhost", Proof.CHAIN)).isInstanceOf(Dial.Connected.class);
      assertBroken(dial(peer, "localhost", Proof.CHAIN_AND_HOST), NetworkTrouble.TLS_WRONG_HOST);
    }
  }

  /** As while Memorystore and Cloud SQL rotate their authorities: the file holds both. */
  @Test
  void every_authority_of_the_file_counts() throws Exception {
    var older = new HeldCertificate.Builder().certificateAuthority(0).build();
    Path both =
        Files.writeString(
            folder.resolve("both.pem"), older.certificatePem() + authority.certificatePem());
    try (var peer = TlsPeer.pong(leaf("localhost"))) {
      assertThat(dial(peer, "localhost", Proof.CHAIN_AND_HOST, both))
          .isInstanceOf(Dial.Connected.class);
    }
  }

  private Dial dial(ScriptedPeer peer, String name, Proof proof) throws Exception {
    return dial(peer, name, proof, ca());
  }

  private static Dial dial(ScriptedPeer peer, String name, Proof proof, Path ca) throws Exception {
    Resolver loopback =
        (_, _) ->
            new Resolver.Resolution.Found(List.of(InetAddress.getLoopbackAddress()), Duration.ZERO);
    var terms = new TlsTerms(name, Optional.of(ca), proof);
    return new JdkDialer(loopback, Said.NOTHING_LIVE)
        .dial(new Destination(name, peer.port(), Optional.of(terms), LIMIT, LIMIT));
  }

  private static void assertBroken(Dial dial, NetworkTrouble trouble) {
    assertThat(dial)
        .isInstanceOfSatisfying(
            Dial.Broken.class,
            it -> {
              assertThat(it.trouble()).as(it.detail().shown()).isEqualTo(trouble);
              assertThat(it.rung()).isEqualTo(Rung.TLS);
            });
  }

  private Path ca() throws IOException {
    return Files.writeString(folder.resolve("ca.pem"), authority.certificatePem());
  }

  private HeldCertificate leaf(String host) {
    return new HeldCertificate.Builder()
        .addSubjectAlternativeName(host)
        .duration(1, TimeUnit.DAYS)
        .signedBy(authority)
        .build();
  }

  private HeldCertificate leafValid(long from, long until) {
    return new HeldCertificate.Builder()
        .addSubjectAlternativeName("localhost")
        .validityInterval(from, until)
        .signedBy(authority)
        .build();
  }
}
