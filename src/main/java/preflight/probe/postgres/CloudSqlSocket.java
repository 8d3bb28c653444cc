package preflight.probe.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import preflight.probe.PeerText;
import preflight.probe.Trouble;
import preflight.probe.network.BoundedSocket;
import preflight.probe.network.Ladder;
import preflight.probe.network.Limits;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;
import preflight.probe.network.UnixSocket;

/** The Unix socket that Cloud SQL's proxy, or a server of this machine, puts into a directory. */
record CloudSqlSocket(Path path) {

  /** What became of an attempt to connect. */
  sealed interface Attempt {
    record Connected(BoundedSocket socket, Ladder ladder) implements Attempt {}

    record Failed(Trouble<SqlError> trouble) implements Attempt {}
  }

  // sun_path of Linux's sockaddr_un, without its closing zero (unix(7)).
  private static final int LONGEST = 107;

  static CloudSqlSocket in(String directory, int port) {
    return new CloudSqlSocket(Path.of(directory, ".s.PGSQL." + port));
  }

  Attempt connect(Limits limits) {
    long start = System.nanoTime();
    int length = path.toString().getBytes(UTF_8).length;
    if (length > LONGEST) {
      return failed(
          Rung.RESOLVE,
          NetworkTrouble.UNREACHABLE,
          "a path of %d bytes, and a socket's may have %d".formatted(length, LONGEST),
          start);
    }
    try {
      var socket = BoundedSocket.over(UnixSocket.connect(path));
      socket.atMost(limits.connect().plus(limits.reply()));
      return new Attempt.Connected(socket, ladder(Rung.TCP, start));
    } catch (ConnectException e) {
      return failed(Rung.TCP, NetworkTrouble.REFUSED, "nothing listens on the socket", start);
    } catch (BindException e) {
      // The JDK's word for EACCES.
      return failed(
          Rung.TCP, NetworkTrouble.UNREACHABLE, "this user may not open the socket", start);
    } catch (IOException e) {
      return failed(Rung.TCP, NetworkTrouble.UNREACHABLE, "there is no such socket", start);
    }
  }

  private Attempt failed(Rung rung, NetworkTrouble trouble, String detail, long start) {
    return new Attempt.Failed(
        new Trouble.Broken<>(
            rung, trouble, PeerText.ours(detail), Optional.empty(), ladder(rung, start)));
  }

  private Ladder ladder(Rung rung, long start) {
    var took = Duration.ofNanos(System.nanoTime() - start);
    return new Ladder(
        path.toString(),
        Optional.empty(),
        Optional.empty(),
        List.of(new Timing(rung, took)),
        List.of());
  }
}
