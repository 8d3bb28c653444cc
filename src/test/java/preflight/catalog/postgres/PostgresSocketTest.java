package preflight.catalog.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import preflight.catalog.LadderPatience;
import preflight.catalog.Viewpoint;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Vantage;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.Answer;
import preflight.probe.PeerText;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.Trouble;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.network.Ladder;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.probe.postgres.PgjdbcProbe;
import preflight.probe.postgres.PostgresLadder;
import preflight.probe.postgres.RealPostgres;
import preflight.resource.ServiceDraft;

/** Sockets of Cloud SQL, where Cloud Run or its proxy mounts them, and where nobody does. */
class PostgresSocketTest {

  private final Path mounts;
  private final Stores stores = Stores.at("not-used.test", RealPostgres.port());

  PostgresSocketTest() throws Exception {
    // Short, as the path of a socket has to be.
    mounts = Files.createTempDirectory("q");
  }

  @AfterEach
  void remove() throws Exception {
    try (var all = Files.walk(mounts)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Test
  void passesThroughTheSocketOfARealServer() throws Exception {
    stores.socket = Optional.of(RealPostgres.socketDirectory());
    assertThat(ask(Vantage.INSIDE)).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void saysThatNothingIsAttachedAndHowToAttachIt() throws Exception {
    stores.services.put(
        "backend",
        new ServiceDraft("backend").cloudRun("backend-prod").uses(List.of(Stores.POSTGRES)).done());
    stores.socket = Optional.of("/cloudsql/acme:us-central1:main");
    Failed failed = failed();
    assertThat(failed.signal()).isEqualTo(Signal.SOCKET_NOT_FOUND);
    assertThat(failed.observed())
        .isEqualTo(
            "no connection to the Unix socket /cloudsql/acme:us-central1:main/.s.PGSQL.%d: there is no such file"
                .formatted(RealPostgres.port()));
    assertThat(String.valueOf(failed.commands().get("attachments")))
        .contains("update backend-prod --add-cloudsql-instances=acme:us-central1:main");
  }

  @Test
  void comparesWithTheInstancesThatAreAttached() throws Exception {
    Files.createDirectories(mounts.resolve("acme:us-central1:other"));
    Files.createDirectories(mounts.resolve("example.com:acme:us-central1:third"));
    Files.createFile(mounts.resolve("README"));
    stores.socket = Optional.of(mounts + "/acme:us-central1:main");
    Failed failed = failed();
    assertThat(failed.signal()).isEqualTo(Signal.SOCKET_NOT_FOUND);
    assertThat(failed.clues()).contains(Clue.OTHER_SOCKETS);
    assertThat(failed.observed())
        .endsWith(
            "beside it are those of acme:us-central1:other, example.com:acme:us-central1:third");
  }

  @Test
  void aDirectoryWithoutItsSocketIsNoOtherInstance() throws Exception {
    Files.createDirectories(mounts.resolve("acme:us-central1:other"));
    Files.createDirectories(mounts.resolve("acme:us-central1:main"));
    stores.socket = Optional.of(mounts + "/acme:us-central1:main");
    assertThat(failed().clues()).doesNotContain(Clue.OTHER_SOCKETS);
  }

  /** Of libpq, a host is the directory; other clients want the name of the socket behind it. */
  @Test
  void aHostThatEndsWithTheSocketItselfIsAFile() throws Exception {
    Path socket = Files.createFile(mounts.resolve(".s.PGSQL." + RealPostgres.port()));
    stores.socket = Optional.of(socket.toString());
    assertThat(failed().observed()).endsWith("what should be its directory is a file");
  }

  @Test
  void aSocketThatItsServerLeftHasNobodyBehindIt() throws Exception {
    Path left = mounts.resolve(".s.PGSQL." + RealPostgres.port());
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(left));
    }
    stores.socket = Optional.of(mounts.toString());
    assertThat(failed().signal()).isEqualTo(Signal.SOCKET_REFUSED);
    assertThat(failed().observed()).endsWith("nobody listens on the socket");
  }

  @Test
  void aPathThatNoSystemOpensIsWrongEverywhere() throws Exception {
    stores.socket = Optional.of("/cloudsql/" + "a".repeat(100));
    assertThat(ask(Vantage.LOCAL))
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.clues()).contains(Clue.PATH_TOO_LONG));
  }

  /** What the user of the gate may not open, that of the service may. */
  @Test
  void aSocketOfOtherUsersTellsNothing() throws Exception {
    var ladder =
        new Ladder("/run/.s.PGSQL.5432", Optional.empty(), Optional.empty(), List.of(), List.of());
    PostgresLadder forbidden =
        (_, _) ->
            new Answer.NotGiven<>(
                new Trouble.Broken<>(
                    Rung.TCP,
                    NetworkTrouble.SOCKET_FORBIDDEN,
                    PeerText.ours("this user may not open the socket"),
                    Optional.empty(),
                    ladder));
    assertThat(
            new PostgresReachable(forbidden)
                .run(
                    stores.postgres(),
                    new LadderPatience(Duration.ofSeconds(2), Duration.ofSeconds(6))))
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> {
              assertThat(it.reason()).isEqualTo(UnknownReason.PERMISSION);
              assertThat(it.commands().getFirst().toString())
                  .isEqualTo("ls -ld /run/.s.PGSQL.5432");
            });
  }

  @Test
  void fromOutsideAMissingSocketTellsNothing() throws Exception {
    stores.socket = Optional.of("/cloudsql/acme:us-central1:main");
    assertThat(ask(Vantage.LOCAL)).isInstanceOf(Unknown.class);
  }

  private Failed failed() throws Exception {
    return (Failed) ask(Vantage.INSIDE);
  }

  private Outcome ask(Vantage vantage) throws Exception {
    var probe =
        new PgjdbcProbe(
            new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE),
            stores.secrets(),
            stores.redaction());
    var with = new LadderPatience(Duration.ofSeconds(2), Duration.ofSeconds(6));
    return new Viewpoint(vantage)
        .judge(new PostgresReachable(probe).run(stores.postgres(), with), stores.postgres());
  }
}
