package preflight.probe.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import preflight.probe.PeerText;

/**
 * What became of an attempt to open a Unix socket, which only the machine of its server has. There
 * is no name to look up, and no TLS.
 */
public sealed interface UnixDial {

  // sun_path of Linux's sockaddr_un, without its closing zero (unix(7)).
  int LONGEST = 107;

  /** Open; whoever gets it closes it. */
  record Connected(BoundedSocket socket, Ladder ladder) implements UnixDial {}

  /** No connection. */
  record Broken(Rung rung, NetworkTrouble trouble, PeerText detail, Ladder ladder)
      implements UnixDial {}

  /** Opens the socket at a path. */
  static UnixDial to(String path, Limits limits) {
    long start = System.nanoTime();
    int length = path.getBytes(UTF_8).length;
    if (length > LONGEST) {
      return broken(
          Rung.RESOLVE,
          NetworkTrouble.SOCKET_TOO_LONG,
          "a path of %d bytes, and a socket's may have %d".formatted(length, LONGEST),
          path,
          start);
    }
    try {
      var socket = BoundedSocket.over(UnixSocket.connect(Path.of(path)));
      socket.atMost(limits.connect().plus(limits.reply()));
      return new Connected(socket, ladder(Rung.TCP, path, start));
    } catch (ConnectException e) {
      // Of a file that is no socket, too (unix(7)).
      return broken(
          Rung.TCP, NetworkTrouble.SOCKET_LEFT, "nobody listens on the socket", path, start);
    } catch (BindException e) {
      // The JDK's word for EACCES.
      return broken(
          Rung.TCP,
          NetworkTrouble.SOCKET_FORBIDDEN,
          "this user may not open the socket",
          path,
          start);
    } catch (IOException | InvalidPathException e) {
      return absent(path, start);
    }
  }

  private static UnixDial absent(String path, long start) {
    List<String> others = CloudSqlSockets.besides(path);
    return others.isEmpty()
        ? broken(
            Rung.TCP,
            NetworkTrouble.NO_SOCKET,
            // A path that ends with the socket's own name, or the socket of a MySQL.
            CloudSqlSockets.isFile(path)
                ? "what should be its directory is a file"
                : "there is no such file",
            path,
            start)
        : broken(
            Rung.TCP,
            NetworkTrouble.OTHER_SOCKETS,
            "there is no such file, and beside it are those of " + String.join(", ", others),
            path,
            start);
  }

  private static UnixDial broken(
      Rung rung, NetworkTrouble trouble, String detail, String path, long start) {
    return new Broken(rung, trouble, PeerText.ours(detail), ladder(rung, path, start));
  }

  private static Ladder ladder(Rung rung, String path, long start) {
    var took = Duration.ofNanos(System.nanoTime() - start);
    return new Ladder(
        path, Optional.empty(), Optional.empty(), List.of(new Timing(rung, took)), List.of());
  }
}
