package preflight.catalog.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static preflight.catalog.Provoked.when;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import preflight.catalog.LadderPatience;
import preflight.catalog.Provoked;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Phase;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.network.Destination;
import preflight.probe.network.Dialer;
import preflight.probe.network.FullPort;
import preflight.probe.network.HeldPort;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.network.ScriptedPeer;
import preflight.probe.network.TlsPeer;
import preflight.probe.redis.RealRedis;
import preflight.probe.redis.RespProbe;
import preflight.resource.Setting;
import preflight.resource.network.TlsProof;
import redis.clients.jedis.exceptions.JedisException;

/** What real and scripted servers make of {@code redis-reachable}. */
class RedisSignalsTest {

  /** For peers that answer; much, for the machine of a test may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** For peers that never do. */
  private static final Duration BRIEF = Duration.ofMillis(700);

  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  @TempDir private Path folder;

  private static RealRedis open;
  private static RealRedis guarded;

  @BeforeAll
  static void start() throws IOException {
    open = RealRedis.with();
    guarded =
        RealRedis.with(
            "requirepass correct-horse",
            "user app on >battery-staple ~* +ping +auth",
            "user mute on >battery-staple ~* +auth");
  }

  @AfterAll
  static void stop() throws IOException {
    open.close();
    guarded.close();
  }

  @TestFactory
  Stream<DynamicTest> every_condition_has_its_signal_and_phase() {
    return Provoked.tests(
        "redis",
        List.of(
            when(
                "the host in the secret ends with a line break",
                Signal.DNS_NOT_FOUND,
                Phase.RESOLVE,
                () -> {
                  var stores = Stores.at(open.port());
                  stores.feeding(Stores.REDIS, "host", "REDIS_HOST", "127.0.0.1\n");
                  return ask(stores);
                }),
            when(
                "the port in the secret is no number",
                Signal.SECRET_MALFORMED,
                Phase.RESOLVE,
                () -> {
                  var stores = Stores.at(open.port());
                  stores.port = new Setting.FromSecret<>(stores.secret("REDIS_PORT", "6379\n"));
                  return ask(stores);
                }),
            when(
                "nothing listens on the port",
                Signal.TCP_REFUSED,
                Phase.TCP,
                () -> ask(Stores.at(HeldPort.CLOSED.number()))),
            when(
                "nothing listens on 6379, and Redis answers with TLS on 6378",
                Signal.TCP_REFUSED,
                Phase.TCP,
                () -> elsewhere(6379)),
            when(
                "nothing listens on 6378, and Redis answers in plain text on 6379",
                Signal.TCP_REFUSED,
                Phase.TCP,
                () -> elsewhere(6378)),
            when(
                "the attempt to connect is not answered",
                Signal.TCP_TIMEOUT,
                Phase.TCP,
                () -> {
                  try (var full = new FullPort()) {
                    return ask(Stores.at(full.number()), BRIEF);
                  }
                }),
            peer("the peer accepts and says nothing", Signal.PEER_SILENT, ScriptedPeer::silent),
            peer("the peer accepts and closes", Signal.CONNECTION_CLOSED, ScriptedPeer::closing),
            peer("the peer resets", Signal.CONNECTION_RESET, ScriptedPeer::resetting),
            peer("HTTP behind the port", Signal.WRONG_PROTOCOL, ScriptedPeer::http),
            peer("MySQL behind the port", Signal.WRONG_PROTOCOL, ScriptedPeer::mysql),
            peer(
                "the peer closes in the middle of a reply",
                Signal.CONNECTION_CLOSED,
                () -> hangingUpAfter("+PON")),
            when(
                "the peer closes in the middle of INFO",
                Signal.CONNECTION_CLOSED,
                Phase.QUERY,
                RedisSignalsTest::whenInfoIsCutShort),
            peer(
                "the peer answers with bytes that are no text",
                Signal.WRONG_PROTOCOL,
                () -> ScriptedPeer.answering(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1})),
            peer(
                "the peer answers PING with another word",
                Signal.WRONG_PROTOCOL,
                () -> ScriptedPeer.answering("+OK POP3 server ready\r\n")),
            when(
                "the peer answers PING with another word once it has the password",
                Signal.WRONG_PROTOCOL,
                Phase.PING,
                () -> afterPassword("+OK\r\n", "+HELLO\r\n")),
            when(
                "the peer answers AUTH with something else than Redis",
                Signal.WRONG_PROTOCOL,
                Phase.AUTH,
                () -> afterPassword("HTTP/1.1 400 Bad Request\r\n")),
            peer(
                "the peer announces a reply of 1 GiB",
                Signal.WRONG_PROTOCOL,
                () -> ScriptedPeer.answering("$1073741824\r\n")),
            when(
                "the peer answers PING and announces an INFO of 1 GiB",
                Signal.WRONG_PROTOCOL,
                Phase.QUERY,
                RedisSignalsTest::whenInfoIsEndless),
            peer(
                "the peer sends one byte at a time",
                Signal.PEER_SILENT,
                () -> ScriptedPeer.dribbling("+PONG PONG PONG PONG", 100)),
            peer(
                "TLS behind a plain port",
                Signal.TLS_REQUIRED,
                () -> ScriptedPeer.answering(new byte[] {0x15, 3, 3, 0, 2, 2, 40})),
            when(
                "plain text behind a TLS port",
                Signal.TLS_REFUSED,
                Phase.TLS,
                () -> {
                  var stores = Stores.at(open.port());
                  stores.redisTls = true;
                  return ask(stores, BRIEF);
                }),
            when(
                "a real Redis that listens with TLS, to plain text",
                Signal.TLS_REQUIRED,
                Phase.TLS,
                () -> {
                  try (var secured = RealRedis.secured(certificates("tls-auth-clients no"))) {
                    return ask(Stores.at(secured.port()));
                  }
                }),
            when(
                "a real Redis that wants certificates of its clients, to plain text",
                Signal.TLS_REQUIRED,
                Phase.TLS,
                () -> {
                  try (var secured = RealRedis.secured(certificates("tls-auth-clients yes"))) {
                    return ask(Stores.at(secured.port()));
                  }
                }),
            when(
                "a peer that waits for the rest of a TLS record",
                Signal.TLS_REQUIRED,
                Phase.TLS,
                () -> {
                  try (var patient = waitingForTls()) {
                    return ask(Stores.at(patient.port()), BRIEF);
                  }
                }),
            when(
                "a plain server that hangs up on a TLS greeting",
                Signal.TLS_REFUSED,
                Phase.TLS,
                () -> {
                  try (var plain = hangingUpOnTls()) {
                    var stores = Stores.at(plain.port());
                    stores.redisTls = true;
                    return ask(stores);
                  }
                }),
            when(
                "nobody who is trusted here vouches for the certificate",
                Signal.TLS_UNTRUSTED,
                Phase.TLS,
                () -> {
                  try (var secured = TlsPeer.pong()) {
                    var stores = Stores.at(secured.port());
                    stores.redisTls = true;
                    return ask(stores);
                  }
                }),
            when(
                "the certificate has expired",
                Signal.TLS_EXPIRED,
                Phase.TLS,
                () ->
                    trusting(
                        TlsPeer.pong(certified().validityInterval(0, 1_000_000_000_000L).build()))),
            when(
                "the certificate is of the declared authority and for another host",
                Signal.TLS_WRONG_HOST,
                Phase.TLS,
                () ->
                    trusting(
                        TlsPeer.pong(
                            certified().addSubjectAlternativeName("other.example").build()))),
            when(
                "the server wants a certificate of its client",
                Signal.TLS_CLIENT_REFUSED,
                Phase.TLS,
                () ->
                    trusting(
                        TlsPeer.demandingCertificate(
                            certified().addSubjectAlternativeName("127.0.0.1").build()))),
            when(
                "the file with the authority to trust is missing",
                Signal.TLS_UNTRUSTED,
                Phase.TLS,
                () -> {
                  var stores = Stores.at(open.port());
                  stores.redisTls = true;
                  stores.ca = Optional.of("no-such-file.pem");
                  return ask(stores);
                }),
            when(
                "a password is needed and none is declared",
                Signal.REDIS_AUTH_REQUIRED,
                Phase.AUTH,
                () -> ask(Stores.at(guarded.port()))),
            when(
                "the password is wrong",
                Signal.REDIS_AUTH_REJECTED,
                Phase.AUTH,
                () -> ask(Stores.at(guarded.port()).password("wrong"))),
            when(
                "the password ends with a line break",
                Signal.REDIS_AUTH_REJECTED,
                Phase.AUTH,
                () -> ask(Stores.at(guarded.port()).password("correct-horse\n"))),
            when(
                "the ACL user has another password",
                Signal.REDIS_AUTH_REJECTED,
                Phase.AUTH,
                () -> {
                  var stores = Stores.at(guarded.port()).password("correct-horse");
                  stores.redisUser = Optional.of(new Setting.Literal<>("app"));
                  return ask(stores);
                }),
            when(
                "a password is declared and the server has none",
                Signal.REDIS_AUTH_UNEXPECTED,
                Phase.AUTH,
                () -> ask(Stores.at(open.port()).password("anything"))),
            when(
                "the ACL user may not send PING",
                Signal.REDIS_FORBIDDEN,
                Phase.PING,
                () -> {
                  var stores = Stores.at(guarded.port()).password("battery-staple");
                  stores.redisUser = Optional.of(new Setting.Literal<>("mute"));
                  return ask(stores);
                }),
            when(
                "the number of the database is too high",
                Signal.REDIS_NO_DATABASE,
                Phase.PING,
                () -> {
                  var stores = Stores.at(open.port());
                  stores.number = Optional.of(new Setting.Literal<>(99));
                  return ask(stores);
                }),
            peer(
                "the server answers with an error that has no name here",
                Signal.REDIS_ERROR,
                () -> ScriptedPeer.answering("-SOMETHING else is wrong.\r\n")),
            peer(
                "the server has too few replicas to write",
                Signal.REDIS_MISCONFIGURED,
                () -> ScriptedPeer.answering("-NOREPLICAS Not enough good replicas to write.\r\n")),
            peer(
                "the server serves its own machine only",
                Signal.REDIS_PROTECTED,
                () ->
                    ScriptedPeer.answering(
                        "-DENIED Redis is running in protected mode because protected mode is"
                            + " enabled and no password is set for the default user.\r\n")),
            peer(
                "Envoy has no Redis behind it",
                Signal.REDIS_NO_BACKEND,
                () -> ScriptedPeer.answering("-no upstream host\r\n")),
            peer(
                "the plan of the provider is used up",
                Signal.REDIS_LIMIT_REACHED,
                () ->
                    ScriptedPeer.answering(
                        "-ERR max daily request limit exceeded. Limit: 10000, Usage: 10001\r\n")),
            when(
                "no client connection is free",
                Signal.REDIS_TOO_MANY_CLIENTS,
                Phase.PING,
                RedisSignalsTest::whenFull),
            when(
                "memory is full and nothing may be evicted",
                Signal.REDIS_OUT_OF_MEMORY,
                Phase.QUERY,
                RedisSignalsTest::whenFullOfData),
            when(
                "keys were evicted where none may be",
                Signal.REDIS_EVICTS,
                Phase.QUERY,
                RedisSignalsTest::whenEvicting),
            when(
                "many connections have been rejected",
                Signal.REDIS_REJECTS_CLIENTS,
                Phase.QUERY,
                RedisSignalsTest::whenRejecting),
            when(
                "a replica stands where the master should be",
                Signal.REDIS_UNEXPECTED_ROLE,
                Phase.QUERY,
                RedisSignalsTest::whenReplica),
            when(
                "the replica's link to its master is down",
                Signal.REDIS_MASTER_DOWN,
                Phase.QUERY,
                RedisSignalsTest::whenOrphaned),
            when(
                "PING takes longer than the budget",
                Signal.LATENCY_OVER_BUDGET,
                Phase.PING,
                RedisSignalsTest::whenSlow),
            when(
                "the version is not the declared one",
                Signal.REDIS_WRONG_VERSION,
                Phase.QUERY,
                RedisSignalsTest::whenOld),
            when(
                "an append-only file is demanded and there is none",
                Signal.REDIS_NOT_PERSISTENT,
                Phase.QUERY,
                RedisSignalsTest::whenForgetful),
            peer(
                "the server is loading its data",
                Signal.REDIS_LOADING,
                () ->
                    ScriptedPeer.answering("-LOADING Redis is loading the dataset in memory\r\n")),
            peer(
                "the replica lost its master",
                Signal.REDIS_MASTER_DOWN,
                () -> ScriptedPeer.answering("-MASTERDOWN Link with MASTER is down\r\n")),
            peer(
                "the server is a replica that takes no writes",
                Signal.REDIS_READ_ONLY,
                () -> ScriptedPeer.answering("-READONLY You can't write against a replica\r\n")),
            peer(
                "the server refuses for want of memory",
                Signal.REDIS_OUT_OF_MEMORY,
                () ->
                    ScriptedPeer.answering("-OOM command not allowed when used memory is up\r\n")),
            peer(
                "a part of the cluster is down",
                Signal.REDIS_CLUSTER_DOWN,
                () -> ScriptedPeer.answering("-CLUSTERDOWN The cluster is down\r\n")),
            peer(
                "the server is a cluster",
                Signal.REDIS_CLUSTER_MOVED,
                () -> ScriptedPeer.answering("-MOVED 3999 127.0.0.1:6381\r\n")),
            peer(
                "a script does not end",
                Signal.REDIS_BUSY,
                () ->
                    ScriptedPeer.answering(
                        "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or"
                            + " SHUTDOWN NOSAVE.\r\n")),
            peer(
                "the server cannot persist",
                Signal.REDIS_MISCONFIGURED,
                () ->
                    ScriptedPeer.answering(
                        "-MISCONF Redis is configured to save RDB snapshots\r\n"))));
  }

  /** Asks at one of the two usual ports, where Redis is at the other one. */
  private static Outcome elsewhere(int declared) throws Exception {
    try (var secured = TlsPeer.pong()) {
      var jdk = new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE);
      int there = declared == 6379 ? secured.port() : open.port();
      Dialer moved =
          to ->
              jdk.dial(
                  new Destination(
                      to.host(),
                      to.port() == declared ? HeldPort.CLOSED.number() : there,
                      to.tls(),
                      to.step(),
                      to.whole()));
      var stores = Stores.at(declared);
      stores.redisTls = declared == 6378;
      Outcome outcome =
          new RedisReachable(new RespProbe(moved, stores.secrets(), stores.redaction()))
              .run(stores.redis(), new LadderPatience(PATIENCE, PATIENCE));
      assertThat(((Outcome.Failed) outcome).clues()).contains(Clue.ANSWERS_ELSEWHERE);
      return outcome;
    }
  }

  private static HeldCertificate.Builder certified() {
    return new HeldCertificate.Builder().signedBy(AUTHORITY);
  }

  @Test
  void a_real_redis_that_wants_certificates_of_its_clients_gets_the_declared_one()
      throws Exception {
    try (var mutual = RealRedis.secured(certificates("tls-auth-clients yes"))) {
      var client = certified().commonName("app").build();
      var stores = mutual(mutual.port(), client.certificatePem(), client.privateKeyPkcs8Pem());
      assertThat(ask(stores)).isInstanceOf(Outcome.Passed.class);

      stores.clientCertificate = Optional.empty();
      stores.clientKey = Optional.empty();
      assertThat(signal(ask(stores))).isEqualTo(Signal.TLS_CLIENT_REFUSED);

      var stranger = new HeldCertificate.Builder().commonName("app").build();
      assertThat(
              signal(
                  ask(
                      mutual(
                          mutual.port(),
                          stranger.certificatePem(),
                          stranger.privateKeyPkcs8Pem()))))
          .isEqualTo(Signal.TLS_CLIENT_REFUSED);

      assertThat(
              signal(
                  ask(
                      mutual(
                          mutual.port(), client.certificatePem(), stranger.privateKeyPkcs8Pem()))))
          .isEqualTo(Signal.TLS_CLIENT_UNUSABLE);
    }
  }

  private Stores mutual(int port, String certificate, String key) throws IOException {
    var stores = Stores.at(port);
    stores.redisTls = true;
    stores.heldAuthority =
        Optional.of(
            new Setting.FromSecret<>(stores.secret("AUTHORITY", AUTHORITY.certificatePem())));
    stores.clientCertificate = Optional.of(new Setting.Literal<>(file("client.pem", certificate)));
    stores.clientKey = Optional.of(new Setting.FromSecret<>(stores.secret("CLIENT_KEY", key)));
    return stores;
  }

  private static Signal signal(Outcome outcome) {
    return ((Outcome.Failed) outcome).signal();
  }

  /** As Memorystore's, which names its address in the subject only. */
  @Test
  void where_the_profile_says_so_the_issuer_of_a_certificate_is_proof_enough() throws Exception {
    try (var secured = TlsPeer.pong(certified().commonName("10.0.0.3").build())) {
      var stores = Stores.at(secured.port());
      stores.redisTls = true;
      stores.ca =
          Optional.of(
              Files.writeString(folder.resolve("ca.pem"), AUTHORITY.certificatePem()).toString());
      stores.verify = TlsProof.CHAIN;
      assertThat(ask(stores)).isInstanceOf(Outcome.Passed.class);
    }
  }

  private Outcome trusting(ScriptedPeer secured) throws Exception {
    try (secured) {
      var stores = Stores.at(secured.port());
      stores.redisTls = true;
      Path ca = Files.writeString(folder.resolve("ca.pem"), AUTHORITY.certificatePem());
      stores.ca = Optional.of(ca.toString());
      return ask(stores);
    }
  }

  /** Lines of {@code redis.conf} for a server with a certificate of the authority. */
  private String[] certificates(String... more) throws IOException {
    var own = certified().addSubjectAlternativeName("127.0.0.1").build();
    List<String> lines = new ArrayList<>(List.of(more));
    lines.add("tls-ca-cert-file " + file("authority.pem", AUTHORITY.certificatePem()));
    lines.add("tls-cert-file " + file("server.pem", own.certificatePem()));
    lines.add("tls-key-file " + file("server.key", own.privateKeyPkcs8Pem()));
    return lines.toArray(String[]::new);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /** As a server whose TLS library reads the length of a record out of the plain text. */
  private static ScriptedPeer waitingForTls() throws IOException {
    var tls =
        new HandshakeCertificates.Builder()
            .heldCertificate(new HeldCertificate.Builder().build())
            .build()
            .sslContext()
            .getSocketFactory();
    return ScriptedPeer.playing(socket -> {
      int first = socket.getInputStream().read();
      if (first != 0x16) {
        ScriptedPeer.listenForEver(socket);
        return;
      }
      try (var secured =
          tls.createSocket(socket, new ByteArrayInputStream(new byte[] {0x16}), true)) {
        ScriptedPeer.listenForEver(secured);
      }
    });
  }

  private static ScriptedPeer hangingUpOnTls() throws IOException {
    return ScriptedPeer.playing(socket -> {
      byte[] some = new byte[256];
      int _ = socket.getInputStream().read(some);
      if (some[0] == '*') {
        socket.getOutputStream().write("+PONG\r\n".getBytes(UTF_8));
        ScriptedPeer.listenForEver(socket);
      }
    });
  }

  private static ScriptedPeer hangingUpAfter(String... replies) throws IOException {
    return ScriptedPeer.playing(socket -> {
      byte[] some = new byte[256];
      for (String reply : replies) {
        int _ = socket.getInputStream().read(some);
        socket.getOutputStream().write(reply.getBytes(UTF_8));
      }
    });
  }

  private static Outcome whenInfoIsCutShort() throws Exception {
    try (var peer = hangingUpAfter("+PONG\r\n", "$5000\r\nused_memory:104857600\r\nmaxmemo")) {
      var stores = Stores.at(peer.port());
      return new RedisCapacity(probe(stores))
          .run(stores.redis(), new RedisCapacity.With(95, 90, 1, Optional.empty()));
    }
  }

  private static Outcome whenInfoIsEndless() throws Exception {
    try (var peer =
        ScriptedPeer.playing(socket -> {
          byte[] some = new byte[256];
          for (String line : List.of("+PONG\r\n", "$1073741824\r\n")) {
            int _ = socket.getInputStream().read(some);
            socket.getOutputStream().write(line.getBytes(UTF_8));
          }
          ScriptedPeer.listenForEver(socket);
        })) {
      var stores = Stores.at(peer.port());
      return new RedisRole(probe(stores))
          .run(stores.redis(), new RedisRole.With(RedisRole.Role.MASTER));
    }
  }

  /** Demands a password, and answers what comes then with these lines. */
  private static Outcome afterPassword(String... lines) throws Exception {
    try (var peer =
        ScriptedPeer.playing(socket -> {
          byte[] some = new byte[256];
          var out = socket.getOutputStream();
          int _ = socket.getInputStream().read(some);
          out.write("-NOAUTH Authentication required.\r\n".getBytes(UTF_8));
          for (String line : lines) {
            int _ = socket.getInputStream().read(some);
            out.write(line.getBytes(UTF_8));
          }
          ScriptedPeer.listenForEver(socket);
        })) {
      return ask(Stores.at(peer.port()).password("correct-horse"));
    }
  }

  private static Outcome whenFull() throws Exception {
    try (var small = RealRedis.with("maxclients 1");
        var admin = small.admin()) {
      admin.ping();
      return ask(Stores.at(small.port()));
    }
  }

  private interface Start {
    ScriptedPeer start() throws IOException;
  }

  private static Provoked peer(String condition, Signal signal, Start start) {
    return when(
        condition,
        signal,
        Phase.PING,
        () -> {
          try (var peer = start.start()) {
            return ask(Stores.at(peer.port()), signal == Signal.PEER_SILENT ? BRIEF : PATIENCE);
          }
        });
  }

  private static Outcome whenFullOfData() throws Exception {
    // An empty Redis needs nearly a megabyte for itself.
    try (var small = RealRedis.with("maxmemory 500kb", "maxmemory-policy noeviction")) {
      var stores = Stores.at(small.port());
      return new RedisCapacity(probe(stores))
          .run(stores.redis(), new RedisCapacity.With(95, 90, 1, Optional.empty()));
    }
  }

  private static Outcome whenEvicting() throws Exception {
    try (var small = RealRedis.with("maxmemory 3mb", "maxmemory-policy allkeys-lru");
        var admin = small.admin()) {
      for (int key = 0; key < 500; key++) {
        admin.set("key" + key, "x".repeat(10_000));
      }
      var stores = Stores.at(small.port());
      return new RedisCapacity(probe(stores))
          .run(stores.redis(), new RedisCapacity.With(95, 90, 1, Optional.of(0)));
    }
  }

  private static Outcome whenRejecting() throws Exception {
    try (var small = RealRedis.with("maxclients 1");
        var admin = small.admin();
        var second = small.admin()) {
      admin.ping();
      assertThatThrownBy(second::ping).isInstanceOf(JedisException.class);
      admin.configSet("maxclients", "100");
      var stores = Stores.at(small.port());
      return new RedisCapacity(probe(stores))
          .run(stores.redis(), new RedisCapacity.With(95, 90, 1, Optional.empty()));
    }
  }

  private static Outcome whenReplica() throws Exception {
    try (var replica = RealRedis.with("replicaof 127.0.0.1 " + open.port())) {
      var stores = Stores.at(replica.port());
      return new RedisRole(probe(stores))
          .run(stores.redis(), new RedisRole.With(RedisRole.Role.MASTER));
    }
  }

  private static Outcome whenOrphaned() throws Exception {
    try (var replica = RealRedis.with("replicaof 127.0.0.1 " + HeldPort.CLOSED.number())) {
      var stores = Stores.at(replica.port());
      return new RedisRole(probe(stores))
          .run(stores.redis(), new RedisRole.With(RedisRole.Role.REPLICA));
    }
  }

  private static Outcome whenSlow() throws Exception {
    var stores = Stores.at(open.port());
    return new RedisLatency(probe(stores))
        .run(stores.redis(), new RedisLatency.With(5, Duration.ofNanos(1), PATIENCE));
  }

  private static Outcome whenOld() throws Exception {
    var stores = Stores.at(open.port());
    stores.version = Optional.of("99");
    return new RedisVersion(probe(stores)).run(stores.redis(), new NoThresholds());
  }

  private static Outcome whenForgetful() throws Exception {
    var stores = Stores.at(open.port());
    return new RedisPersistence(probe(stores))
        .run(
            stores.redis(),
            new RedisPersistence.With(RedisPersistence.Mode.AOF, Duration.ofHours(1)));
  }

  private static RespProbe probe(Stores stores) {
    return new RespProbe(
        new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE), stores.secrets(), stores.redaction());
  }

  private static Outcome ask(Stores stores) throws InterruptedException {
    return ask(stores, PATIENCE);
  }

  private static Outcome ask(Stores stores, Duration limit) throws InterruptedException {
    var probe = probe(stores);
    return new RedisReachable(probe).run(stores.redis(), new LadderPatience(limit, limit));
  }
}
