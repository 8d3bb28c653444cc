package preflight.probe.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import preflight.probe.BoundedSocket;
import preflight.probe.Ladder;
import preflight.probe.Limits;
import preflight.probe.NetworkTrouble;
import preflight.probe.Rung;
import preflight.probe.Timing;
import preflight.probe.Trouble;
import preflight.probe.UnixSocket;

/** The Unix socket that Cloud SQL's proxy, or a server of this machine, puts into a directory. */
record CloudSqlSocket(Path path) {

  /** What became of an attempt to connect. */
  sealed interface Attempt {
    record Connected(BoundedSocket socket, Ladder ladder) implements Attempt {}

    record Failed(Trouble<SqlError> trouble) implements Attempt {}
  }

  static CloudSqlSocket in(String directory, int port) {
    return new CloudSqlSocket(Path.of(directory, ".s.PGSQL." + port));
  }

  Attempt connect(Limits limits) {
    long start = System.nanoTime();
    try {
      var socket = BoundedSocket.over(UnixSocket.connect(path));
      socket.atMost(limits.connect().plus(limits.reply()));
      return new Attempt.Connected(socket, ladder(start));
    } catch (IOException e) {
      boolean there = Files.exists(path);
      return new Attempt.Failed(
          new Trouble.Broken<>(
              Rung.TCP,
              there ? NetworkTrouble.REFUSED : NetworkTrouble.UNREACHABLE,
              there ? "nothing listens on the socket" : "there is no such socket",
              Optional.empty(),
              ladder(start)));
    }
  }

  private Ladder ladder(long start) {
    var took = Duration.ofNanos(System.nanoTime() - start);
    return new Ladder(
        path.toString(),
        Optional.empty(),
        Optional.empty(),
        List.of(new Timing(Rung.TCP, took)),
        List.of());
  }
}
