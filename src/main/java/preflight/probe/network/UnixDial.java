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
          NetworkTrouble.UNREACHABLE,
          "a path of %d bytes, and a socket's may have %d".formatted(length, LONGEST),
          path,
          start);
    }
    try {
      var socket = BoundedSocket.over(UnixSocket.connect(Path.of(path)));
      socket.atMost(limits.connect().plus(limits.reply()));
      return new Connected(socket, ladder(Rung.TCP, path, start));
    } catch (ConnectException e) {
      return broken(Rung.TCP, NetworkTrouble.REFUSED, "nothing listens on the socket", path, start);
    } catch (BindException e) {
      // The JDK's word for EACCES.
      return broken(
          Rung.TCP, NetworkTrouble.UNREACHABLE, "this user may not open the socket", path, start);
    } catch (IOException | InvalidPathException e) {
      return broken(Rung.TCP, NetworkTrouble.UNREACHABLE, "there is no such socket", path, start);
    }
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
